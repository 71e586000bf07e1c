/** @file Tries one execution provider with a small network whose answer is known. */
import type { ExecutionProvider } from "../../../src-shared/domain/device";
import { openSession } from "./open-session";
import { reasonOfOrtError } from "./reason-of-ort-error";
import type { Session } from "./session";
import { TRIAL_ANSWER, TRIAL_TOLERANCE, trialInput, trialModel } from "./trial-model";
import { whyAbsent } from "./why-absent";

export type ProviderTrial =
  { readonly works: true; readonly trialMs: number } | { readonly works: false; readonly reason: string };

const MAX_RUNS = 7;
/** A provider that is slow enough to reach this shows it in one run as well as in seven. */
const TIME_BUDGET_MS = 300;

/** Loads a native library and may end the process: call it in a worker. */
export async function tryProvider(provider: ExecutionProvider): Promise<ProviderTrial> {
  const absence = await whyAbsent(provider);
  if (absence !== undefined) return { works: false, reason: absence };
  try {
    const session = await openSession(trialModel(), provider);
    try {
      return await tryWith(session);
    } finally {
      await session.release();
    }
  } catch (thrown) {
    return { works: false, reason: reasonOfOrtError(thrown) };
  }
}

async function tryWith(session: Session): Promise<ProviderTrial> {
  const wrong = whyWrong(await answerOf(session));
  if (wrong !== undefined) return { works: false, reason: wrong };
  const times: number[] = [];
  const startMs = performance.now();
  while (times.length < MAX_RUNS && performance.now() - startMs < TIME_BUDGET_MS) {
    const runStartMs = performance.now();
    await session.run(trialInput());
    times.push(performance.now() - runStartMs);
  }
  return { works: true, trialMs: median(times) };
}

async function answerOf(session: Session): Promise<ArrayLike<number | bigint>> {
  const { means } = await session.run(trialInput());
  return means?.data ?? [];
}

function whyWrong(answer: ArrayLike<number | bigint>): string | undefined {
  const errors = TRIAL_ANSWER.map((expected, index) => Math.abs(Number(answer[index]) - expected));
  if (errors.every((error) => error <= TRIAL_TOLERANCE)) return undefined;
  const worst = errors.findIndex((error) => !(error <= TRIAL_TOLERANCE));
  return `Its answer to the trial network is wrong: ${Number(answer[worst])} where ${TRIAL_ANSWER[worst]} was expected.`;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
