/** @file Builds the network that execution providers are tried with, and works its answer out by hand. */
import { buildOnnx, floats, int64s, ONNX_FLOAT } from "./build-onnx";

const CHANNELS = 32;
const SIZE_PX = 128;
const FIRST_SCALE = 0.25;
const SECOND_SCALE = 0.0625;

/** image [1,3,128,128] → convolution, ReLU, convolution, ReLU → means [1,32]. Weights are sines of a running number,
 * computed in the graph, so that the file stays small; every run multiplies 0.3 × 10⁹ pairs. */
export function buildTrialModel(): Uint8Array {
  const same = { pads: { ints: [1, 1, 1, 1] } };
  return buildOnnx({
    constants: [
      floats("zero", [], [0]),
      floats("one", [], [1]),
      floats("half", [], [0.5]),
      floats("firstCount", [], [CHANNELS * 3 * 9]),
      floats("secondCount", [], [CHANNELS * CHANNELS * 9]),
      floats("firstScale", [], [FIRST_SCALE]),
      floats("secondScale", [], [SECOND_SCALE]),
      int64s("firstShape", [4], [CHANNELS, 3, 3, 3]),
      int64s("secondShape", [4], [CHANNELS, CHANNELS, 3, 3]),
    ],
    nodes: [
      ...weights("first"),
      ...weights("second"),
      { operator: "Conv", inputs: ["image", "firstWeights"], outputs: ["c1"], attributes: same },
      { operator: "Relu", inputs: ["c1"], outputs: ["r1"] },
      { operator: "Conv", inputs: ["r1", "secondWeights"], outputs: ["c2"], attributes: same },
      { operator: "Relu", inputs: ["c2"], outputs: ["r2"] },
      {
        operator: "ReduceMean",
        inputs: ["r2"],
        outputs: ["means"],
        attributes: { axes: { ints: [2, 3] }, keepdims: { int: 0 } },
      },
    ],
    inputs: [{ name: "image", type: ONNX_FLOAT, shape: [1, 3, SIZE_PX, SIZE_PX] }],
    outputs: [{ name: "means", type: ONNX_FLOAT, shape: [1, CHANNELS] }],
  });
}

function weights(which: "first" | "second") {
  return [
    { operator: "Range", inputs: ["zero", `${which}Count`, "one"], outputs: [`${which}Numbers`] },
    { operator: "Mul", inputs: [`${which}Numbers`, "half"], outputs: [`${which}Angles`] },
    { operator: "Sin", inputs: [`${which}Angles`], outputs: [`${which}Sines`] },
    { operator: "Mul", inputs: [`${which}Sines`, `${which}Scale`], outputs: [`${which}Scaled`] },
    { operator: "Reshape", inputs: [`${which}Scaled`, `${which}Shape`], outputs: [`${which}Weights`] },
  ];
}

/** The same network in plain loops and double precision. */
export function answerTrialByHand(image: Float32Array): readonly number[] {
  const first = convolve(Float64Array.from(image), 3, sines(CHANNELS * 3 * 9, FIRST_SCALE));
  const second = convolve(first, CHANNELS, sines(CHANNELS * CHANNELS * 9, SECOND_SCALE));
  const area = SIZE_PX * SIZE_PX;
  return Array.from({ length: CHANNELS }, (_, channel) => {
    const plane = second.subarray(channel * area, (channel + 1) * area);
    return plane.reduce((sum, value) => sum + value, 0) / area;
  });
}

function sines(count: number, scale: number): Float64Array {
  return Float64Array.from({ length: count }, (_, index) => Math.sin(index / 2) * scale);
}

/** 3 × 3 taps, a border of zeros, negative sums cut to 0. */
function convolve(image: Float64Array, channels: number, kernel: Float64Array): Float64Array {
  const area = SIZE_PX * SIZE_PX;
  const out = new Float64Array(CHANNELS * area);
  for (let filter = 0; filter < CHANNELS; filter++)
    for (let y = 0; y < SIZE_PX; y++)
      for (let x = 0; x < SIZE_PX; x++) {
        let sum = 0;
        for (let channel = 0; channel < channels; channel++)
          for (let tap = 0; tap < 9; tap++) {
            const fromY = y + Math.floor(tap / 3) - 1;
            const fromX = x + (tap % 3) - 1;
            if (fromY < 0 || fromX < 0 || fromY >= SIZE_PX || fromX >= SIZE_PX) continue;
            sum += image[channel * area + fromY * SIZE_PX + fromX]! * kernel[(filter * channels + channel) * 9 + tap]!;
          }
        out[filter * area + y * SIZE_PX + x] = Math.max(0, sum);
      }
  return out;
}
