/** @file One image of the worklist with what the active run made of it. */
import { memo } from "react";
import type { WorklistRow as Row } from "../../../src-shared/contract/studies";
import { shortIdentifier } from "../../components/readable";
import { TallyBadges } from "../../components/TallyBadges";
import type { ImageTally } from "../../stores/run-analysis";
import { useSelection } from "../../stores/selection-store";

export interface WorklistRowProps {
  readonly row: Row;
  readonly isChosen: boolean;
  readonly tally: ImageTally | undefined;
  readonly hasRun: boolean;
}

export const WorklistRow = memo(WorklistLine, isSameRow);

function WorklistLine({ row, isChosen, tally, hasRun }: WorklistRowProps) {
  const show = useSelection((state) => state.show);
  const facts = [row.patientId, row.sex, row.ageYears && `${row.ageYears} years`, row.viewPosition, ...row.splitNames];
  return (
    <div
      className="worklist__row"
      data-testid="worklist-row"
      data-instance={row.instanceId}
      data-chosen={isChosen}
      title={facts.filter(Boolean).join(" · ")}
      onClick={() => show(row.instanceId)}
    >
      <span className="worklist__patient mono">{shortIdentifier(row.patientId)}</span>
      <span className="worklist__class">{row.className ?? "–"}</span>
      <span className="worklist__number figures">{row.references === 0 ? "·" : row.references}</span>
      {hasRun ? <TallyBadges tally={tally} /> : <span />}
    </div>
  );
}

/** Every threshold makes new tallies, most of which say what the old ones said. */
function isSameRow(before: WorklistRowProps, after: WorklistRowProps): boolean {
  return (
    before.row === after.row &&
    before.isChosen === after.isChosen &&
    before.hasRun === after.hasRun &&
    before.tally?.truePositives === after.tally?.truePositives &&
    before.tally?.falsePositives === after.tally?.falsePositives &&
    before.tally?.misses === after.tally?.misses
  );
}
