/** @file Takes back the newest thing that a reader said of a run's errors. */
import type { RunId } from "../../src-shared/domain/identifiers";
import { takeNewestDeed } from "./reader-deeds";
import { undoReview } from "./reviews";
import { undoVerdict } from "./verdicts";

/** Of what was done before the page was loaded, only the order among verdicts and among marks is known: verdicts go
 * first, since they say more. */
export async function undoNewestDeed(runId: RunId): Promise<void> {
  const deed = takeNewestDeed(runId);
  if (deed === "review") await undoReview(runId);
  else if (deed === "verdict") await undoVerdict(runId);
  else if (!(await undoVerdict(runId))) await undoReview(runId);
}
