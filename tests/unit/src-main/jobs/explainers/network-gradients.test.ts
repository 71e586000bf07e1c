/** @file Gradients of small networks' scores at every layer, in ONNX Runtime, against torch's autograd. */
import { readFileSync } from "node:fs";
import { describe, expect, onTestFinished, test } from "vitest";
import { featureStrides, type DetectorArchitecture } from "../../../../../src-main/detection/networks/architecture";
import { networkLayers } from "../../../../../src-main/detection/networks/network-layers";
import { networkSettings } from "../../../../../src-main/detection/networks/network-settings";
import { readArchitecture } from "../../../../../src-main/detection/networks/read-architecture";
import { TORCHVISION_CARD } from "../../../../../src-main/data/models/card-presets";
import type { LayerView } from "../../../../../src-main/detection/explanation/layer-view";
import type { Look } from "../../../../../src-main/jobs/explainers/explainer";
import { openFasterRcnnExplainer } from "../../../../../src-main/jobs/explainers/faster-rcnn-explainer";
import type { OpenExplainer } from "../../../../../src-main/jobs/explainers/layered-explainer";
import { openRetinaNetExplainer } from "../../../../../src-main/jobs/explainers/retinanet-explainer";
import { recordingLog } from "../../../../builders/recording-log";
import { drawn, readDrawnNetwork } from "../../detection/networks/drawn-network";

const SIZE = { height: 128, width: 192 };
/** Of the largest number of a layer. torch's are computed in doubles; float32 leaves this after some forty layers. */
const SINGLE = 2e-4;

interface ExpectedLayer {
  readonly shape: readonly [channels: number, rows: number, columns: number];
  /** The sum over channels of gradient times activation [h, w], and the mean of the gradient over all places. */
  readonly products: Float32Array;
  readonly means: Float32Array;
}

interface Expected {
  readonly places: readonly number[];
  readonly scores: readonly number[];
  readonly layers: ReadonlyMap<string, ExpectedLayer>;
  /** [R, 4]; none for RetinaNet. */
  readonly boxes: Float32Array;
}

/** Made by tests/fixtures/networks/make_gradients.py. */
function readExpected(name: string): Expected {
  const fixture = (ending: string): URL =>
    new URL(`../../../../fixtures/networks/gradients/${name}.${ending}`, import.meta.url);
  const { layers, ...told } = JSON.parse(readFileSync(fixture("json"), "utf8")) as Pick<
    Expected,
    "places" | "scores"
  > & { readonly layers: Readonly<Record<string, ExpectedLayer["shape"]>> };
  const numbers = new Float32Array(new Uint8Array(readFileSync(fixture("f32"))).buffer);
  let at = 0;
  const take = (count: number): Float32Array => numbers.subarray(at, (at += count));
  const read = Object.entries(layers).map(([layer, shape]) => {
    const [channels, rows, columns] = shape;
    return [layer, { shape, products: take(rows * columns), means: take(channels) }] as const;
  });
  return { ...told, layers: new Map(read), boxes: numbers.subarray(at) };
}

function openNetwork(name: string): {
  readonly architecture: DetectorArchitecture;
  readonly explainer: Promise<OpenExplainer>;
} {
  const { shapes, parameters } = readDrawnNetwork(name);
  const architecture = readArchitecture(shapes, "drawn.pth");
  const perPlace = architecture.kind === "retinanet" ? architecture.anchorsPerLocation : architecture.proposalHead.anchorsPerLocation; // prettier-ignore
  const anchors = featureStrides(architecture).map((_, level) => ({
    sizesPx: Array.from({ length: perPlace }, (__, index) => 8 * 2 ** level + index),
    aspectRatios: [1],
  }));
  const settings = networkSettings(architecture, {
    anchors,
    minSizePx: SIZE.height,
    maxSizePx: SIZE.width,
    normalisation: { mean: [0, 0, 0], deviation: [1, 1, 1] },
  });
  const network = {
    parameters,
    settings,
    card: { ...TORCHVISION_CARD, name, scoreFloor: 0.5 },
    precision: "single",
  } as const;
  const place = { provider: "cpu", isRecorded: false, takesTurns: true, isSparing: true, log: recordingLog() } as const;
  const explainer =
    architecture.kind === "retinanet"
      ? openRetinaNetExplainer({ ...network, architecture }, place)
      : openFasterRcnnExplainer({ ...network, architecture }, place);
  return { architecture, explainer };
}

async function lookWith(name: string, expected: Expected) {
  const { architecture, explainer } = openNetwork(name);
  const opened = await explainer;
  onTestFinished(() => opened.release());
  const shape = [3, SIZE.height, SIZE.width] as const;
  const data = drawn("image", [1, ...shape]) as Float32Array<ArrayBuffer>;
  const input = { data, shape, scaleX: 1, scaleY: 1, offsetXPx: 0, offsetYPx: 0 };
  // Regions stand in for what the network would propose.
  const pinned =
    architecture.kind === "faster-rcnn" ? { pinnedTo: { regions: expected.boxes } as unknown as Look } : {};
  return { architecture, look: await opened.look(input, pinned) };
}

/** The candidate that stands at each of the places, counted as torchvision counts them. */
function candidatesAtPlaces(
  { regions }: Look,
  places: readonly number[],
  { kind }: DetectorArchitecture,
): readonly number[] {
  return kind === "faster-rcnn" ? places : places.map((place) => (regions as Int32Array).indexOf(place));
}

function expectNear(found: readonly number[], expected: Float32Array, what: string): void {
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const worst = found.reduce((most, value, index) => Math.max(most, Math.abs(value - expected[index]!)), 0);
  expect(found.length, what).toBe(expected.length);
  expect(worst / largest, what).toBeLessThan(SINGLE);
}

function productsOf({ rows, columns, activation, gradient }: LayerView): number[] {
  const places = rows * columns;
  const sums = Array.from({ length: places }, () => 0);
  for (const [index, value] of activation.entries()) sums[index % places]! += value * gradient[index]!;
  return sums;
}

function meansOf({ channels, rows, columns, gradient }: LayerView): number[] {
  const places = rows * columns;
  return Array.from({ length: channels }, (_, channel) => {
    const plane = gradient.subarray(channel * places, (channel + 1) * places);
    return plane.reduce((sum, value) => sum + value, 0) / places;
  });
}

describe.each([
  "fasterrcnn-v1",
  "fasterrcnn-v2",
  "fasterrcnn-bare-convolutions",
  "fasterrcnn-mobilenet-large",
  "fasterrcnn-mobilenet-small",
  "retinanet-v1",
  "retinanet-v2",
  "retinanet-of-stage",
])("%s", (name) => {
  const expected = readExpected(name);

  test("scores and gradients at every layer agree with torch", async () => {
    const { architecture, look } = await lookWith(name, expected);
    const chosen = candidatesAtPlaces(look, expected.places, architecture);
    const scores = chosen.map((candidate) => look.candidates.scores[candidate]!);
    expectNear(scores, Float32Array.from(expected.scores), "scores");
    const names = networkLayers(architecture).map((layer) => layer.name);
    const reached = names.filter((layer) => isReached(expected.layers.get(layer)!));
    expect(reached.length).toBeGreaterThan(3);
    const views = await look.gradients(chosen, reached);
    for (const [layer, view] of views) {
      const { shape, products, means } = expected.layers.get(layer)!;
      expect([view.channels, view.rows, view.columns], layer).toEqual(shape);
      expectNear(productsOf(view), products, `${layer}: products`);
      expectNear(meansOf(view), means, `${layer}: means`);
    }
  });

  test("one layer by itself has the gradient that it has among all", async () => {
    const { architecture, look } = await lookWith(name, expected);
    const chosen = candidatesAtPlaces(look, expected.places, architecture);
    const names = networkLayers(architecture).map((layer) => layer.name);
    const reached = names.filter((layer) => isReached(expected.layers.get(layer)!));
    const among = await look.gradients(chosen, reached);
    const [first] = reached;
    expect(await look.gradients(chosen, [first!])).toEqual(new Map([[first, among.get(first!)]]));
  });

  test("a level that no score is read from is named, as is a layer that is none", async () => {
    const { architecture, look } = await lookWith(name, expected);
    const chosen = candidatesAtPlaces(look, expected.places, architecture);
    const unread = networkLayers(architecture).find((layer) => !isReached(expected.layers.get(layer.name)!));
    await expect(look.gradients(chosen, [unread!.name])).rejects.toMatchObject({
      code: "unsupported",
      message: `The score does not depend on ${unread!.name}: it is read from other levels.`,
    });
    await expect(look.gradients(chosen, ["layer9"])).rejects.toMatchObject({ code: "invalid-input" });
    await expect(look.gradients([], ["layer4"])).rejects.toMatchObject({ code: "invalid-input" });
    await expect(look.gradients([1e9], ["layer4"])).rejects.toMatchObject({ code: "invalid-input" });
  });
});

/** Levels that no explained score is read from have no gradient at all. */
function isReached({ means }: ExpectedLayer): boolean {
  return means.some((value) => value !== 0);
}
