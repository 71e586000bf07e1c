/** @file One error of the gallery: the cut around its box, its score, and what was said of it. */
import { IconCircleCheckFilled } from "@tabler/icons-react";
import { type JSX, memo } from "react";
import type { RunTable } from "../../../src-shared/contract/run-table";
import type { Verdict } from "../../../src-shared/domain/verdict";
import type { DetectionError } from "../../../src-shared/matching/rank-errors";
import { FindingThumbnail } from "../../components/FindingThumbnail";
import { readableShare, readableShareCut } from "../../components/readable";
import { showError } from "../../stores/error-commands";
import { findingIdOf } from "../../stores/error-list";
import { detectionBox, referenceBox } from "../../stores/run-analysis";
import { surroundingBoxes } from "../../stores/surrounding-boxes";
import { FALSE_POSITIVE_KIND_WORDS } from "./false-positive-kind-words";
import { VerdictBadge } from "./VerdictBadge";

export interface ErrorTileProps {
  readonly table: RunTable;
  readonly error: DetectionError;
  readonly isChosen: boolean;
  readonly isSettled: boolean;
  readonly said: Verdict | undefined;
  readonly orderFact: string | undefined;
}

export const TILE_PICTURE_PX = 104;

export const ErrorTile = memo(function ErrorTile(props: ErrorTileProps): JSX.Element {
  const { table, error, isChosen, isSettled, said, orderFact } = props;
  const image = table.head.images[error.image]!;
  const box = error.kind === "miss" ? referenceBox(table, error.reference) : detectionBox(table, error.detection);
  return (
    <div
      className="error-tile"
      data-testid="error-tile"
      data-finding={findingIdOf(table, error)}
      data-chosen={isChosen}
      data-kind={error.kind}
      title={describe(error, image.patientId)}
      onClick={() => showError(table, error)}
    >
      <FindingThumbnail
        image={image}
        box={box}
        kind={error.kind}
        sizePx={TILE_PICTURE_PX}
        others={surroundingBoxes(table, error)}
      />
      <div className="error-tile__words figures">
        <b>{error.kind === "miss" ? "Missed" : readableShare(error.score)}</b>
        <span className="error-tile__fact">{orderFact ?? `IoU ${readableShareCut(error.bestIou)}`}</span>
        {said?.verdict ? (
          <VerdictBadge verdict={said.verdict} />
        ) : (
          isSettled && <IconCircleCheckFilled className="error-tile__mark" size={14} aria-label="Reviewed" />
        )}
      </div>
    </div>
  );
});

function describe(error: DetectionError, patientId: string): string {
  const kind = error.kind === "miss" ? "Missed" : FALSE_POSITIVE_KIND_WORDS[error.falsePositiveKind].name;
  return `${kind} · ${patientId}`;
}
