/** @file What explainers of our own networks share: which layers there are, and views of them from gradients. */
import { Failure } from "../../../src-shared/domain/failure";
import type { LayerView } from "../../detection/explanation/layer-view";
import type { FittedImage } from "../../detection/preprocessing/fit-to-network";
import type { Answer } from "../detectors/answer-tensors";
import type { Explainer } from "./explainer";
import type { Layers } from "./open-layered";
import type { TensorValue } from "../runtime/session";

/** A network opened for explaining, before it knows where it came from. */
export type OpenExplainer = Pick<Explainer, "look" | "release">;

/** @throws {Failure} `invalid-input` without candidates or with a number that is none, or for an unknown layer. */
export function requireRequest(
  chosen: readonly number[],
  wanted: readonly string[],
  { count, layers }: { readonly count: number; readonly layers: Layers },
): void {
  if (chosen.length === 0) throw new Failure("invalid-input", "Nothing was chosen whose score a map could explain.");
  const strange = chosen.find((candidate) => !Number.isInteger(candidate) || candidate < 0 || candidate >= count);
  if (strange !== undefined) {
    throw new Failure("invalid-input", `Candidate ${strange} was asked for; the network has ${count} on this image.`);
  }
  const unknown = wanted.find((name) => !layers.has(name));
  if (unknown === undefined) return;
  throw new Failure(
    "invalid-input",
    `The network has no layer ${unknown}; ${[...layers.keys()].join(", ")} are those that it has.`,
  );
}

/** @throws {Failure} `unsupported` for a layer that has no gradient: what is explained does not depend on it. */
export function viewsOf(
  wanted: readonly string[],
  layers: Layers,
  {
    kept,
    gradients,
    fitted,
  }: {
    readonly kept: Answer;
    readonly gradients: ReadonlyMap<string, TensorValue>;
    readonly fitted: FittedImage;
  },
): ReadonlyMap<string, LayerView> {
  return new Map(
    wanted.map((name) => {
      const value = layers.get(name)!.name;
      const gradient = gradients.get(value);
      if (!gradient) {
        throw new Failure("unsupported", `The score does not depend on ${name}: it is read from other levels.`);
      }
      const activation = kept[value]!;
      const [, channels, rows, columns] = activation.shape as readonly [number, number, number, number];
      const filled = {
        rows: (rows * fitted.height) / fitted.paddedHeight,
        columns: (columns * fitted.width) / fitted.paddedWidth,
      };
      const view = {
        channels,
        rows,
        columns,
        activation: activation.data as Float32Array,
        gradient: gradient.data as Float32Array,
      };
      const isFilled = filled.rows === rows && filled.columns === columns;
      return [name, isFilled ? view : { ...view, filled }];
    }),
  );
}
