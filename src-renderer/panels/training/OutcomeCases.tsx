/** @file What training changed on the validation split, case by case: above all, what got worse. */
import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconFilter } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import type { ChangedCase } from "../../../src-shared/domain/comparison";
import type { Run } from "../../../src-shared/domain/run";
import type { Training } from "../../../src-shared/domain/training";
import { readableAmount, shortIdentifier } from "../../components/readable";
import { reportFailure } from "../../components/report-failure";
import { Thumbnail } from "../../components/Thumbnail";
import { useActiveRun } from "../../stores/active-run-store";
import { askForCases } from "../../stores/land-on-cases";
import { useLayout } from "../../stores/layout-store";
import { queries } from "../../stores/queries";
import { useSelection } from "../../stores/selection-store";
import { useThresholds } from "../../stores/thresholds-store";
import { describeChange, describeTotals, mayBeSilent, sortChanges } from "./changed-cases";
import { describeGain } from "./describe-gain";
import { runToRead } from "./runs-to-compare";

export interface OutcomeCasesProps {
  readonly training: Training;
  readonly outcome: NonNullable<Training["outcome"]>;
}

const SHOWN = 12;
const PICTURE_PX = 40;

export function OutcomeCases({ training, outcome }: OutcomeCasesProps): JSX.Element {
  const { scoreThreshold, iouThreshold, changed } = outcome;
  const run = useRunToRead(training);
  const read = (how: () => void): void => {
    if (run) showRun(run, outcome);
    else tellWhoseBoxes(training);
    how();
  };
  const { better, worse } = sortChanges(changed);
  return (
    <section className="training__outcome" aria-label="Changed cases" data-testid="training-outcome">
      <p>
        {describeGain(outcome)} At score {scoreThreshold.toFixed(2)} and IoU {iouThreshold.toFixed(2)}, the best epoch
        does better than {training.modelName} on {readableAmount(better.length, "image")} of{" "}
        {training.validationSplitName}, and worse on {worse.length}: {describeTotals(changed)}.
        {mayBeSilent(changed) &&
          " All of that may be because it draws no box at this score any more: look at lower ones."}
        {[
          { cases: worse, word: "worse" },
          { cases: better, word: "better" },
        ].map(
          ({ cases, word }) =>
            cases.length > 0 && (
              <Button
                key={word}
                variant="default"
                size="compact-xs"
                leftSection={<IconFilter size={13} aria-hidden />}
                data-testid={`training-read-${word}`}
                onClick={() => read(() => readCases(cases, `${word} after ${training.name}`))}
              >
                Read the {word}
              </Button>
            ),
        )}
      </p>
      <ul>
        {worse.slice(0, SHOWN).map((one) => (
          <li key={one.instanceId}>
            <button
              type="button"
              className="row-button"
              data-testid="training-worse"
              onClick={() => read(() => openCase(one))}
            >
              <Thumbnail instanceId={one.instanceId} sizePx={PICTURE_PX} />
              <span>
                <span className="mono">{shortIdentifier(one.patientId)}</span>
                <small>{describeChange(one)}</small>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Undefined until the made model has detected on these images. */
function useRunToRead({ madeModelId, config }: Training): Run | undefined {
  const runs = useQuery(queries.runs()).data;
  return runs && madeModelId && runToRead(runs, madeModelId, config.validationSplitId);
}

/** The cases changed at these thresholds. */
function showRun(run: Run, { scoreThreshold, iouThreshold }: OutcomeCasesProps["outcome"]): void {
  useActiveRun.getState().chooseRun(run.id);
  useThresholds.getState().setScoreThreshold(scoreThreshold);
  useThresholds.getState().setIouThreshold(iouThreshold);
}

function tellWhoseBoxes({ name, validationSplitName }: Training): void {
  notifications.show({
    title: "Not its own boxes",
    message: `${name} has not detected on ${validationSplitName} yet: the boxes are those of the run at the top.`,
    autoClose: 10_000,
  });
}

function readCases(cases: readonly ChangedCase[], title: string): void {
  const instanceIds = cases.map(({ instanceId }) => instanceId);
  reportFailure(askForCases({ kind: "images", title, instanceIds }, { isOverRun: false }));
}

function openCase({ instanceId }: ChangedCase): void {
  useSelection.getState().show(instanceId);
  useLayout.getState().goTo("reading");
}
