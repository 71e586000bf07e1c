/** @file The one explainer that a worker keeps open between jobs, so that stepping through cases opens no model twice. */
import { Failure } from "../../../src-shared/domain/failure";
import type { DetectorContext, DetectorSource } from "../detectors/detector";
import type { Explainer } from "../explainers/explainer";
import { openExplainer } from "../explainers/open-explainer";

/** What jobs that somebody waits for keep in their worker; see `JobDefinition.keeps`. */
export const EXPLAINER = "explainer";

/** A model is memory: it is let go when nobody has asked for this long. */
const KEPT_MS = 60_000;

interface Kept {
  readonly key: string;
  readonly explainer: Explainer;
  readonly retire: NodeJS.Timeout;
}

let kept: Kept | undefined;

/** Opens the model, or takes the one that is open already, and keeps it afterwards; one that failed in the library is
 * let go instead.
 * @throws {Failure} as `openExplainer`; and whatever `work` throws */
export async function withExplainer<Answer>(
  source: DetectorSource,
  context: DetectorContext,
  work: (explainer: Explainer) => Promise<Answer>,
): Promise<Answer> {
  const key = JSON.stringify([source.file, source.device, source.card]);
  const explainer = await takeKept(key, () => openExplainer(source, context));
  let isSound = true;
  try {
    return await work(explainer);
  } catch (thrown) {
    isSound = thrown instanceof Failure || (thrown instanceof Error && thrown.name === "AbortError");
    throw thrown;
  } finally {
    await (isSound ? keep(key, explainer) : explainer.release());
  }
}

/** While it is in use, it is nobody else's: what is kept is what lies idle. */
async function takeKept(key: string, open: () => Promise<Explainer>): Promise<Explainer> {
  const idle = kept;
  kept = undefined;
  if (!idle) return open();
  clearTimeout(idle.retire);
  if (idle.key === key) return idle.explainer;
  // First the old one, so that there are never two in memory.
  await idle.explainer.release();
  return open();
}

async function keep(key: string, explainer: Explainer): Promise<void> {
  if (kept) return explainer.release();
  const retire = setTimeout(() => {
    kept = undefined;
    void explainer.release();
  }, KEPT_MS);
  // A worker may end with it.
  retire.unref();
  kept = { key, explainer, retire };
}
