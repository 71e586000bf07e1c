/** @file How sure the figures of a training's best epoch are, and what it changed against the weights to begin with. */
import type { RunTable } from "../../../src-shared/contract/run-table";
import type { Training, TrainingEpoch, TrainingOutcome } from "../../../src-shared/domain/training";
import { matchRun } from "../../../src-shared/matching/match-run";
import { readJudgedTable } from "../../data/files/training-checkpoints";
import { bootstrapFigures, type BootstrapSettings } from "../../detection/evaluation/bootstrap-figures";
import { compareFigures } from "../../detection/evaluation/compare-figures";
import type { FurtherTables } from "../../detection/evaluation/further-figures";
import { tabulateRun } from "../../detection/evaluation/tabulate-run";
import { listChangedCases } from "../list-changed-cases";
import { type PairedTables, pairTables } from "../pair-tables";
import { frameOf } from "./judge-weights";
import type { TrainingWork } from "./training-work";

/** Undefined: the outcome where there is no start to compare with, both where the epoch's table is gone. */
export interface MeasuredBest {
  readonly outcome?: TrainingOutcome;
  readonly bestIntervals?: Intervals;
}

type Intervals = NonNullable<Training["bestIntervals"]>;

export async function measureBest(work: TrainingWork, { epoch }: TrainingEpoch): Promise<MeasuredBest> {
  const before = await readJudgedTable(work.folder, 0);
  const after = await readJudgedTable(work.folder, epoch);
  if (!after) return {};
  if (!before) return { bestIntervals: await intervalsOf(work, after) };
  const pair = pairTables(before, after);
  const figures = await compare(work, pair);
  const intervalOf = (wanted: "AP" | "AP50") => figures.find(({ figure }) => figure === wanted)?.rightInterval;
  return {
    outcome: { ...thresholdsOf(work), figures, changed: changedCases(work, pair) },
    bestIntervals: chosen({ AP: intervalOf("AP"), AP50: intervalOf("AP50") }),
  };
}

const IOU_THRESHOLD = 0.5;
/** Nobody reads more, and a training is handed out whole. */
const CASES_MAX = 500;

const RESAMPLING = { resamples: 1000, seed: 0 };

function thresholdsOf({ source }: TrainingWork) {
  return { scoreThreshold: source.card.suggestedThreshold, iouThreshold: IOU_THRESHOLD };
}

/** The same images in the same order on both sides. */
async function compare(work: TrainingWork, { left, right }: PairedTables) {
  const tables = { left: tablesOf(work, left), right: tablesOf(work, right) };
  const figures = await compareFigures(tables, thresholdsOf(work), resamplingOf(work));
  return figures.filter(({ figure }) => figure === "AP" || figure === "AP50");
}

async function intervalsOf(work: TrainingWork, judged: RunTable): Promise<Intervals> {
  const { intervals } = await bootstrapFigures(tablesOf(work, judged), thresholdsOf(work), resamplingOf(work));
  return chosen({ AP: intervals?.AP, AP50: intervals?.AP50 });
}

function chosen({ AP, AP50 }: Intervals): Intervals {
  return { ...(AP && { AP }), ...(AP50 && { AP50 }) };
}

function resamplingOf({ context }: TrainingWork): BootstrapSettings {
  return { ...RESAMPLING, pause: async () => context.signal.throwIfAborted() };
}

function tablesOf({ source }: TrainingWork, judged: RunTable): FurtherTables {
  return { table: tabulateRun(judged, frameOf(source.card.input)), shown: tabulateRun(judged) };
}

function changedCases(work: TrainingWork, { left, right }: PairedTables): TrainingOutcome["changed"] {
  const matched = (table: RunTable) => ({ table, matches: matchRun(table, thresholdsOf(work)) });
  return listChangedCases({ left: matched(left), right: matched(right) }).slice(0, CASES_MAX);
}
