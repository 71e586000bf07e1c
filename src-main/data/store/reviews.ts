/** @file What readers looked at: events that are appended and never changed, and the state that follows from them. */
import type { InstanceId, RunId } from "../../../src-shared/domain/identifiers";
import type { Review } from "../../../src-shared/domain/review";
import { readInstanceNumbers } from "./instance-numbers";
import type { ReadableStore, WritableStore } from "./store";
import { withoutNulls } from "./without-nulls";

/** One line of the history of a run. */
export interface ReviewEvent {
  readonly id: number;
  readonly runId: RunId;
  readonly instanceId: InstanceId;
  readonly subject: string;
  readonly at: string;
  readonly who: string;
  readonly before: boolean;
  readonly after: boolean;
  /** The event that this one takes back. */
  readonly undoes?: number;
}

/** Appends an event; one that would change nothing is not written. */
export async function appendReview(
  store: WritableStore,
  review: Review & { readonly at: string; readonly who: string },
): Promise<void> {
  await store.transaction(async (inner) => {
    const numberOf = await readInstanceNumbers(inner, [review.instanceId]);
    const place = { run_id: review.runId, instance_number: numberOf(review.instanceId), subject: review.subject };
    const before = await readState(inner, place);
    const after = review.isReviewed ? 1 : 0;
    if (before === after) return;
    const event = { ...place, at: review.at, who: review.who, before, after, undoes: null } as const;
    await inner.database.insertInto("review_events").values(event).execute();
  });
}

/** The present state of every finding that was ever reviewed in a run. */
export async function listReviews(store: ReadableStore, runId: RunId): Promise<Review[]> {
  const rows = await store.database
    .selectFrom("reviews")
    .innerJoin("instances", "instances.number", "reviews.instance_number")
    .select(["instances.id", "reviews.subject", "reviews.is_reviewed"])
    .where("reviews.run_id", "=", runId)
    .orderBy("reviews.instance_number")
    .orderBy("reviews.subject")
    .execute();
  return rows.map((row) => ({
    runId,
    instanceId: row.id as InstanceId,
    subject: row.subject,
    isReviewed: row.is_reviewed === 1,
  }));
}

/** Takes back the newest event that has not been taken back, by appending its opposite; called again, it goes one
 * further back. Answers with the review that was taken back; undefined where nothing is left to undo. */
export async function undoReview(
  store: WritableStore,
  runId: RunId,
  by: { readonly at?: string; readonly who?: string } = {},
): Promise<Review | undefined> {
  return await store.transaction(async (inner) => {
    const event = await newestStandingEvent(inner, runId);
    if (!event) return undefined;
    await inner.database
      .insertInto("review_events")
      .values({
        run_id: runId,
        instance_number: event.instance_number,
        subject: event.subject,
        at: by.at ?? new Date().toISOString(),
        who: by.who ?? event.who,
        before: event.after,
        after: event.before,
        undoes: event.id,
      })
      .execute();
    const instanceId = event.instanceId as InstanceId;
    return { runId, instanceId, subject: event.subject, isReviewed: event.after === 1 };
  });
}

/** The whole history of a run, oldest first. */
export async function listReviewEvents(store: ReadableStore, runId: RunId): Promise<ReviewEvent[]> {
  const rows = await store.database
    .selectFrom("review_events")
    .innerJoin("instances", "instances.number", "review_events.instance_number")
    .selectAll("review_events")
    .select("instances.id as instanceId")
    .where("review_events.run_id", "=", runId)
    .orderBy("review_events.id")
    .execute();
  return rows.map((row) => {
    const { id, subject, at, who, undoes } = row;
    const instanceId = row.instanceId as InstanceId;
    return withoutNulls({
      id,
      runId,
      instanceId,
      subject,
      at,
      who,
      before: row.before === 1,
      after: row.after === 1,
      undoes,
    });
  });
}

interface Place {
  readonly run_id: RunId;
  readonly instance_number: number;
  readonly subject: string;
}

async function readState(store: ReadableStore, place: Place): Promise<0 | 1> {
  const row = await store.database
    .selectFrom("reviews")
    .select("is_reviewed")
    .where("run_id", "=", place.run_id)
    .where("instance_number", "=", place.instance_number)
    .where("subject", "=", place.subject)
    .executeTakeFirst();
  return row?.is_reviewed ?? 0;
}

async function newestStandingEvent(store: ReadableStore, runId: RunId) {
  return await store.database
    .selectFrom("review_events as event")
    .innerJoin("instances", "instances.number", "event.instance_number")
    .selectAll("event")
    .select("instances.id as instanceId")
    .where("event.run_id", "=", runId)
    .where("event.undoes", "is", null)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom("review_events as undo").select("undo.id").whereRef("undo.undoes", "=", "event.id"))),
    )
    .orderBy("event.id", "desc")
    .limit(1)
    .executeTakeFirst();
}
