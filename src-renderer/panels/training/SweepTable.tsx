/** @file The trainings of a sweep by validation AP, the best first, each with what it was tried with and what it
 * began with. */
import { Button, Checkbox, Table } from "@mantine/core";
import type { JSX } from "react";
import type { Sweep, SweepMember } from "../../../src-shared/domain/sweep";
import type { TrainingId } from "../../../src-shared/domain/identifiers";
import { rankMembers } from "../../../src-shared/figures/rank-sweep";
import { type SizedStart, startsOfSweep } from "../../../src-shared/figures/starts-of-sweep";
import { surerRun } from "../../components/describe-difference";
import { UNDEFINED_FIGURE } from "../../components/readable";
import { useTraining } from "../../stores/training-store";
import { bestOf, type FigureWords, wordsOfFigure, wordsOfGain } from "./sweep-figures";
import { AUGMENTATION_NAMES } from "./sweep-words";

export interface SweepTableProps {
  readonly sweep: Sweep;
  /** The training that is watched. */
  readonly watchedId: TrainingId;
}

export function SweepTable({ sweep, watchedId }: SweepTableProps): JSX.Element {
  const columns = searchedColumns(sweep);
  const best = bestOf(sweep);
  return (
    <div className="training__sweep">
      <Table horizontalSpacing="xs" data-testid="sweep-table">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={36} aria-label="Laid over the watched one" />
            <Table.Th>Training</Table.Th>
            {columns.map(({ label }) => (
              <Table.Th key={label}>{label}</Table.Th>
            ))}
            <Table.Th title="Average precision over IoU 0.50 to 0.95 on the validation split, of the best epoch; 95 % over resampled patients, once it has ended">
              AP (95 %)
            </Table.Th>
            <Table.Th title="AP less that before training, at the same input size; 95 % over resampled patients, the same for both, once it has ended. Bold: the interval leaves 0 out">
              Gain in AP (95 %)
            </Table.Th>
            <Table.Th title="Average precision at IoU 0.5, of the same epoch">AP50 (95 %)</Table.Th>
            <Table.Th>Epoch</Table.Th>
            <Table.Th>State</Table.Th>
            <Table.Th w={90} />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {startsOfSweep(sweep.members).map((start) => (
            <StartRow key={start.inputSizePx ?? "own"} start={start} columns={columns} modelName={sweep.modelName} />
          ))}
          {rankMembers(sweep.members).map((member) => (
            <MemberRow
              key={member.number}
              member={member}
              columns={columns}
              best={member === best && (sweep.state === "complete" ? "best" : "best so far")}
              isWatched={member.trainingId === watchedId}
            />
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

interface Column {
  readonly label: string;
  readonly read: (member: Pick<SweepMember, "point">) => string | undefined;
}

/** Settings in which the trainings differ. */
function searchedColumns({ members }: Sweep): readonly Column[] {
  const columns: readonly Column[] = [
    { label: "Learning rate", read: ({ point }) => String(Number(point.learningRate.toPrecision(3))) },
    { label: "Augmentation", read: ({ point }) => readableAugmentation(point.augmentation) },
    { label: INPUT_SIZE, read: ({ point }) => readableSize(point.inputSizePx) },
  ];
  return columns.filter(({ read }) => new Set(members.map(read)).size > 1);
}

const INPUT_SIZE = "Input, px";

function readableSize(inputSizePx: number | undefined): string {
  return inputSizePx?.toString() ?? "the card’s own";
}

function readableAugmentation(name: string | undefined): string | undefined {
  const known: Readonly<Record<string, string>> = AUGMENTATION_NAMES;
  return name === undefined ? undefined : (known[name] ?? name);
}

interface StartRowProps {
  readonly start: SizedStart;
  readonly columns: readonly Column[];
  readonly modelName: string;
}

/** The same in each training of its size. */
function StartRow({ start, columns, modelName }: StartRowProps): JSX.Element {
  const { inputSizePx, AP, AP50, intervals } = start;
  return (
    <Table.Tr className="training__start" data-testid="sweep-start">
      <Table.Td />
      <Table.Td>
        {modelName} <small>before training</small>
      </Table.Td>
      {columns.map(({ label }) => (
        <Table.Td key={label} className="figures">
          {label === INPUT_SIZE && readableSize(inputSizePx)}
        </Table.Td>
      ))}
      <Table.Td className="figures">
        <FigureCell words={wordsOfFigure(AP, intervals?.AP)} />
      </Table.Td>
      <Table.Td />
      <Table.Td className="figures">
        <FigureCell words={wordsOfFigure(AP50, intervals?.AP50)} />
      </Table.Td>
      <Table.Td colSpan={3} />
    </Table.Tr>
  );
}

interface MemberRowProps {
  readonly member: SweepMember;
  readonly columns: readonly Column[];
  /** What it is called, where it is. */
  readonly best: string | false;
  readonly isWatched: boolean;
}

function MemberRow({ member, columns, best, isWatched }: MemberRowProps): JSX.Element {
  const { name, state, trainingId, AP, AP50, intervals, differences, bestEpoch, stepsDone, stepsTotal, reason } =
    member;
  return (
    <Table.Tr data-testid="sweep-member" data-best={best !== false} data-watched={isWatched}>
      <Table.Td>{trainingId && <CompareBox {...{ trainingId, name, isWatched }} />}</Table.Td>
      <Table.Td>
        {name}
        {best && <b className="training__best">{best}</b>}
      </Table.Td>
      {columns.map(({ label, read }) => (
        <Table.Td key={label} className="figures">
          {read(member) ?? UNDEFINED_FIGURE}
        </Table.Td>
      ))}
      <Table.Td className="figures">
        <FigureCell words={wordsOfFigure(AP, intervals?.AP)} />
      </Table.Td>
      <Table.Td className="figures" data-testid="sweep-gain" data-surer={surerRun({ interval: differences?.AP })}>
        <FigureCell words={wordsOfGain(member)} />
      </Table.Td>
      <Table.Td className="figures">
        <FigureCell words={wordsOfFigure(AP50, intervals?.AP50)} />
      </Table.Td>
      <Table.Td className="figures">{bestEpoch ?? UNDEFINED_FIGURE}</Table.Td>
      <Table.Td title={reason} className="figures">
        {STATE_WORDS[state]}
        {state === "running" && `, ${Math.round((100 * stepsDone) / stepsTotal)} %`}
        {state === "failed" && reason && <small className="training__why">{reason}</small>}
      </Table.Td>
      <Table.Td>{trainingId && <WatchButton {...{ trainingId, isWatched }} />}</Table.Td>
    </Table.Tr>
  );
}

/** The interval stands below where there is little room beside. */
function FigureCell({ words }: { readonly words: FigureWords | undefined }): JSX.Element {
  if (!words) return <>{UNDEFINED_FIGURE}</>;
  const { figure, interval } = words;
  return (
    <>
      {figure} {interval && <span className="training__interval">({interval})</span>}
    </>
  );
}

const STATE_WORDS: Readonly<Record<SweepMember["state"], string>> = {
  waiting: "waiting",
  "left-out": "left out",
  removed: "removed",
  running: "running",
  paused: "paused",
  complete: "complete",
  stopped: "stopped",
  failed: "failed",
};

interface WatchedProps {
  readonly trainingId: TrainingId;
  readonly isWatched: boolean;
}

function CompareBox({ trainingId, name, isWatched }: WatchedProps & { readonly name: string }): JSX.Element {
  const isCompared = useTraining(({ comparedIds }) => comparedIds.includes(trainingId));
  return (
    <Checkbox
      aria-label={`Lay the curves of ${name} over the watched ones`}
      title="Lay its curves over those of the watched training"
      disabled={isWatched}
      checked={isWatched || isCompared}
      data-testid="sweep-compare"
      onChange={() => useTraining.getState().toggleCompared(trainingId)}
    />
  );
}

function WatchButton({ trainingId, isWatched }: WatchedProps): JSX.Element {
  return (
    <Button
      variant={isWatched ? "light" : "default"}
      size="compact-sm"
      aria-pressed={isWatched}
      data-testid="sweep-watch"
      onClick={() => useTraining.getState().watch(trainingId)}
    >
      {isWatched ? "Watched" : "Watch"}
    </Button>
  );
}
