/** @file Gradients and maps of imported ONNX models against torch's own on the same weights. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { TORCHVISION_CARD } from "../../src-main/data/models/card-presets";
import type { LayerView } from "../../src-main/detection/explanation/layer-view";
import type { PreparedInput } from "../../src-main/detection/preprocessing/prepare-input";
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
  { name: "retinanet", card: { convention: "retinanet" }, chosen: [11, 600, 1401] },
];

test.skipIf(!hasTorch)(
  "gradients of exported YOLO and RetinaNet graphs are torch's (needs python3-torch, -torchvision and -onnx)",
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
      console.info(name, explainer.suggestedLayers);
      expect(explainer.layers.map((layer) => layer.name)).toEqual(expect.arrayContaining(layers));
      const look = await explainer.look(inputOf(expected.image));
      const candidates = chosen.map((place) => (look.regions as Int32Array).indexOf(place));
      const score = candidates.reduce((sum, candidate) => sum + look.candidates.scores[candidate]!, 0);
      expect(Math.abs(score - expected.score)).toBeLessThan(1e-5);
      const views = await look.gradients(candidates, layers);
      for (const [layer, { activation, gradient }] of Object.entries(expected.layers)) {
        const view = views.get(layer) as LayerView;
        console.info(
          name,
          layer,
          relativeDifference(view.activation, activation),
          relativeDifference(view.gradient, gradient),
        );
        expect(relativeDifference(view.activation, activation)).toBeLessThan(1e-4);
        expect(relativeDifference(view.gradient, gradient)).toBeLessThan(1e-4);
      }
    }
  },
);
