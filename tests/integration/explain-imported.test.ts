/** @file Gradients and maps of imported ONNX models against torch's own on the same weights. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { decodeFrame } from "../../src-main/data/dicom/frame";
import { toGreyImage } from "../../src-main/data/dicom/grey-image";
import { TORCHVISION_CARD } from "../../src-main/data/models/card-presets";
import { shippedModels } from "../../src-main/data/models/shipped-models";
import type { LayerView } from "../../src-main/detection/explanation/layer-view";
import { mapOfLayer } from "../../src-main/detection/explanation/scale-map";
import { prepareInput, type PreparedInput } from "../../src-main/detection/preprocessing/prepare-input";
import type { Explainer } from "../../src-main/jobs/explainers/explainer";
import { openGraphExplainer } from "../../src-main/jobs/explainers/graph-explainer";
import { ortSessions } from "../../src-main/jobs/runtime/ort-sessions";
import type { ModelCard } from "../../src-shared/domain/model";
import { buildFolder } from "../builders/build-store";
import { recordingLog } from "../builders/recording-log";
import { PYTHON } from "../builders/torchvision";

const at = (place: string): string => fileURLToPath(new URL(`../../${place}`, import.meta.url));
const hasTorch =
  existsSync(PYTHON) &&
  existsSync("/usr/lib/python3/dist-packages/torchvision") &&
  existsSync("/usr/lib/python3/dist-packages/onnx");

const Numbers = z.object({ shape: z.array(z.number()), values: z.array(z.number()) });
const Exported = z.object({
  image: Numbers,
  score: z.number(),
  layers: z.record(z.string(), z.object({ activation: Numbers, gradient: Numbers })),
});

async function open(file: string, card: ModelCard): Promise<Explainer> {
  const log = recordingLog();
  const source = { file, card, device: "cpu", precision: "single" } as const;
  const explainer = await openGraphExplainer(source, { sessions: ortSessions({ log }), log });
  onTestFinished(() => explainer.release());
  return explainer;
}

function cardOf(change: Partial<ModelCard>): ModelCard {
  const input = { widthPx: 64, heightPx: 64, channels: 3, resize: "none" } as const;
  return { ...TORCHVISION_CARD, input, scoreFloor: 0, ...change };
}

/** An input that was prepared elsewhere. */
function inputOf({ shape, values }: z.infer<typeof Numbers>): PreparedInput {
  const [channels = 0, height = 0, width = 0] = shape.slice(1);
  const place = { scaleX: 1, scaleY: 1, offsetXPx: 0, offsetYPx: 0 };
  return { data: Float32Array.from(values), shape: [channels, height, width], ...place };
}

/** The largest difference, relative to the largest of the expected numbers. */
function relativeDifference(found: Float32Array, { values }: z.infer<typeof Numbers>): number {
  const scale = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return values.reduce((most, value, index) => Math.max(most, Math.abs(value - found[index]!)), 0) / scale;
}

interface Family {
  readonly name: string;
  readonly card: Partial<ModelCard>;
  /** Which candidate is a place of the raw answer, by its label and its box's number. */
  readonly chosen: readonly number[];
}

const FAMILIES: readonly Family[] = [
  // Places are box by box, class by class: (10, 0), (70, 1), (72, 0) of 2 classes.
  { name: "yolo", card: { convention: "yolo-v8" }, chosen: [20, 141, 144] },
  { name: "detr", card: { convention: "detr" }, chosen: [2, 9] },
  { name: "retinanet", card: { convention: "retinanet" }, chosen: [11, 600, 1401] },
  { name: "retinanet-whole", card: { convention: "torchvision" }, chosen: [0, 2, 5] },
];

test.skipIf(!hasTorch)(
  "gradients of exported YOLO, DETR and RetinaNet graphs are torch's (needs python3-torch, -torchvision and -onnx)",
  { timeout: 120_000 },
  async () => {
    const folder = buildFolder();
    execFileSync(PYTHON, [at("tests/builders/export-small-detectors.py"), folder], {
      stdio: "pipe",
      env: { ...process.env, OMP_NUM_THREADS: "1" },
    });
    for (const { name, card, chosen } of FAMILIES) {
      const expected = Exported.parse(JSON.parse(readFileSync(path.join(folder, `${name}.json`), "utf8")));
      const explainer = await open(path.join(folder, `${name}.onnx`), cardOf(card));
      const layers = Object.keys(expected.layers);
      expect(explainer.layers.map((layer) => layer.name)).toEqual(expect.arrayContaining(layers));
      const look = await explainer.look(inputOf(expected.image));
      const candidates = chosen.map((place) => (look.regions as Int32Array).indexOf(place));
      const score = candidates.reduce((sum, candidate) => sum + look.candidates.scores[candidate]!, 0);
      expect(Math.abs(score - expected.score)).toBeLessThan(1e-5);
      const views = await look.gradients(candidates, layers);
      for (const [layer, { activation, gradient }] of Object.entries(expected.layers)) {
        const view = views.get(layer) as LayerView;
        expect(relativeDifference(view.activation, activation)).toBeLessThan(1e-4);
        expect(relativeDifference(view.gradient, gradient)).toBeLessThan(1e-4);
      }
    }
  },
);

const MODELS = at("../shared/models/compact-frcnn");
const PATIENTS = ["35956b97-fd90-43fd-a2f3-670ba5ef779c", "e21cf265-67df-4c9d-a046-f35b267785e0"];

test.skipIf(!existsSync(MODELS))(
  "maps of the exported Faster R-CNN are pytorch-grad-cam's at all four stages (needs ../shared)",
  { timeout: 120_000 },
  async () => {
    const [shipped] = await shippedModels(at("resources"));
    const explainer = await open(shipped!.file, shipped!.card);
    expect(explainer.suggestedLayers.map((name) => /layer\d/.exec(name)?.[0])).toEqual([
      "layer1",
      "layer2",
      "layer3",
      "layer4",
    ]);
    for (const patient of PATIENTS) {
      const file = at(`../shared/data/rsna-mini/images/${patient}.dcm`);
      const image = toGreyImage(await decodeFrame(readFileSync(file), patient));
      const input = prepareInput(image, shipped!.card.input);
      const look = await explainer.look(input);
      const { scores } = look.candidates;
      const above = [...scores.keys()].filter((candidate) => scores[candidate]! > shipped!.card.scoreFloor);
      const views = await look.gradients(above, explainer.suggestedLayers);
      for (const [index, layer] of explainer.suggestedLayers.entries()) {
        const size = { rows: 256, columns: 256 };
        const { values } = mapOfLayer("grad-cam", views.get(layer)!, {
          input: size,
          part: { row: 0, column: 0, ...size },
        });
        const bytes = readFileSync(`${MODELS}/gradcam-${patient}-layer${index + 1}.f32`);
        const expected = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
        const difference = expected.reduce((sum, value, pixel) => sum + Math.abs(value - values[pixel]!), 0);
        // The oracle may be missed by 0.01; what remains is float32's noise.
        expect(difference / expected.length).toBeLessThan(1e-4);
      }
    }
  },
);
