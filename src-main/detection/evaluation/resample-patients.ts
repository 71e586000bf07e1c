/** @file Draws patients with replacement, so that intervals know that images of one patient are alike. */
import { MersenneTwister } from "../../numerics/random/mersenne-twister";

export interface Resampling {
  readonly resamples: number;
  /** From 0 to 2³² − 1. */
  readonly seed: number;
}

/** For each resample how often each image counts, [images]: as often as its patient was drawn, all patients being drawn
 * as many times as there are patients. The draws are those of NumPy's `RandomState(seed).randint(0, P, P)`, one after
 * the other, of patients in the order in which the images first show them. The array is written anew for each.
 * @see Efron and Tibshirani, An introduction to the bootstrap, 1993, section 6.2 */
export function* resamplePatients(
  images: readonly { readonly patientId: string }[],
  { resamples, seed }: Resampling,
): Generator<Uint16Array, void, void> {
  const { patientOf, patients } = numberPatients(images);
  const random = new MersenneTwister(seed);
  const drawn = new Uint16Array(patients);
  const weights = new Uint16Array(images.length);
  for (let resample = 0; resample < resamples; resample++) {
    drawn.fill(0);
    for (let draw = 0; draw < patients; draw++) drawn[random.below(patients)]!++;
    for (let image = 0; image < weights.length; image++) weights[image] = drawn[patientOf[image]!]!;
    yield weights;
  }
}

/** How many different patients the images show. */
export function countPatients(images: readonly { readonly patientId: string }[]): number {
  return numberPatients(images).patients;
}

function numberPatients(images: readonly { readonly patientId: string }[]): {
  /** [images] */
  readonly patientOf: Int32Array;
  readonly patients: number;
} {
  const numbers = new Map<string, number>();
  const patientOf = Int32Array.from(images, ({ patientId }) => {
    const number = numbers.get(patientId) ?? numbers.size;
    numbers.set(patientId, number);
    return number;
  });
  return { patientOf, patients: numbers.size };
}
