/** @file How sure the figures at the top of a report are: intervals over resampled patients. */
import { HEADLINE_FIGURES, type Evaluation, type Interval } from "../../../src-shared/domain/evaluation";
import { quantile } from "../../../src-shared/figures/quantile";
import type { MatchThresholds } from "../../../src-shared/matching/match-run";
import type { FurtherTables } from "./further-figures";
import { countPatients, resamplePatients, type Resampling } from "./resample-patients";
import { weighHeadlineFigures } from "./weigh-headline-figures";

export interface BootstrapSettings extends Resampling {
  /** Awaited every few resamples with the number of those done, so that others have their turn; may throw to stop. */
  readonly pause?: (done: number) => Promise<void>;
}

const RESAMPLES_BETWEEN_PAUSES = 16;

/** 95 % intervals by the percentile method. An interval is absent where its figure is undefined on the run itself or in
 * half of the resamples; of the others it leaves out those in which the figure is undefined. Nothing for 0 resamples; no
 * interval for a single patient, whom every resample repeats, so that its width of 0 would pass for certainty.
 * @see Efron and Tibshirani, An introduction to the bootstrap, 1993, section 13.3 */
export async function bootstrapFigures(
  tables: FurtherTables,
  thresholds: MatchThresholds,
  settings: BootstrapSettings,
): Promise<Pick<Evaluation, "intervals" | "resampling">> {
  if (settings.resamples === 0) return {};
  const { images } = tables.table.head;
  const figuresOf = weighHeadlineFigures(tables, thresholds);
  const onAll = figuresOf(new Uint16Array(images.length).fill(1));
  const drawn = HEADLINE_FIGURES.map(() => [] as number[]);
  await forEachResample(images, settings, (weights) => {
    const values = figuresOf(weights);
    HEADLINE_FIGURES.forEach((figure, index) => {
      const value = values[figure];
      if (value !== undefined) drawn[index]!.push(value);
    });
  });
  const intervals: NonNullable<Evaluation["intervals"]> = {};
  HEADLINE_FIGURES.forEach((figure, index) => {
    const interval = intervalOf(drawn[index]!, settings.resamples);
    if (onAll[figure] !== undefined && interval) intervals[figure] = interval;
  });
  const { resamples, seed } = settings;
  return { intervals, resampling: { resamples, seed, patients: countPatients(images) } };
}

/** Calls `visit` with how often each image counts, [images], which the next resample overwrites; not once where there
 * are fewer than two patients to draw from. */
export async function forEachResample(
  images: readonly { readonly patientId: string }[],
  { pause, ...resampling }: BootstrapSettings,
  visit: (weights: Uint16Array) => void,
): Promise<void> {
  if (countPatients(images) < 2) return;
  let done = 0;
  for (const weights of resamplePatients(images, resampling)) {
    visit(weights);
    done++;
    if (pause && done % RESAMPLES_BETWEEN_PAUSES === 0) await pause(done);
  }
}

/** 2.5th and 97.5th percentile; undefined where fewer than half of the resamples gave a value. */
export function intervalOf(values: readonly number[], resamples: number): Interval | undefined {
  if (values.length === 0 || values.length * 2 < resamples) return undefined;
  const rising = Float64Array.from(values).toSorted();
  return { low: quantile(rising, 0.025)!, high: quantile(rising, 0.975)! };
}
