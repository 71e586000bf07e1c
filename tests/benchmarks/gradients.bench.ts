/** @file How long the two gradients of a residual network's convolutions take beside torch's own, on one thread each and
 * in CPU time, so that what else runs does not count. */
import { InferenceSession } from "onnxruntime-node";
import { test } from "vitest";
import { z } from "zod";
import { backward } from "../../src-main/numerics/autodiff/backward";
import { passOf } from "../../src-main/numerics/autodiff/forward-pass";
import { GraphBuilder } from "../../src-main/numerics/onnx/builder";
import { encodeModel } from "../../src-main/numerics/onnx/encode-model";
import { fromReference } from "../../src-main/numerics/onnx/interpreter/reference-tensor";
import { withoutDeadNodes } from "../../src-main/numerics/onnx/without-dead-nodes";
import { toRuntime } from "../builders/ask-both";
import { scatteredNumbers } from "../builders/check-gradient";
import { timeConvolutionGradients } from "../builders/torchvision";
import { printTable, type Measurement } from "./print-table";

interface Shape {
  readonly images: number;
  readonly channels: number;
  readonly filters: number;
  readonly kernel: number;
  readonly stride: number;
  readonly size: number;
  readonly group: number;
}

const plain = { images: 1, kernel: 3, stride: 1, group: 1 };

/** Of a ResNet-50 and its pyramid at 800 pixels, of a box head, and of a MobileNet. */
const SHAPES: Readonly<Record<string, Shape>> = {
  "stem, 7 × 7": { ...plain, channels: 3, filters: 64, kernel: 7, stride: 2, size: 800 },
  "layer1, 3 × 3": { ...plain, channels: 64, filters: 64, size: 200 },
  "layer2, 3 × 3 by two": { ...plain, channels: 128, filters: 128, stride: 2, size: 200 },
  "layer2, 1 × 1 by two": { ...plain, channels: 256, filters: 512, kernel: 1, stride: 2, size: 200 },
  "layer3, 3 × 3": { ...plain, channels: 256, filters: 256, size: 50 },
  "layer4, 3 × 3": { ...plain, channels: 512, filters: 512, size: 25 },
  "pyramid, 3 × 3": { ...plain, channels: 256, filters: 256, size: 100 },
  "128 regions, 3 × 3": { ...plain, images: 128, channels: 256, filters: 256, size: 7 },
  "depthwise, 3 × 3": { ...plain, channels: 96, filters: 96, size: 100, group: 96 },
};

const Rivals = z.array(z.object({ image: z.number(), weight: z.number() }));

test("gradients of convolutions, beside torch's", async () => {
  const printed = timeConvolutionGradients(Object.values(SHAPES));
  const rivals = printed === undefined ? [] : Rivals.parse(JSON.parse(printed));
  const rows: Measurement[] = [];
  for (const [index, [name, shape]] of Object.entries(SHAPES).entries()) {
    for (const of of ["image", "weight"] as const) {
      rows.push(row(`${name}: ${of}`, await timeGradient(of, shape), rivals[index]?.[of]));
    }
  }
  printTable(rows);
});

function row(what: string, seconds: number, torch: number | undefined): Measurement {
  const measured = inMilliseconds(seconds);
  if (torch === undefined) return { what, measured, beside: "torch is not installed" };
  return { what, measured, beside: `${inMilliseconds(torch)} torch`, ratio: seconds / torch };
}

function inMilliseconds(seconds: number): string {
  return `${(seconds * 1000).toFixed(1)} ms`;
}

/** CPU seconds, the shortest of five runs. */
async function timeGradient(of: "image" | "weight", shape: Shape): Promise<number> {
  const graph = gradientGraph(of, shape);
  const session = await InferenceSession.create(encodeModel(graph), { intraOpNumThreads: 1, logSeverityLevel: 3 });
  const feeds = graph.inputs.map(({ name, shape: sizes }) => {
    const known = (sizes ?? []).map(Number);
    const data = scatteredNumbers(
      known.reduce((product, size) => product * size, 1),
      1,
    );
    return [name, toRuntime(fromReference({ type: "float32", shape: known, data }))] as const;
  });
  try {
    await session.run(Object.fromEntries(feeds));
    const seconds: number[] = [];
    for (let run = 0; run < 5; run++) {
      const before = process.cpuUsage();
      await session.run(Object.fromEntries(feeds));
      const { user, system } = process.cpuUsage(before);
      seconds.push((user + system) / 1e6);
    }
    return Math.min(...seconds);
  } finally {
    await session.release();
  }
}

/** Weights are constants of the image's gradient, as in a network that is explained. */
function gradientGraph(of: "image" | "weight", { images, channels, filters, kernel, stride, size, group }: Shape) {
  const to = new GraphBuilder("gradient");
  const weightShape = [filters, channels / group, kernel, kernel];
  const numbers = Float32Array.from(scatteredNumbers(filters * weightShape[1]! * kernel * kernel, 2));
  const image = to.input("image", "float32", [images, channels, size, size]);
  const weight = of === "image" ? to.floats(numbers, weightShape) : to.input("weight", "float32", weightShape);
  const answer = to.conv(image, weight, { strides: stride, pads: kernel >> 1, group });
  const seeds = new Map([[answer.name, to.input("seed", "float32", answer.shape)]]);
  const pass = passOf(to);
  const gradient = backward(to, pass, seeds, [of]).get(of)!;
  // The sum alone: copying the gradient out is not what is measured.
  to.output("sum", to.reduceSum(gradient));
  return withoutDeadNodes(to.toGraph());
}
