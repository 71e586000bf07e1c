/** @file The detectors that come with the program, each beside its card in `resources/models`. */
import { readdir } from "node:fs/promises";
import path from "node:path";
import type { ModelCard } from "../../../src-shared/domain/model";
import { readCardFile } from "./read-card";

export interface ShippedModel {
  /** Absolute. */
  readonly file: string;
  readonly card: ModelCard;
}

const ENDINGS = new Set([".onnx", ".safetensors"]);

/** By name; the first of them is the one that a new project begins with. */
export async function shippedModels(resourcesFolder: string): Promise<readonly ShippedModel[]> {
  const folder = path.join(resourcesFolder, "models");
  const files = (await readdir(folder)).filter((name) => ENDINGS.has(path.extname(name))).toSorted();
  return Promise.all(
    files.map(async (name) => {
      const file = path.join(folder, name);
      return { file, card: await readCardFile(cardFileBeside(file)) };
    }),
  );
}

/** Where a model's own card lies: `detector.onnx` has `detector.card.json` beside it. */
export function cardFileBeside(modelFile: string): string {
  return path.join(path.dirname(modelFile), `${path.basename(modelFile, path.extname(modelFile))}.card.json`);
}
