/** @file The points of a search over settings: all of a grid, or some by chance. */
import { Failure } from "../../../src-shared/domain/failure";
import { SWEEP_MEMBERS_MAX, type SweepConfig, type SweepPoint } from "../../../src-shared/domain/sweep";
import type { TrainingConfig } from "../../../src-shared/domain/training";
import { MersenneTwister } from "../../numerics/random/mersenne-twister";

type GridSearch = Extract<SweepConfig["search"], { readonly kind: "grid" }>;
type RandomSearch = Extract<SweepConfig["search"], { readonly kind: "random" }>;
type Base = SweepConfig["base"];

/** In the order in which they are trained: of a grid, the last list changes fastest. The same seed draws the same points.
 * @throws {Failure} `invalid-input` when there are fewer than two points, too many, or not as many as are to be drawn */
export function sweepPoints({ base, search }: Pick<SweepConfig, "base" | "search">): readonly SweepPoint[] {
  const points = search.kind === "grid" ? gridPoints(base, search) : randomPoints(base, search);
  if (points.length >= 2 && points.length <= SWEEP_MEMBERS_MAX) return points;
  const found = points.length === 1 ? "The search has a single point" : `The search has ${points.length} points`;
  throw new Failure("invalid-input", `${found}; 2 to ${SWEEP_MEMBERS_MAX} were expected.`);
}

/** What the training at a point is begun with. */
export function configAtPoint({ base, search }: SweepConfig, name: string, point: SweepPoint): TrainingConfig {
  const { learningRate, augmentation, inputSizePx } = point;
  const choice = search.augmentations.find((one) => one.name === augmentation);
  return {
    ...base,
    name,
    learningRate,
    ...(choice && { augmentation: choice.settings }),
    ...(inputSizePx !== undefined && { inputSizePx }),
  };
}

function gridPoints(base: Base, { learningRates, ...lists }: GridSearch): readonly SweepPoint[] {
  return orBase(learningRates, base.learningRate).flatMap((learningRate) =>
    listedPoints(base, lists).map((point) => ({ learningRate, ...point })),
  );
}

/** Every choice of the lists with every other. */
function listedPoints(
  base: Base,
  { augmentations, inputSizesPx }: Pick<GridSearch, "augmentations" | "inputSizesPx">,
): readonly Omit<SweepPoint, "learningRate">[] {
  const names = orBase(
    augmentations.map(({ name }) => name),
    undefined,
  );
  return names.flatMap((augmentation) =>
    orBase(inputSizesPx, base.inputSizePx).map((inputSizePx) => ({
      ...(augmentation !== undefined && { augmentation }),
      ...(inputSizePx !== undefined && { inputSizePx }),
    })),
  );
}

function orBase<Value, Own>(values: readonly Value[], own: Own): readonly (Value | Own)[] {
  return values.length === 0 ? [own] : values;
}

function randomPoints(base: Base, { members, learningRate: range, seed, ...lists }: RandomSearch): SweepPoint[] {
  const listed = listedPoints(base, lists);
  const twister = new MersenneTwister(seed);
  if (range) {
    return Array.from({ length: members }, () => ({
      learningRate: drawByLogarithm(range, twister),
      ...listed[twister.below(listed.length)]!,
    }));
  }
  // The same training twice would tell nothing.
  if (members > listed.length) {
    const sentence = `The lists have ${listed.length} combinations; ${members} different ones cannot be drawn from them without a range of learning rates.`;
    throw new Failure("invalid-input", sentence);
  }
  const order = twister.permutation(listed.length);
  return Array.from(order.subarray(0, members), (place) => ({
    learningRate: base.learningRate,
    ...listed[place]!,
  }));
}

/** With three digits, as a person writes it. */
function drawByLogarithm(
  { low, high }: { readonly low: number; readonly high: number },
  twister: MersenneTwister,
): number {
  return Number((low * (high / low) ** twister.random()).toPrecision(3));
}
