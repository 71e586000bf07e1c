/** @file One error: the cut around its box, what it is, and whether it has been looked at. */
import { Tooltip } from "@mantine/core";
import { IconCircleCheckFilled, IconCircleDotted } from "@tabler/icons-react";
import { type JSX, memo } from "react";
import type { RunTable } from "../../../src-shared/contract/run-table";
import type { Box } from "../../../src-shared/domain/box";
import type { RunId } from "../../../src-shared/domain/identifiers";
import type { Verdict } from "../../../src-shared/domain/verdict";
import type { DetectionError } from "../../../src-shared/matching/rank-errors";
import { FindingThumbnail } from "../../components/FindingThumbnail";
import { readableShare, readableShareCut, shortIdentifier } from "../../components/readable";
import { reportFailure } from "../../components/report-failure";
import { findingIdOf } from "../../stores/error-list";
import { showError } from "../../stores/error-commands";
import { markReviewed } from "../../stores/reviews";
import { detectionBox, referenceBox } from "../../stores/run-analysis";
import { surroundingBoxes } from "../../stores/surrounding-boxes";
import { describeBoxSize } from "./describe-box-size";
import { FALSE_POSITIVE_KIND_WORDS } from "./false-positive-kind-words";
import { VerdictBadge } from "./VerdictBadge";

export interface ErrorRowProps {
  readonly table: RunTable;
  readonly error: DetectionError;
  readonly place: number;
  readonly runId: RunId;
  readonly isChosen: boolean;
  /** Marked as reviewed, or judged. */
  readonly isSettled: boolean;
  readonly said: Verdict | undefined;
  /** What the list is ordered by, where the row does not tell it anyway. */
  readonly orderFact: string | undefined;
}

export const ErrorRow = memo(ErrorLine, isSameRow);

function ErrorLine(props: ErrorRowProps): JSX.Element {
  const { table, error, place, runId, isChosen, isSettled, said, orderFact } = props;
  const image = table.head.images[error.image]!;
  const subject = findingIdOf(table, error);
  const box = error.kind === "miss" ? referenceBox(table, error.reference) : detectionBox(table, error.detection);
  return (
    <div
      className="error-row"
      data-testid="error-row"
      data-finding={subject}
      data-chosen={isChosen}
      data-reviewed={isSettled}
      onClick={() => showError(table, error)}
    >
      <FindingThumbnail image={image} box={box} kind={error.kind} sizePx={68} others={surroundingBoxes(table, error)} />
      <div className="error-row__text">
        <div className="error-row__top">
          <span className="error-row__place figures">{place}</span>
          {error.kind === "miss" ? <MissHeading box={box} image={image} /> : <FalseHeading error={error} />}
        </div>
        <div className="error-row__facts figures">
          {[describeOverlap(error.bestIou), orderFact].filter(Boolean).join(" · ")}
        </div>
        <div className="error-row__patient">
          <span className="mono">{shortIdentifier(image.patientId)}</span>
          {said && said.tags.length > 0 ? (
            <span className="error-row__tags">{said.tags.join(", ")}</span>
          ) : (
            image.className && <span className="error-row__class">{image.className}</span>
          )}
        </div>
      </div>
      {said?.verdict ? (
        <VerdictBadge verdict={said.verdict} />
      ) : (
        <ReviewMark
          isReviewed={isSettled}
          onToggle={() =>
            reportFailure(markReviewed({ runId, instanceId: image.instanceId, subject, isReviewed: !isSettled }))
          }
        />
      )}
    </div>
  );
}

/** Every threshold makes new errors, most of which say what the old ones said. */
function isSameRow(before: ErrorRowProps, after: ErrorRowProps): boolean {
  return (
    before.table === after.table &&
    before.place === after.place &&
    before.runId === after.runId &&
    before.isChosen === after.isChosen &&
    before.isSettled === after.isSettled &&
    before.said === after.said &&
    before.orderFact === after.orderFact &&
    isSameError(before.error, after.error)
  );
}

function isSameError(before: DetectionError, after: DetectionError): boolean {
  if (before.bestIou !== after.bestIou) return false;
  if (before.kind === "miss") return after.kind === "miss" && before.reference === after.reference;
  return (
    after.kind === "false-positive" &&
    before.detection === after.detection &&
    before.falsePositiveKind === after.falsePositiveKind
  );
}

function FalseHeading({ error }: { readonly error: Extract<DetectionError, { kind: "false-positive" }> }): JSX.Element {
  const { name, meaning } = FALSE_POSITIVE_KIND_WORDS[error.falsePositiveKind];
  return (
    <>
      <b className="error-row__score figures">{readableShare(error.score)}</b>
      <Tooltip label={meaning}>
        <span className="error-row__kind">{name}</span>
      </Tooltip>
    </>
  );
}

function describeOverlap(bestIou: number): string {
  if (bestIou === 0) return "no overlap";
  return bestIou < 0.01 ? "best IoU < 0.01" : `best IoU ${readableShareCut(bestIou)}`;
}

function MissHeading({ box, image }: { readonly box: Box; readonly image: RunTable["head"]["images"][number] }) {
  const { size, more } = describeBoxSize(box, image);
  return (
    <>
      <b className="error-row__missed">Missed</b>
      <Tooltip label={more}>
        <span className="error-row__kind figures">{size}</span>
      </Tooltip>
    </>
  );
}

/** For the pointer; an option of a list may hold no button, so keys and screen readers have X and the button below. */
function ReviewMark({ isReviewed, onToggle }: { readonly isReviewed: boolean; readonly onToggle: () => void }) {
  const MarkIcon = isReviewed ? IconCircleCheckFilled : IconCircleDotted;
  return (
    <Tooltip label={isReviewed ? "Reviewed; take the mark away" : "Mark as reviewed"}>
      <span
        className="error-row__mark"
        data-testid="review-mark"
        onClick={(event) => {
          event.stopPropagation();
          onToggle();
        }}
      >
        <MarkIcon size={20} stroke={1.6} aria-hidden />
        {isReviewed && <span className="visually-hidden">Reviewed</span>}
      </span>
    </Tooltip>
  );
}
