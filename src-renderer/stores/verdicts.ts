/** @file What readers said of a run's errors, shown at once and sent behind it. */
import type { RunId } from "../../src-shared/domain/identifiers";
import type { Verdict } from "../../src-shared/domain/verdict";
import { client } from "../client/client";
import { queries } from "./queries";
import { queryClient } from "./query-client";
import { rememberDeed } from "./reader-deeds";
import { sendBehind } from "./send-behind";

export type Verdicts = ReadonlyMap<string, Verdict>;

/** The newest word on each subject. */
export function verdictsBySubject(verdicts: readonly Verdict[]): Verdicts {
  return new Map(verdicts.map((verdict) => [verdict.subject, verdict]));
}

/** What is known at present, without asking. */
export function knownVerdicts(runId: RunId): Verdicts {
  return verdictsBySubject(queryClient.getQueryData(queries.verdicts(runId).queryKey) ?? []);
}

/** Every word that errors are tagged with, sorted. */
export function tagsOf(verdicts: Verdicts): readonly string[] {
  const tags = new Set([...verdicts.values()].flatMap((verdict) => verdict.tags));
  return [...tags].toSorted((a, b) => a.localeCompare(b));
}

export async function judge(verdict: Verdict): Promise<void> {
  const { queryKey } = queries.verdicts(verdict.runId);
  const tidy = { ...verdict, tags: [...new Set(verdict.tags)].toSorted() };
  await sendBehind<readonly Verdict[]>({
    queryKey,
    change: (known = []) => [...known.filter(({ subject }) => subject !== verdict.subject), tidy],
    send: async () => {
      await client.evaluations.judge(tidy);
      rememberDeed(verdict.runId, "verdict");
    },
  });
}

/** Takes back the newest verdict or tag of a run; undefined where there is none. */
export async function undoVerdict(runId: RunId): Promise<Verdict | undefined> {
  const undone = await client.evaluations.undoVerdict({ runId });
  await queryClient.invalidateQueries({ queryKey: queries.verdicts(runId).queryKey });
  return undone ?? undefined;
}
