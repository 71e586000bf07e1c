/** @file Steps through the listed errors and marks them, with the keys that do the same. */
import {
  IconArrowBackUp,
  IconChevronLeft,
  IconChevronRight,
  IconCircleCheck,
  IconPlayerTrackNext,
} from "@tabler/icons-react";
import type { JSX } from "react";
import type { RunId } from "../../../src-shared/domain/identifiers";
import { readableCount } from "../../components/readable";
import { reportFailure } from "../../components/report-failure";
import { ToolButton } from "../../components/ToolButton";
import { showNextUnreviewed, stepError, toggleReviewed } from "../../stores/error-commands";
import { undoNewestDeed } from "../../stores/undo-newest-deed";

export interface ReviewControlsProps {
  readonly runId: RunId;
  readonly total: number;
  readonly reviewed: number;
  /** 0 while no listed error is chosen. */
  readonly place: number;
  /** The chosen one is marked. */
  readonly isReviewed: boolean;
}

export function ReviewControls({ runId, total, reviewed, place, isReviewed }: ReviewControlsProps): JSX.Element {
  return (
    <footer className="errors__foot">
      <span className="errors__progress figures" data-testid="review-progress" aria-live="polite">
        {place > 0 ? `${readableCount(place)} of ${readableCount(total)}` : readableCount(total)} ·{" "}
        {readableCount(reviewed)} reviewed
      </span>
      <ToolButton
        icon={IconChevronLeft}
        label="Previous error"
        shortcut="previous-error"
        onClick={() => stepError(-1)}
      />
      <ToolButton icon={IconChevronRight} label="Next error" shortcut="next-error" onClick={() => stepError(1)} />
      <ToolButton
        icon={IconPlayerTrackNext}
        label="Next unreviewed error"
        shortcut="next-unreviewed"
        onClick={showNextUnreviewed}
      />
      <ToolButton
        icon={IconArrowBackUp}
        label="Undo the last mark, verdict or tag"
        shortcut="undo-review"
        onClick={() => reportFailure(undoNewestDeed(runId))}
      />
      <ToolButton
        icon={IconCircleCheck}
        label="Reviewed"
        shortcut="toggle-reviewed"
        isActive={isReviewed}
        isDisabled={place === 0}
        testId="toggle-reviewed"
        onClick={() => reportFailure(toggleReviewed())}
      />
    </footer>
  );
}
