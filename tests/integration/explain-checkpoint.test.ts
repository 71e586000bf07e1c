/** @file A small checkpoint made ready to explain: pinned regions, weights drawn anew, sizes, devices and refusals. */
import path from "node:path";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { mapOfLayer } from "../../src-main/detection/explanation/scale-map";
import type { DetectorSource } from "../../src-main/jobs/detectors/detector";
import type { Explainer, Look } from "../../src-main/jobs/explainers/explainer";
import { openExplainer } from "../../src-main/jobs/explainers/open-explainer";
import { ortSessions } from "../../src-main/jobs/runtime/ort-sessions";
import type { ModelCard } from "../../src-shared/domain/model";
import { writeSmallCheckpoint } from "../builders/build-checkpoint";
import { buildFolder } from "../builders/build-store";
import { recordingLog } from "../builders/recording-log";
import { buildSquareImage, SMALL_NETWORK_CARD } from "../builders/small-network";
import { hasSoftwareVulkan, useSoftwareVulkan } from "../builders/software-vulkan";

const card = { ...SMALL_NETWORK_CARD, network: { ...SMALL_NETWORK_CARD.network, proposals: 50 } };

afterEach(() => vi.unstubAllEnvs());

async function open(change: Partial<DetectorSource> = {}): Promise<Explainer> {
  const file = path.join(buildFolder(), "small.pth");
  await writeSmallCheckpoint(file);
  const log = recordingLog();
  const source = { file, card, device: "cpu", precision: "single", ...change } as const;
  const explainer = await openExplainer(source, { sessions: ortSessions({ log }), log });
  onTestFinished(() => explainer.release());
  return explainer;
}

function mapOn(layer: string, size: { readonly rows: number; readonly columns: number }) {
  return async (look: Look): Promise<Float32Array> => {
    const views = await look.gradients(Array.from(look.sources.slice(0, 5)), [layer]);
    return mapOfLayer("grad-cam", views.get(layer)!, { input: size, part: { row: 0, column: 0, ...size } }).values;
  };
}

test("images of any size are explained in turn, each whole, and again alike", async () => {
  const explainer = await open();
  const maps = [];
  for (const [rows, columns] of [
    [80, 120],
    [200, 96],
    [33, 47],
    [80, 120],
  ] as const) {
    // prettier-ignore
    const look = await explainer.look(buildSquareImage(rows, columns));
    const map = await mapOn("layer2", { rows, columns })(look);
    expect(map).toHaveLength(rows * columns);
    expect(Math.max(...map)).toBeCloseTo(1, 5);
    maps.push(map);
  }
  expect(maps.at(-1)).toEqual(maps[0]);
});

test("a view tells how much of it the image fills where the network pads it", async () => {
  const explainer = await open();
  const look = await explainer.look(buildSquareImage(80, 120));
  const view = (await look.gradients([0], ["layer1"])).get("layer1")!;
  // 96 × 144 in the network, padded to 96 × 160.
  expect([view.rows, view.columns]).toEqual([24, 40]);
  expect(view.filled).toEqual({ rows: 24, columns: 36 });
});

test("a network with weights drawn anew scores the same regions, and says otherwise", async () => {
  const explainer = await open();
  const image = buildSquareImage(80, 120);
  const look = await explainer.look(image);
  expect(explainer.parts).toEqual(["predictor", "box head", "pyramid", "layer4", "layer3", "layer2", "layer1"]);
  const scrambled = await explainer.scrambled("layer4", 0);
  onTestFinished(() => scrambled.release());
  const again = await scrambled.look(image, { pinnedTo: look });
  expect(again.regions).toEqual(look.regions);
  expect(again.candidates.labels).toEqual(look.candidates.labels);
  expect(again.candidates.scores).not.toEqual(look.candidates.scores);
  const views = await again.gradients([0, 1, 2], ["layer3", "layer4"]);
  const before = await look.gradients([0, 1, 2], ["layer3", "layer4"]);
  // What stands before the parts that were drawn sees as before.
  expect(views.get("layer3")!.activation).toEqual(before.get("layer3")!.activation);
  expect(views.get("layer4")!.activation).not.toEqual(before.get("layer4")!.activation);
  expect([...views.get("layer3")!.gradient].every(Number.isFinite)).toBe(true);
  await expect(explainer.scrambled("layer9", 0)).rejects.toMatchObject({
    code: "invalid-input",
    message: expect.stringContaining("layer9"),
  });
});

test("the same seed draws the same weights, another one others", async () => {
  const explainer = await open();
  const image = buildSquareImage(80, 120);
  const look = await explainer.look(image);
  const scoresWith = async (seed: number): Promise<Float32Array> => {
    const scrambled = await explainer.scrambled("box head", seed);
    onTestFinished(() => scrambled.release());
    return (await scrambled.look(image, { pinnedTo: look })).candidates.scores;
  };
  const first = await scoresWith(7);
  expect(await scoresWith(7)).toEqual(first);
  expect(await scoresWith(8)).not.toEqual(first);
});

test("half precision is left aside: gradients are computed in single", async () => {
  const image = buildSquareImage(80, 120);
  const single = await (await open()).look(image);
  const half = await (await open({ precision: "half" })).look(image);
  expect(half.answer).toEqual(single.answer);
});

test.skipIf(!hasSoftwareVulkan)(
  "on WebGPU the map is the CPU's (needs Chromium's Vulkan driver)",
  { timeout: 300_000 },
  async () => {
    await useSoftwareVulkan();
    const small: ModelCard = { ...card, network: { minSizePx: 64, maxSizePx: 64, proposals: 16 } };
    const image = buildSquareImage(64, 64);
    const size = { rows: 64, columns: 64 };
    const expected = await (await open({ card: small })).look(image);
    const explainer = await open({ card: small, device: "webgpu" });
    expect(explainer.provider).toBe("webgpu");
    const found = await explainer.look(image, { pinnedTo: expected });
    for (const layer of ["layer1", "layer4"]) {
      const map = await mapOn(layer, size)(found);
      const wanted = await mapOn(layer, size)(expected);
      const worst = map.reduce((most, value, index) => Math.max(most, Math.abs(value - wanted[index]!)), 0);
      console.info(`${layer} on WebGPU: ${worst.toExponential(1)} from the CPU's map at most`);
      expect(worst).toBeLessThan(1e-3);
    }
  },
);
