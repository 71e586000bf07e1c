/** @file What has been reviewed in a run, shown at once and sent behind it. */
import type { RunId } from "../../src-shared/domain/identifiers";
import type { Review } from "../../src-shared/domain/review";
import { client } from "../client/client";
import { queries } from "./queries";
import { queryClient } from "./query-client";
import { rememberDeed } from "./reader-deeds";
import { sendBehind } from "./send-behind";

/** Subjects whose newest mark says reviewed. */
export function reviewedSubjects(reviews: readonly Review[]): ReadonlySet<string> {
  const reviewed = new Set<string>();
  for (const { subject, isReviewed } of reviews) {
    if (isReviewed) reviewed.add(subject);
    else reviewed.delete(subject);
  }
  return reviewed;
}

/** What is known at present, without asking. */
export function knownReviewedSubjects(runId: RunId): ReadonlySet<string> {
  return reviewedSubjects(queryClient.getQueryData(queries.reviews(runId).queryKey) ?? []);
}

export async function markReviewed(review: Review): Promise<void> {
  const { queryKey } = queries.reviews(review.runId);
  await sendBehind<readonly Review[]>({
    queryKey,
    change: (known = []) => [...known, review],
    send: async () => {
      await client.evaluations.review(review);
      rememberDeed(review.runId, "review");
    },
  });
}

/** Takes back the newest mark of a run; undefined where there is none. */
export async function undoReview(runId: RunId): Promise<Review | undefined> {
  const undone = await client.evaluations.undoReview({ runId });
  await queryClient.invalidateQueries({ queryKey: queries.reviews(runId).queryKey });
  return undone ?? undefined;
}
