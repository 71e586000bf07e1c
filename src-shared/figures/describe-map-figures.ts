/** @file Says in plain sentences whether the heat maps of a run mean anything. */
import { ALIKE_CORRELATION } from "./grade-map";
import { LEAST_TO_COMPARE, type MeasureFigures } from "./map-figures";
import type { MapMeasure } from "./map-measures";

/** Of all kinds together, since each takes as long as thirty detections. */
const LEAST_CHECKED = 5;

/** What a reader of this run's maps should know, the gravest first. One measure alone decides whether right boxes and
 * wrong ones are told apart, so that none is picked because it says so. */
export function describeMapFigures(figures: readonly MeasureFigures[]): readonly string[] {
  const of = (measure: MapMeasure): MeasureFigures | undefined => figures.find((one) => one.measure === measure);
  return [describeScrambling(of("randomisation")), describeDifference(of("boxLift"))].filter(
    (sentence) => sentence !== undefined,
  );
}

function describeScrambling(figures: MeasureFigures | undefined): string | undefined {
  const checked = figures && Object.values(figures.outcomes).filter(({ n }) => n > 0);
  if (!checked || checked.length === 0) return "No map has been checked by scrambling the network yet.";
  const n = checked.reduce((sum, outcome) => sum + outcome.n, 0);
  if (n < LEAST_CHECKED) {
    return `Too few maps have been checked by scrambling the network (n = ${n}; ${LEAST_CHECKED} are needed).`;
  }
  const stays = checked.every(({ quartiles }) => (quartiles?.median ?? 0) >= ALIKE_CORRELATION);
  if (stays)
    return `The maps stay alike when the network is scrambled, so they say little about what it has learnt (n = ${n}).`;
  return `The maps change when the network is scrambled, so they do depend on what it has learnt (n = ${n}).`;
}

function describeDifference(figures: MeasureFigures | undefined): string | undefined {
  if (!figures) return undefined;
  const { rightAgainstWrong, outcomes } = figures;
  const [right, wrong] = [outcomes["true-positive"].n, outcomes["false-positive"].n];
  const ns = `n = ${right} and ${wrong}`;
  if (!rightAgainstWrong) {
    return `There are too few maps to compare right boxes with wrong ones (${ns}; ${LEAST_TO_COMPARE} of each are needed).`;
  }
  const { auc, isBeyondChance } = rightAgainstWrong;
  const figure = `AUC ${auc.toFixed(2)}, ${ns}`;
  if (!isBeyondChance) return `Maps of right boxes cannot be told from those of wrong ones (${figure}).`;
  const aim = auc > 0.5 ? "closer on the box" : "farther from the box";
  return `Maps of right boxes lie ${aim} than those of wrong ones (${figure}).`;
}
