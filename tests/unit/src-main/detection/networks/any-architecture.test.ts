/** @file Checks with architectures drawn at random that shapes tell them back, and that their graphs run. */
import * as fc from "fast-check";
import * as ort from "onnxruntime-node";
import { expect, test } from "vitest";
import {
  featureStrides,
  roiLevels,
  type Backbone,
  type BoxHead,
  type DetectorArchitecture,
  type FasterRcnnArchitecture,
  type FeaturePyramid,
  type Normalisation,
  type ResNet,
} from "../../../../../src-main/detection/networks/architecture";
import { backboneStages } from "../../../../../src-main/detection/networks/backbone-stages";
import { expectedParameters } from "../../../../../src-main/detection/networks/expected-parameters";
import { buildBoxGraph, buildFeatureGraph } from "../../../../../src-main/detection/networks/faster-rcnn";
import { readArchitecture } from "../../../../../src-main/detection/networks/read-architecture";
import { buildRetinaNet } from "../../../../../src-main/detection/networks/retinanet";
import { encodeModel } from "../../../../../src-main/numerics/onnx/encode-model";
import type { Graph } from "../../../../../src-main/numerics/onnx/graph";
import { drawnParameters } from "./drawn-network";

test("shapes tell every architecture back", () => {
  fc.assert(
    fc.property(anyArchitecture(), (architecture) => {
      expect(readArchitecture(expectedParameters(architecture), "drawn.pth")).toEqual(architecture);
    }),
    { numRuns: 300 },
  );
});

test("the graphs of any architecture run, and answer in the sizes that its strides promise", async () => {
  await fc.assert(
    fc.asyncProperty(anyArchitecture(), fc.constantFrom("single", "half"), async (architecture, precision) => {
      const parameters = drawnParameters(expectedParameters(architecture));
      const build = architecture.kind === "retinanet" ? buildRetinaNet : buildFeatureGraph;
      const answers = await run(build(architecture as never, parameters, { precision }), {
        image: zeros(1, 3, 64, 96),
      });
      expect(sizesOf(answers)).toEqual(promisedSizes(architecture));
      if (architecture.kind === "retinanet") return;
      const found = await runBoxes(architecture, buildBoxGraph(architecture, parameters, { precision }), answers);
      const { classes } = architecture;
      expect(sizesOf(found)).toEqual({ classLogits: [3, classes], boxDeltas: [3, 4 * classes] });
      expect([...(found["classLogits"]!.data as Float32Array)].every(Number.isFinite)).toBe(true);
    }),
    { numRuns: 12 },
  );
});

const norms = fc.constantFrom<Normalisation>("batch", "frozen-batch", "none");

/** Group norm wants channels in multiples of 32. */
function normsFor(channels: number): fc.Arbitrary<Normalisation> {
  return channels % 32 === 0 ? fc.constantFrom<Normalisation>("batch", "frozen-batch", "group", "none") : norms;
}

function anyResNet(): fc.Arbitrary<ResNet> {
  const layer = fc.record({ blocks: fc.integer({ min: 1, max: 3 }), width: fc.integer({ min: 1, max: 6 }), growth: fc.integer({ min: 1, max: 9 }) }); // prettier-ignore
  return fc
    .record({
      block: fc.constantFrom("basic" as const, "bottleneck" as const),
      stemChannels: fc.integer({ min: 1, max: 12 }),
      groups: fc.integer({ min: 1, max: 3 }),
      layers: fc.array(layer, { minLength: 1, maxLength: 4 }),
      normalisation: norms,
    })
    .map(({ block, groups, layers, ...rest }) => {
      // Channels that grow, so that each tells its layer.
      let channels = 1;
      const isBasic = block === "basic";
      return {
        ...rest,
        kind: "resnet",
        block,
        groups: isBasic ? 1 : groups,
        layers: layers.map(({ blocks, width, growth }) => {
          channels += growth;
          return { blocks, width: isBasic ? channels : width * groups, channels };
        }),
      };
    });
}

function anyPyramid(backbone: Backbone): fc.Arbitrary<FeaturePyramid> {
  const stages = backboneStages(backbone);
  return fc.constantFrom(8, 12, 32).chain((channels) =>
    fc
      .record({
        count: fc.integer({ min: 1, max: stages.length }),
        normalisation: normsFor(channels),
        extra: fc.constantFrom("max-pool" as const, "level" as const, "stage" as const),
      })
      .map(({ count, normalisation, extra }) => {
        const isAlike = stages.at(-1)!.channels === channels;
        return {
          channels,
          stages: stages.slice(-count),
          normalisation,
          extra: extra === "max-pool" ? { kind: extra } : { kind: "p6p7", reads: isAlike ? "level" : extra },
        };
      }),
  );
}

function anyBoxHead(): fc.Arbitrary<BoxHead> {
  const sizes = fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 3 });
  const roiSize = fc.integer({ min: 1, max: 7 });
  return fc.oneof(
    fc.record({ kind: fc.constant("mlp" as const), roiSize, hiddenSizes: fc.tuple(fc.nat(19), fc.nat(19)).map(([a, b]) => [a + 1, b + 1] as const) }), // prettier-ignore
    fc
      .record({
        kind: fc.constant("convolutions" as const),
        roiSize,
        channels: sizes,
        normalisation: norms,
        hiddenSizes: sizes,
      }) // prettier-ignore
      .map((head) => ({ ...head, normalisation: head.channels.length > 0 ? head.normalisation : "none" })),
  );
}

function anyArchitecture(): fc.Arbitrary<DetectorArchitecture> {
  return anyResNet().chain((backbone) =>
    anyPyramid(backbone).chain((pyramid): fc.Arbitrary<DetectorArchitecture> => {
      const base = { backbone: fc.constant(backbone), pyramid: fc.constant(pyramid) };
      const count = fc.integer({ min: 1, max: 6 });
      const fasterRcnn = fc.record({
        kind: fc.constant("faster-rcnn" as const),
        ...base,
        proposalHead: fc.record({ convolutions: fc.nat(3), anchorsPerLocation: count }),
        boxHead: anyBoxHead(),
        // Background and one more.
        classes: fc.integer({ min: 2, max: 6 }),
      });
      const head = { convolutions: fc.integer({ min: 1, max: 4 }), normalisation: normsFor(pyramid.channels) };
      const retinaNet = fc.record({
        kind: fc.constant("retinanet" as const),
        ...base,
        head: fc.record(head),
        anchorsPerLocation: count,
        classes: count,
      });
      return fc.oneof(fasterRcnn, retinaNet);
    }),
  );
}

type Answers = Awaited<ReturnType<ort.InferenceSession["run"]>>;

async function run(graph: Graph, feeds: Record<string, ort.Tensor>): Promise<Answers> {
  const session = await ort.InferenceSession.create(encodeModel(graph), { intraOpNumThreads: 1 });
  try {
    return await session.run(feeds);
  } finally {
    await session.release();
  }
}

/** Two RoIs on the finest level, one on the coarsest. */
async function runBoxes(architecture: FasterRcnnArchitecture, graph: Graph, features: Answers): Promise<Answers> {
  const levels = roiLevels(architecture);
  const feeds: Record<string, ort.Tensor> = { order: new ort.Tensor("int64", BigInt64Array.of(2n, 0n, 1n), [3]) };
  for (let level = 0; level < levels; level++) {
    const count = (level === 0 ? 2 : 0) + (level === levels - 1 ? 1 : 0);
    const rois = Array.from({ length: count }, () => [4, 8, 40, 60]).flat();
    feeds[`rois${level}`] = new ort.Tensor("float32", Float32Array.from(rois), [count, 4]);
    feeds[`features${level}`] = features[`features${level}`]!;
  }
  return run(graph, feeds);
}

function sizesOf(answers: Answers): Record<string, readonly number[]> {
  return Object.fromEntries(Object.entries(answers).map(([name, { dims }]) => [name, dims]));
}

/** For an image of 64 × 96 pixels. */
function promisedSizes(architecture: DetectorArchitecture): Record<string, readonly number[]> {
  const sizes: Record<string, readonly number[]> = {};
  for (const [level, stride] of featureStrides(architecture).entries()) {
    const map = (channels: number): readonly number[] => [1, channels, Math.ceil(64 / stride), Math.ceil(96 / stride)];
    if (architecture.kind === "retinanet") {
      const { anchorsPerLocation, classes } = architecture;
      sizes[`classLogits${level}`] = map(anchorsPerLocation * classes);
      sizes[`boxDeltas${level}`] = map(anchorsPerLocation * 4);
    } else {
      const { anchorsPerLocation } = architecture.proposalHead;
      sizes[`objectness${level}`] = map(anchorsPerLocation);
      sizes[`deltas${level}`] = map(anchorsPerLocation * 4);
      if (level < roiLevels(architecture)) sizes[`features${level}`] = map(architecture.pyramid.channels);
    }
  }
  return sizes;
}

function zeros(...shape: number[]): ort.Tensor {
  return new ort.Tensor("float32", new Float32Array(shape.reduce((all, size) => all * size, 1)), shape);
}
