/** @file What readers looked at. */
import type { RunId } from "../../../src-shared/domain/identifiers";
import type { Review } from "../../../src-shared/domain/review";
import {
  appendToJournal,
  listJournal,
  listStates,
  undoNewest,
  type Finding,
  type FindingEvent,
  type FindingJournal,
} from "./finding-journal";
import type { ReadableStore, WritableStore } from "./store";

const REVIEWS: FindingJournal<boolean, 0 | 1> = {
  events: "review_events",
  states: "reviews",
  stateColumn: "is_reviewed",
  initial: false,
  write: (isReviewed) => (isReviewed ? 1 : 0),
  parse: (written) => written === 1,
};

/** Appends an event; one that would change nothing is not written. */
export async function appendReview(
  store: WritableStore,
  { isReviewed, ...event }: Review & { readonly at: string; readonly who: string },
): Promise<void> {
  await appendToJournal(store, REVIEWS, { ...event, state: isReviewed });
}

/** The present state of every finding that was ever reviewed in a run. */
export async function listReviews(store: ReadableStore, runId: RunId): Promise<Review[]> {
  return (await listStates(store, REVIEWS, runId)).map(reviewOf);
}

/** Takes back the newest event that stands. Answers with the review that was taken back. */
export async function undoReview(
  store: WritableStore,
  runId: RunId,
  by: { readonly at?: string; readonly who?: string } = {},
): Promise<Review | undefined> {
  const undone = await undoNewest(store, REVIEWS, { runId, ...by });
  return undone && reviewOf(undone);
}

/** The whole history of a run, oldest first. */
export async function listReviewEvents(store: ReadableStore, runId: RunId): Promise<readonly FindingEvent<boolean>[]> {
  return await listJournal(store, REVIEWS, runId);
}

function reviewOf({ state: isReviewed, ...finding }: Finding & { readonly state: boolean }): Review {
  return { ...finding, isReviewed };
}
