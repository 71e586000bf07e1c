/** @file Kernels of the convolution and of its transpose, over any number of spatial axes. */
import { Failure } from "../../../../../src-shared/domain/failure";
import { countElements } from "../../../tensor/tensor";
import type { Kernel, KernelCall } from "../kernel";
import { visitPlaces } from "../places";
import { referenceTensor, type ReferenceTensor } from "../reference-tensor";
import { extentsOf, readSteps, readWindow, shareOut, tapsAt, type SlidingWindow } from "../window";

export const convolutionKernels = {
  Conv: convolve,
  ConvTranspose: convolveBackwards,
} satisfies Record<string, Kernel>;

/** Data [N, C, …], weights [M, C / groups, …], bias [M]; the answer is [N, M, …]. */
function convolve({ input, optional, attributes }: KernelCall): ReferenceTensor {
  const [data, weights, bias] = [input(0), input(1), optional(2)];
  const groups = attributes.integer("group", 1);
  const [images, channels, ...sizes] = data.shape;
  const [maps, depth, ...kernel] = weights.shape;
  checkKernel(attributes.integers("kernel_shape"), kernel);
  checkFit(depth * groups === channels && maps % groups === 0, [data, weights], groups);
  const window = readWindow(attributes, { sizes, kernel });
  const [area, kernelArea, placeCount] = [sizes, kernel, window.places].map(countElements);
  const answer = new Float64Array(images * maps * placeCount);
  visitPlaces(window.places, (place, at) => {
    const taps = tapsAt(window, place);
    for (let image = 0; image < images; image++) {
      for (let map = 0; map < maps; map++) {
        const firstChannel = image * channels + Math.floor(map / (maps / groups)) * depth;
        let sum = bias?.data[map] ?? 0;
        for (let channel = 0; channel < depth; channel++) {
          const from = (firstChannel + channel) * area;
          const by = (map * depth + channel) * kernelArea;
          for (const tap of taps) sum += data.data[from + tap.input] * weights.data[by + tap.kernel];
        }
        answer[(image * maps + map) * placeCount + at] = sum;
      }
    }
  });
  return referenceTensor(data.type, [images, maps, ...window.places], answer);
}

/** Data [N, C, …], weights [C, M / groups, …], bias [M]; the answer is [N, M, …]. Each element is spread over the places
 * that a convolution, sliding over the answer, would have gathered it from. */
function convolveBackwards({ input, optional, attributes }: KernelCall): ReferenceTensor {
  const [data, weights, bias] = [input(0), input(1), optional(2)];
  const groups = attributes.integer("group", 1);
  const [images, channels, ...places] = data.shape;
  const [rows, depth, ...kernel] = weights.shape;
  checkKernel(attributes.integers("kernel_shape"), kernel);
  checkFit(rows === channels && channels % groups === 0, [data, weights], groups);
  const window = readTransposedWindow(attributes, places, kernel);
  const maps = depth * groups;
  const [area, kernelArea, placeCount] = [window.sizes, kernel, places].map(countElements);
  const answer = new Float64Array(images * maps * area);
  for (const place of answer.keys()) answer[place] = bias?.data[Math.floor(place / area) % maps] ?? 0;
  visitPlaces(places, (place, at) => {
    const taps = tapsAt(window, place);
    for (let image = 0; image < images; image++) {
      for (let channel = 0; channel < channels; channel++) {
        const value = data.data[(image * channels + channel) * placeCount + at];
        const firstMap = image * maps + Math.floor(channel / (channels / groups)) * depth;
        for (let map = 0; map < depth; map++) {
          const to = (firstMap + map) * area;
          const by = (channel * depth + map) * kernelArea;
          for (const tap of taps) answer[to + tap.input] += value * weights.data[by + tap.kernel];
        }
      }
    }
  });
  return referenceTensor(data.type, [images, maps, ...window.sizes], answer);
}

/** The answer's size is what the pads leave of it, or the pads are what the size that is asked for leaves. */
function readTransposedWindow(
  attributes: KernelCall["attributes"],
  places: readonly number[],
  kernel: readonly number[],
): SlidingWindow {
  const { autoPad, ...steps } = readSteps(attributes, places.length);
  const extra = attributes.integers("output_padding") ?? places.map(() => 0);
  const asked = attributes.integers("output_shape")?.slice(-places.length);
  const extents = extentsOf(kernel, steps.dilations);
  const whole = places.map((count, axis) => steps.strides[axis] * (count - 1) + extra[axis] + extents[axis]);
  const isSame = autoPad === "SAME_UPPER" || autoPad === "SAME_LOWER";
  const wanted = asked ?? (isSame ? places.map((count, axis) => count * steps.strides[axis]) : undefined);
  const pads = wanted
    ? shareOut(
        whole.map((size, axis) => Math.max(size - wanted[axis], 0)),
        autoPad !== "SAME_UPPER",
      )
    : steps;
  // A kernel narrower than its stride does not reach what SAME would have it fill; the answer then ends where it ends.
  const sizes = asked ?? whole.map((size, axis) => size - pads.padsBefore[axis] - pads.padsAfter[axis]);
  return { ...steps, ...pads, sizes, kernel, places };
}

function checkKernel(said: readonly number[] | undefined, kernel: readonly number[]): void {
  if (!said || said.join() === kernel.join()) return;
  throw new Failure("invalid-input", `kernel_shape is [${said.join(", ")}]; the weights' is [${kernel.join(", ")}]`);
}

function checkFit(fits: boolean, [data, weights]: readonly ReferenceTensor[], groups: number): void {
  if (fits && data.shape.length === weights.shape.length) return;
  const found = `weights of [${weights.shape.join(", ")}] in ${groups} groups`;
  throw new Failure("invalid-input", `${found} do not fit data of [${data.shape.join(", ")}]`);
}
