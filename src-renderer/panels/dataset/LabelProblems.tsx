/** @file Labels that look wrong, by kind; each leads to its images. */
import { Button, Group } from "@mantine/core";
import { IconCircleCheck, IconFilter } from "@tabler/icons-react";
import { type JSX, useState } from "react";
import { InstanceId } from "../../../src-shared/domain/identifiers";
import {
  LABEL_PROBLEM_KINDS,
  type LabelProblem,
  type LabelProblemKind,
  type Overview,
} from "../../../src-shared/domain/overview";
import { Card } from "../../components/Card";
import { Notice } from "../../components/Notice";
import { readableAmount, readableCount } from "../../components/readable";
import { reportFailure } from "../../components/report-failure";
import { Thumbnail } from "../../components/Thumbnail";
import { VirtualRows } from "../../components/VirtualRows";
import { askForCases } from "../../stores/land-on-cases";
import { KindChip } from "./KindChip";
import { LABEL_PROBLEM_NAMES } from "./label-problem-words";
import { NearDuplicateSearch } from "./NearDuplicateSearch";

const ROW_HEIGHT_PX = 60;
const PICTURE_PX = 48;
/** As many images as one question about cases may name (domain/case-filter.ts). */
const MOST_CASES = 5000;

export function LabelProblems({ overview }: { readonly overview: Overview }): JSX.Element {
  const { problems } = overview;
  const [kind, setKind] = useState<LabelProblemKind>();
  const kinds = LABEL_PROBLEM_KINDS.filter((one) => problems.some((problem) => problem.kind === one));
  const chosen = kinds.find((one) => one === kind);
  const shown = chosen ? problems.filter((problem) => problem.kind === chosen) : problems;
  return (
    <Card
      title="Label problems"
      isFlush
      testId="label-problems"
      aside={
        <Group gap="xs">
          <Button
            variant="default"
            leftSection={<IconFilter size={16} aria-hidden />}
            disabled={shown.length === 0}
            data-testid="read-problems"
            onClick={() => readImages(shown, chosen ? LABEL_PROBLEM_NAMES[chosen] : "Label problems")}
          >
            {shown.length > MOST_CASES ? `Read the first ${readableCount(MOST_CASES)}` : "Read these images"}
          </Button>
          <NearDuplicateSearch />
        </Group>
      }
    >
      {problems.length === 0 ? (
        <Notice icon={IconCircleCheck} title="No label looks wrong">
          Duplicates, nearly identical boxes, boxes outside the image and tiny boxes were looked for.{" "}
          {describeSearch(overview)}
        </Notice>
      ) : (
        <>
          <Group className="report__kinds" gap="xs" role="group" aria-label="Kinds of label problems">
            <KindChip name="All" count={problems.length} isChosen={!chosen} onChoose={() => setKind(undefined)} />
            {kinds.map((one) => (
              <KindChip
                key={one}
                name={LABEL_PROBLEM_NAMES[one]}
                count={problems.filter((problem) => problem.kind === one).length}
                isChosen={chosen === one}
                onChoose={() => setKind(one)}
              />
            ))}
          </Group>
          <p className="label-problem__searched">{describeSearch(overview)}</p>
          <div className="report__rows">
            <VirtualRows
              key={chosen ?? "all"}
              count={shown.length}
              rowHeightPx={ROW_HEIGHT_PX}
              label="Label problems"
              testId="label-problem-list"
              renderRow={(index) => <ProblemRow problem={shown[index]!} />}
            />
          </div>
        </>
      )}
    </Card>
  );
}

const SHOWN_PICTURES = 2;

function describeSearch({ images, imagesFingerprinted }: Overview): string {
  if (!imagesFingerprinted) return "Nobody has looked for near-duplicate images yet.";
  if (imagesFingerprinted < images) {
    return `For near-duplicates ${readableCount(imagesFingerprinted)} of ${readableAmount(images, "image")} were looked at.`;
  }
  return "Near-duplicate images were looked for, too.";
}

function ProblemRow({ problem }: { readonly problem: LabelProblem }): JSX.Element {
  return (
    <button
      type="button"
      className="row-button label-problem"
      data-testid="label-problem"
      title="Read this image"
      onClick={() => readImages([problem], LABEL_PROBLEM_NAMES[problem.kind])}
    >
      <span className="label-problem__pictures">
        {problem.images.slice(0, SHOWN_PICTURES).map((id) => (
          <Thumbnail key={id} instanceId={InstanceId.parse(id)} sizePx={PICTURE_PX} />
        ))}
        {problem.images.length > SHOWN_PICTURES && <span>+{problem.images.length - SHOWN_PICTURES}</span>}
      </span>
      <b className="label-problem__kind">{LABEL_PROBLEM_NAMES[problem.kind]}</b>
      <span className="label-problem__reason">{problem.reason}</span>
    </button>
  );
}

function readImages(problems: readonly LabelProblem[], title: string): void {
  const ids = [...new Set(problems.flatMap(({ images }) => images))].slice(0, MOST_CASES);
  const instanceIds = ids.map((id) => InstanceId.parse(id));
  reportFailure(askForCases({ kind: "images", title, instanceIds }, { isOverRun: false }));
}
