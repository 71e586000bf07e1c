/** @file Ends a training graph: from gradients to new weights, and to what the optimiser remembers. */
import type { GraphBuilder, Value } from "../onnx/builder";
import { carryOver, type CarriedTensor } from "./carried-tensor";
import { clippingShare, globalNorm } from "./clip-gradients";
import { scalarFor } from "./scalars-of-weights";
import type { UpdateRule, UpdateTime } from "./update-rule";

/** The scaled gradients' inverse scale: see `loss-scale.ts` and `addGradientSums`. */
const GRADIENT_SCALE = "optimizer/gradient_scale";
const GRADIENT_NORM = "gradient_norm";

export interface TrainedWeight {
  /** By the names of the checkpoint. */
  readonly name: string;
  /** An input of the graph. */
  readonly weight: Value;
  readonly gradient: Value;
}

export interface UpdateSettings {
  readonly rule: UpdateRule;
  /** The greatest length of all gradients together; not clipped where it is absent. */
  readonly clipNorm?: number | undefined;
  /** Whether gradients are sums of several batches or of a scaled loss: each update then is told what to multiply them
   * with before all else. */
  readonly isScaled?: boolean | undefined;
}

/** `gradientScale` counts where gradients are scaled: 1 / (batches × loss scale). */
export type ScaledUpdateTime = UpdateTime & { readonly gradientScale?: number };

export interface Memory extends CarriedTensor {
  readonly weight: string;
  /** torch's name of it, such as momentum_buffer. */
  readonly memory: string;
}

export interface Updates {
  /** By the weight's name. */
  readonly weights: ReadonlyMap<string, CarriedTensor>;
  /** Zeros before the first update. */
  readonly memories: readonly Memory[];
  /** The scalars of float32 that the graph takes at an update, by input. */
  readonly scalarsAt: (time: ScaledUpdateTime) => ReadonlyMap<string, number>;
  /** The output that is the length of all gradients together, unscaled and before it is clipped. Where it is not
   * finite, the update is worth nothing: keep the weights and memories of before. */
  readonly norm: string;
}

/** Adds the update of all weights to the graph that computes their gradients. Gradients of another float type than the
 * weight's are brought to it first.
 * @throws {Failure} `internal` when a gradient has not the shape of its weight. */
export function addUpdates(
  builder: GraphBuilder,
  trained: readonly TrainedWeight[],
  { rule, clipNorm, isScaled = false }: UpdateSettings,
): Updates {
  const scalars = rule.scalars.map((name) => builder.input(`optimizer/${name}`, "float32", []));
  const scale = isScaled ? builder.input(GRADIENT_SCALE, "float32", []) : undefined;
  const gradients = trained.map(({ weight, gradient }) => builder.cast(gradient, weight.type));
  const length = globalNorm(builder, gradients);
  const norm = scale ? builder.mul(length, scale) : length;
  builder.output(GRADIENT_NORM, norm);
  const clipping = clipNorm === undefined ? undefined : clippingShare(builder, norm, clipNorm);
  const share = scale && clipping ? builder.mul(scale, clipping) : (scale ?? clipping);
  const updated = trained.map(({ name, weight }, index) => {
    const gradient = share ? builder.mul(gradients[index], scalarFor(builder, weight, share)) : gradients[index];
    return updateWeight(builder, { name, weight, gradient }, { rule, scalars });
  });
  return {
    weights: new Map(updated.map(({ name, carried }) => [name, carried])),
    memories: updated.flatMap(({ memories }) => memories),
    scalarsAt: (time) => scalarsAt(rule, time, isScaled),
    norm: GRADIENT_NORM,
  };
}

function updateWeight(
  builder: GraphBuilder,
  { name, weight, gradient }: TrainedWeight,
  { rule, scalars }: { readonly rule: UpdateRule; readonly scalars: readonly Value[] },
): { readonly name: string; readonly carried: CarriedTensor; readonly memories: readonly Memory[] } {
  const before = rule.memories.map((memory) => builder.input(`optimizer/${memory}/${name}`, weight.type, weight.shape));
  const after = builder.within(`update/${name}`, () =>
    rule.apply(
      builder,
      { weight, memories: before },
      { gradient, scalars: scalars.map((scalar) => scalarFor(builder, weight, scalar)) },
    ),
  );
  const memories = rule.memories.map((memory, index) => {
    const carried = carryOver(builder, before[index], after.memories[index]);
    return { ...carried, weight: name, memory };
  });
  return { name, carried: carryOver(builder, weight, after.weight), memories };
}

function scalarsAt(rule: UpdateRule, time: ScaledUpdateTime, isScaled: boolean): ReadonlyMap<string, number> {
  const numbers = rule.scalarsAt(time);
  const scalars = new Map(rule.scalars.map((name, index) => [`optimizer/${name}`, numbers[index]]));
  return isScaled ? scalars.set(GRADIENT_SCALE, time.gradientScale ?? 1) : scalars;
}
