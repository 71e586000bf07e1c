/** @file Verdicts are events; state and undo follow from them. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  appendVerdict,
  listVerdictEvents,
  listVerdicts,
  undoVerdict,
} from "../../../../../src-main/data/store/verdicts";
import type { InstanceId } from "../../../../../src-shared/domain/identifiers";
import { VERDICTS, type VerdictKind } from "../../../../../src-shared/domain/verdict";
import { buildFilledStore, buildRun, RUN_ID } from "../../../../builders/build-store";

const BY = { at: "2026-11-23T08:00:00.000Z", who: "reader" };

async function buildJudged() {
  const { store, ids } = await buildFilledStore(2);
  await buildRun(store);
  const judge = (
    subject: string,
    verdict: VerdictKind | null,
    { tags = [], instanceId = ids[0]! }: { tags?: string[]; instanceId?: InstanceId } = {},
  ) => appendVerdict(store, { runId: RUN_ID, instanceId, subject, verdict, tags, ...BY });
  return { store, ids, judge };
}

test("a verdict is an event that says who, when, before and after, and the state follows", async () => {
  const { store, ids, judge } = await buildJudged();
  await judge("1-0", "label-wrong", { tags: ["small", "apex"] });
  await judge("1-1", "unclear", { instanceId: ids[1]! });
  await judge("1-0", "model-wrong", { tags: ["apex"] });

  expect(await listVerdicts(store, RUN_ID)).toEqual([
    { runId: RUN_ID, instanceId: ids[0], subject: "1-0", verdict: "model-wrong", tags: ["apex"] },
    { runId: RUN_ID, instanceId: ids[1], subject: "1-1", verdict: "unclear", tags: [] },
  ]);
  const event = { runId: RUN_ID, instanceId: ids[0], subject: "1-0", ...BY };
  const none = { verdict: null, tags: [] };
  const first = { verdict: "label-wrong", tags: ["apex", "small"] };
  expect(await listVerdictEvents(store, RUN_ID)).toStrictEqual([
    { ...event, id: 1, before: none, after: first },
    { ...event, id: 2, instanceId: ids[1], subject: "1-1", before: none, after: { verdict: "unclear", tags: [] } },
    { ...event, id: 3, before: first, after: { verdict: "model-wrong", tags: ["apex"] } },
  ]);
});

test("tags are kept sorted, each once, so that their order changes nothing", async () => {
  const { store, judge } = await buildJudged();
  await judge("1-0", null, { tags: ["small", "apex", "small"] });
  await judge("1-0", null, { tags: ["apex", "small"] });

  expect((await listVerdicts(store, RUN_ID))[0]?.tags).toEqual(["apex", "small"]);
  expect(await listVerdictEvents(store, RUN_ID)).toHaveLength(1);
});

test("a verdict of none where there was none is no event", async () => {
  const { store, judge } = await buildJudged();
  await judge("1-0", null);

  expect(await listVerdictEvents(store, RUN_ID)).toEqual([]);
});

test("a verdict on an image that is not stored is refused", async () => {
  const { store, judge } = await buildJudged();

  const work = judge("1-0", "unclear", { instanceId: "2.25.404" as InstanceId });
  await expect(work).rejects.toMatchObject({ code: "not-found" });
  expect(await listVerdictEvents(store, RUN_ID)).toEqual([]);
});

test("each undo restores the state before, one event further back each time, and says what it took back", async () => {
  const step = fc.oneof(
    fc.record({ subject: fc.constantFrom("a", "b"), verdict: fc.constantFrom(...VERDICTS, null) }),
    fc.constant("undo" as const),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const { store, judge } = await buildJudged();
      const history: { state: string; subject: string }[] = [];
      const stateOf = async () =>
        JSON.stringify((await listVerdicts(store, RUN_ID)).filter(({ verdict }) => verdict !== null));
      for (const action of steps) {
        const before = await stateOf();
        if (action === "undo") {
          const expected = history.pop();
          expect((await undoVerdict(store, RUN_ID, BY))?.subject).toBe(expected?.subject);
          expect(await stateOf()).toBe(expected?.state ?? before);
        } else {
          await judge(action.subject, action.verdict);
          if ((await stateOf()) !== before) history.push({ state: before, subject: action.subject });
        }
      }
    }),
    { numRuns: 25 },
  );
});
