/** @file The kernel that resamples along axes, as one weighted sum of elements for each axis.
 * @see https://github.com/onnx/onnx/blob/main/docs/Operators.md Resize */
import { Failure } from "../../../../../src-shared/domain/failure";
import type { Kernel, KernelCall } from "../kernel";
import { aroundAxis, frontAxis, tabulate } from "../places";
import type { ReferenceTensor } from "../reference-tensor";

export const resizeKernels = {
  Resize: ({ input, optional, attributes }) => {
    const tensor = input(0);
    const settings = readSettings(attributes);
    const rank = tensor.shape.length;
    const axes = (attributes.integers("axes") ?? tensor.shape.map((_, axis) => axis)).map((axis) =>
      frontAxis(axis, rank),
    );
    const scales = optional(2)?.data ?? [];
    const given = optional(3)?.data ?? new Float64Array(0);
    const sizes = keepAspect[settings.aspect](
      axes.map((axis) => tensor.shape[axis]),
      given,
    );
    if ([scales.length, sizes.length].filter((count) => count > 0).join() !== String(axes.length)) {
      throw new Failure("invalid-input", `one scale or one size for each of ${axes.length} axes was expected`);
    }
    return axes.reduce((resampled, axis, at) => {
      const size = tensor.shape[axis];
      const scale = scales.length > 0 ? scales[at] : sizes[at] / size;
      const resized = scales.length > 0 ? Math.floor(size * scale) : sizes[at];
      return resampleAxis(resampled, axis, samplesAlong({ size, resized, scale }, settings));
    }, tensor);
  },
} satisfies Record<string, Kernel>;

interface Settings {
  readonly aspect: keyof typeof keepAspect;
  readonly mode: "nearest" | "linear" | "cubic";
  readonly coordinates: keyof typeof coordinateOf;
  readonly nearest: keyof typeof roundings;
  readonly cubicCoefficient: number;
  readonly excludesOutside: boolean;
}

interface Axis {
  readonly size: number;
  readonly resized: number;
  readonly scale: number;
}

interface Sample {
  readonly place: number;
  readonly weight: number;
}

function readSettings(attributes: KernelCall["attributes"]): Settings {
  attributes.float("extrapolation_value", 0);
  if (attributes.flag("antialias", false)) throw new Failure("unsupported", "antialias is unknown to the reference");
  return {
    aspect: attributes.choice("keep_aspect_ratio_policy", ["stretch", "not_larger", "not_smaller"]),
    mode: attributes.choice("mode", ["nearest", "linear", "cubic"]),
    coordinates: attributes.choice("coordinate_transformation_mode", [
      "half_pixel",
      "asymmetric",
      "align_corners",
      "pytorch_half_pixel",
      "half_pixel_symmetric",
    ]),
    nearest: attributes.choice("nearest_mode", ["round_prefer_floor", "round_prefer_ceil", "floor", "ceil"]),
    cubicCoefficient: attributes.float("cubic_coeff_a", -0.75),
    excludesOutside: attributes.flag("exclude_outside", false),
  };
}

/** The sizes that are really meant by those given. */
const keepAspect = {
  stretch: (_: readonly number[], given: Float64Array): Float64Array => given,
  not_larger: (sizes: readonly number[], given: Float64Array): Float64Array => scaledAlike(sizes, given, Math.min),
  not_smaller: (sizes: readonly number[], given: Float64Array): Float64Array => scaledAlike(sizes, given, Math.max),
};

function scaledAlike(
  sizes: readonly number[],
  given: Float64Array,
  choose: (...scales: number[]) => number,
): Float64Array {
  const scale = choose(...given.map((size, axis) => size / sizes[axis]));
  return given.map((_, axis) => Math.round(scale * sizes[axis]));
}

/** Where in the input a place of the output lies. */
const coordinateOf = {
  half_pixel: (place: number, { scale }: Axis): number => (place + 0.5) / scale - 0.5,
  asymmetric: (place: number, { scale }: Axis): number => place / scale,
  align_corners: (place: number, { size, resized }: Axis): number =>
    resized === 1 ? 0 : (place * (size - 1)) / (resized - 1),
  pytorch_half_pixel: (place: number, { scale, resized }: Axis): number =>
    resized > 1 ? (place + 0.5) / scale - 0.5 : 0,
  half_pixel_symmetric: (place: number, { size, resized, scale }: Axis): number => {
    const adjustment = resized / (scale * size);
    const centre = size / 2;
    return centre * (1 - adjustment) + (place + 0.5) / scale - 0.5;
  },
};

const roundings = {
  round_prefer_floor: (coordinate: number): number => Math.ceil(coordinate - 0.5),
  round_prefer_ceil: (coordinate: number): number => Math.floor(coordinate + 0.5),
  floor: Math.floor,
  ceil: Math.ceil,
};

/** For each place of the output, the elements it is made of; those beyond the edge repeat the edge. */
function samplesAlong(axis: Axis, settings: Settings): readonly (readonly Sample[])[] {
  const { size, resized, scale } = axis;
  const untouched = scale === 1 && resized === size;
  return Array.from({ length: resized }, (_, place) => {
    if (untouched) return [{ place, weight: 1 }];
    const samples = samplesAt(coordinateOf[settings.coordinates](place, axis), settings);
    const inside = samples.filter((sample) => sample.place >= 0 && sample.place < size);
    if (settings.mode === "cubic" && settings.excludesOutside) return normalised(inside);
    return samples.map((sample) => ({ ...sample, place: Math.min(Math.max(sample.place, 0), size - 1) }));
  });
}

function samplesAt(coordinate: number, { mode, nearest, cubicCoefficient: a }: Settings): readonly Sample[] {
  if (mode === "nearest") return [{ place: roundings[nearest](coordinate), weight: 1 }];
  const floor = Math.floor(coordinate);
  const rest = coordinate - floor;
  if (mode === "linear") {
    return [
      { place: floor, weight: 1 - rest },
      { place: floor + 1, weight: rest },
    ];
  }
  return [-1, 0, 1, 2].map((step) => ({ place: floor + step, weight: cubicWeight(Math.abs(step - rest), a) }));
}

/** @see Keys, Cubic convolution interpolation for digital image processing, 1981 */
function cubicWeight(distance: number, a: number): number {
  if (distance <= 1) return ((a + 2) * distance - (a + 3)) * distance * distance + 1;
  return ((a * distance - 5 * a) * distance + 8 * a) * distance - 4 * a;
}

function normalised(samples: readonly Sample[]): readonly Sample[] {
  const total = samples.reduce((sum, { weight }) => sum + weight, 0);
  return samples.map(({ place, weight }) => ({ place, weight: weight / total }));
}

function resampleAxis(
  { type, shape, data }: ReferenceTensor,
  axis: number,
  samples: readonly (readonly Sample[])[],
): ReferenceTensor {
  const { before, size, after } = aroundAxis(shape, axis);
  const resampled = tabulate(type, [before, samples.length, after], ([outer, at, inner]) =>
    samples[at].reduce((sum, { place, weight }) => sum + weight * data[(outer * size + place) * after + inner], 0),
  );
  return { ...resampled, shape: shape.with(axis, samples.length) };
}
