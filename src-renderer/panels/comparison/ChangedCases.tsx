/** @file The cases that one run got right and the other wrong, the greatest change first; a row opens the image. */
import { Button } from "@mantine/core";
import { IconArrowDownRight, IconArrowUpRight, IconEqual, IconFilter } from "@tabler/icons-react";
import type { JSX } from "react";
import type { ChangedCase, Comparison } from "../../../src-shared/domain/comparison";
import type { Run } from "../../../src-shared/domain/run";
import { Card } from "../../components/Card";
import { Notice } from "../../components/Notice";
import { readableAmount, readableCount, shortIdentifier } from "../../components/readable";
import { reportFailure } from "../../components/report-failure";
import { Thumbnail } from "../../components/Thumbnail";
import { VirtualRows } from "../../components/VirtualRows";
import { useActiveRun } from "../../stores/active-run-store";
import { scoreAsRead } from "../../stores/chosen-calibration";
import { askForCases } from "../../stores/land-on-cases";
import { useLayout } from "../../stores/layout-store";
import { useSelection } from "../../stores/selection-store";
import { useThresholds } from "../../stores/thresholds-store";

const ROW_HEIGHT_PX = 56;
const PICTURE_PX = 46;
/** As many images as one question about cases may name (domain/case-filter.ts). */
const MOST_CASES = 5000;

export interface ChangedCasesProps {
  readonly comparison: Comparison;
  readonly left: Run;
  readonly right: Run;
}

export function ChangedCases({ comparison, left, right }: ChangedCasesProps): JSX.Element {
  const { changed } = comparison;
  const readAll = (): void => {
    showRun(comparison, right);
    const title = `changed cases: ${left.name} → ${right.name}`;
    const instanceIds = changed.slice(0, MOST_CASES).map(({ instanceId }) => instanceId);
    reportFailure(askForCases({ kind: "images", title, instanceIds }, { isOverRun: true }));
  };
  return (
    <Card
      title={`Changed cases: ${readableAmount(changed.length, "image")}`}
      isFlush
      testId="changed-cases"
      aside={
        <Button
          variant="default"
          leftSection={<IconFilter size={16} aria-hidden />}
          disabled={changed.length === 0}
          data-testid="read-changed"
          onClick={readAll}
        >
          {changed.length > MOST_CASES ? `Read the first ${readableCount(MOST_CASES)}` : "Read these images"}
        </Button>
      }
    >
      {changed.length === 0 ? (
        <Notice icon={IconEqual} title="At these thresholds both runs do the same on every image" />
      ) : (
        <div className="comparison__cases">
          <div className="changed-case changed-case--head" aria-hidden>
            <span />
            <span>Patient</span>
            <span>Boxes found</span>
            <span>False positives</span>
            <span />
          </div>
          <VirtualRows
            count={changed.length}
            rowHeightPx={ROW_HEIGHT_PX}
            label="Changed cases"
            testId="changed-case-list"
            renderRow={(index) => <CaseRow case={changed[index]!} {...{ comparison, left, right }} />}
          />
        </div>
      )}
    </Card>
  );
}

interface CaseRowProps extends ChangedCasesProps {
  readonly case: ChangedCase;
}

function CaseRow({ case: changed, comparison, left, right }: CaseRowProps): JSX.Element {
  const open = (run: Run): void => {
    showRun(comparison, run);
    useSelection.getState().show(changed.instanceId);
    useLayout.getState().goTo("reading");
  };
  return (
    <div className="changed-case" data-testid="changed-case" onClick={() => open(right)}>
      <Thumbnail instanceId={changed.instanceId} sizePx={PICTURE_PX} />
      <span className="mono">{shortIdentifier(changed.patientId)}</span>
      <Found gained={changed.gained} lost={changed.lost} />
      <FalsePositives left={changed.falsePositivesLeft} right={changed.falsePositivesRight} />
      <span className="changed-case__open">
        {[left, right].map((run, index) => (
          <Button
            key={index === 0 ? "left" : "right"}
            size="compact-xs"
            variant="default"
            data-testid={index === 0 ? "open-left" : "open-right"}
            onClick={(event) => {
              event.stopPropagation();
              open(run);
            }}
          >
            {index === 0 ? "Left" : "Right"}
          </Button>
        ))}
      </span>
    </div>
  );
}

function Found({ gained, lost }: Pick<ChangedCase, "gained" | "lost">): JSX.Element {
  return (
    <span className="changed-case__change figures">
      {gained > 0 && (
        <span data-tone="better">
          <IconArrowUpRight size={15} aria-hidden /> {gained} gained
        </span>
      )}
      {lost > 0 && (
        <span data-tone="worse">
          <IconArrowDownRight size={15} aria-hidden /> {lost} lost
        </span>
      )}
      {gained === 0 && lost === 0 && <span>the same</span>}
    </span>
  );
}

function FalsePositives({ left, right }: { readonly left: number; readonly right: number }): JSX.Element {
  const tone = toneOf(right - left);
  return (
    <span className="changed-case__change figures">
      <span data-tone={tone}>
        {left} → {right}
      </span>
    </span>
  );
}

function toneOf(more: number): "better" | "worse" | "same" {
  if (more === 0) return "same";
  return more < 0 ? "better" : "worse";
}

/** At the thresholds of the comparison, or another change would be on screen than the one that was read about. */
function showRun({ scoreThreshold, iouThreshold }: Comparison, run: Run): void {
  useActiveRun.getState().chooseRun(run.id);
  const { setScoreThreshold, setIouThreshold } = useThresholds.getState();
  setScoreThreshold(scoreAsRead(scoreThreshold));
  setIouThreshold(iouThreshold);
}
