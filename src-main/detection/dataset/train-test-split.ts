/** @file Splits a list in two at random, item for item as scikit-learn's train_test_split does with the same seed. */
import { Failure } from "../../../src-shared/domain/failure";
import { MersenneTwister } from "../../numerics/random/mersenne-twister";

export interface TrainTestSplit<Item> {
  readonly train: readonly Item[];
  readonly test: readonly Item[];
}

/** `train_test_split(items, test_size=testFraction, random_state=seed)`: the test side is rounded up, and both sides
 * stand in the order of one permutation, test first.
 * @throws {Failure} `invalid-input` when the fraction is not within (0, 1), when nothing is left for the train side, or
 * for a seed that NumPy refuses.
 * @see scikit-learn 1.2.1, model_selection/_split.py, ShuffleSplit and _validate_shuffle_split */
export function trainTestSplit<Item>(
  items: readonly Item[],
  { testFraction, seed }: { readonly testFraction: number; readonly seed: number },
): TrainTestSplit<Item> {
  if (!(testFraction > 0 && testFraction < 1)) {
    throw new Failure("invalid-input", `The test fraction is ${testFraction}; a number between 0 and 1 was expected.`);
  }
  const tested = Math.ceil(testFraction * items.length);
  if (items.length === 0) throw new Failure("invalid-input", "There are no patients to split.");
  if (tested === items.length) {
    const all = items.length === 1 ? "the only one" : `all ${items.length}`;
    throw new Failure(
      "invalid-input",
      `A share of ${testFraction}, rounded up, takes ${all} of the patients; the other side would be empty.`,
    );
  }
  const order = new MersenneTwister(seed).permutation(items.length);
  const shuffled = Array.from(order, (place) => items[place]!);
  return { train: shuffled.slice(tested), test: shuffled.slice(0, tested) };
}
