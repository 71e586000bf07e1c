/** @file Finds a map that is kept already, and keeps one that was made. */
import { z } from "zod";
import { Explanation } from "../../../src-shared/domain/explanation";
import { hasMap, writeMap } from "../../data/files/map-files";
import {
  explanationIdOf,
  readExplanation,
  upsertExplanation,
  type ExplanationKey,
} from "../../data/store/explanations";
import type { ReadableStore, WritableStore } from "../../data/store/store";
import type { HeatMap } from "../../detection/explanation/layer-view";

/** What a job hands to the back end once the files of these maps are written. */
export const MapBatch = z.object({ explanations: z.array(Explanation).min(1) });
export type MapBatch = z.infer<typeof MapBatch>;

export async function writeMaps(store: WritableStore, { explanations }: MapBatch): Promise<void> {
  for (const explanation of explanations) await upsertExplanation(store, explanation);
}

/** Undefined where there is none, or its file is gone. */
export async function findKeptMap(
  store: ReadableStore,
  projectFolder: string,
  key: ExplanationKey,
): Promise<Explanation | undefined> {
  const kept = await readExplanation(store, explanationIdOf(key));
  return kept && (await hasMap(projectFolder, kept)) ? kept : undefined;
}

/** The file first: a row promises that its file is there. */
export async function keepMap(
  { explanation, map }: { readonly explanation: Explanation; readonly map: HeatMap },
  projectFolder: string,
  emit: (batch: MapBatch) => Promise<void>,
): Promise<void> {
  await writeMap(projectFolder, explanation, map.values);
  await emit({ explanations: [explanation] });
}
