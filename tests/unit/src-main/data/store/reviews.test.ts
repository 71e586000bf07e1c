/** @file Reviews are events; state and undo follow from them. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { appendReview, listReviewEvents, listReviews, undoReview } from "../../../../../src-main/data/store/reviews";
import type { InstanceId } from "../../../../../src-shared/domain/identifiers";
import { buildFilledStore, buildRun, RUN_ID } from "../../../../builders/build-store";

const BY = { at: "2026-11-23T08:00:00.000Z", who: "reader" };

async function buildReviewed() {
  const { store, ids } = await buildFilledStore(2);
  await buildRun(store);
  const review = (subject: string, isReviewed: boolean, instanceId: InstanceId = ids[0]!) =>
    appendReview(store, { runId: RUN_ID, instanceId, subject, isReviewed, ...BY });
  return { store, ids, review };
}

test("a review is an event that says who, when, before and after, and the state follows", async () => {
  const { store, ids, review } = await buildReviewed();
  await review("1-0", true);
  await review("1-1", true, ids[1]);
  await review("1-0", false);

  expect(await listReviews(store, RUN_ID)).toEqual([
    { runId: RUN_ID, instanceId: ids[0], subject: "1-0", isReviewed: false },
    { runId: RUN_ID, instanceId: ids[1], subject: "1-1", isReviewed: true },
  ]);
  const event = { runId: RUN_ID, instanceId: ids[0], subject: "1-0", ...BY };
  expect(await listReviewEvents(store, RUN_ID)).toStrictEqual([
    { ...event, id: 1, before: false, after: true },
    { ...event, id: 2, instanceId: ids[1], subject: "1-1", before: false, after: true },
    { ...event, id: 3, before: true, after: false },
  ]);
});

test("a review that changes nothing is no event", async () => {
  const { store, review } = await buildReviewed();
  await review("1-0", false);
  await review("1-0", true);
  await review("1-0", true);

  expect(await listReviewEvents(store, RUN_ID)).toHaveLength(1);
});

test("undo appends the opposite event, says what it took back, and goes one further back each time", async () => {
  const { store, ids, review } = await buildReviewed();
  await review("1-0", true);
  await review("1-1", true);

  const [first, second, third] = [
    await undoReview(store, RUN_ID, BY),
    await undoReview(store, RUN_ID, BY),
    await undoReview(store, RUN_ID, BY),
  ];

  const taken = { runId: RUN_ID, instanceId: ids[0], isReviewed: true };
  expect([first, second, third]).toEqual([{ ...taken, subject: "1-1" }, { ...taken, subject: "1-0" }, undefined]);
  expect((await listReviews(store, RUN_ID)).map(({ isReviewed }) => isReviewed)).toEqual([false, false]);
  expect((await listReviewEvents(store, RUN_ID)).map(({ undoes }) => undoes)).toEqual([undefined, undefined, 2, 1]);
});

test("after an undo, a new review is the next to be undone", async () => {
  const { store, review } = await buildReviewed();
  await review("1-0", true);
  await undoReview(store, RUN_ID, BY);
  await review("1-2", true);

  expect((await undoReview(store, RUN_ID, BY))?.subject).toBe("1-2");
  expect(await undoReview(store, RUN_ID, BY)).toBeUndefined();
});

test("a review of an image that is not stored is refused", async () => {
  const { store, review } = await buildReviewed();

  await expect(review("1-0", true, "2.25.404" as InstanceId)).rejects.toMatchObject({ code: "not-found" });
  expect(await listReviewEvents(store, RUN_ID)).toEqual([]);
});

test("the state always is what replaying the events gives, and each undo restores the state before", async () => {
  const step = fc.oneof(
    fc.record({ subject: fc.constantFrom("a", "b", "c"), isReviewed: fc.boolean() }),
    fc.constant("undo" as const),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 15 }), async (steps) => {
      const { store, review } = await buildReviewed();
      const history: string[] = [];
      const stateOf = async () => {
        const reviews = await listReviews(store, RUN_ID);
        return JSON.stringify(reviews.filter(({ isReviewed }) => isReviewed).map(({ subject }) => subject));
      };
      for (const action of steps) {
        const before = await stateOf();
        if (action === "undo") {
          await undoReview(store, RUN_ID, BY);
          expect(await stateOf()).toBe(history.pop() ?? before);
        } else {
          await review(action.subject, action.isReviewed);
          if ((await stateOf()) !== before) history.push(before);
        }
      }
      const replayed = new Map((await listReviewEvents(store, RUN_ID)).map(({ subject, after }) => [subject, after]));
      const state = new Map((await listReviews(store, RUN_ID)).map(({ subject, isReviewed }) => [subject, isReviewed]));
      expect(state).toEqual(new Map([...replayed].toSorted(([left], [right]) => left.localeCompare(right))));
    }),
    { numRuns: 25 },
  );
});
