/** @file Gives a project its own copies of the detectors that come with the program. */
import { randomUUID } from "node:crypto";
import { stat } from "node:fs/promises";
import { ModelId } from "../../../src-shared/domain/identifiers";
import { checksumFile } from "../../data/models/checksum-file";
import { copyModel } from "../../data/models/model-files";
import { shippedModels, type ShippedModel } from "../../data/models/shipped-models";
import { insertModel, listModels } from "../../data/store/models";
import { readModelFacts } from "../../jobs/read-model-facts";
import type { OpenProject } from "./open-project";

/** Skips what the project has already. A copy, not a reference: the project goes on working where the program lies
 * elsewhere, and its figures stay explained when a later version ships another file. */
export async function registerShippedModels(project: OpenProject, resourcesFolder: string): Promise<void> {
  for (const shipped of await shippedModels(resourcesFolder)) {
    const sha256 = await checksumFile(shipped.file);
    const isKnown = (await listModels(project.store)).some(
      (model) => model.sha256 === sha256 || model.name === shipped.card.name,
    );
    if (!isKnown) await register(project, shipped, sha256);
  }
}

async function register(project: OpenProject, { file, card }: ShippedModel, sha256: string): Promise<void> {
  const facts = await readModelFacts(file);
  const copy = await copyModel({ file, sha256, format: facts.format }, project.folder);
  try {
    await copy.keep();
  } catch (error) {
    await copy.discard();
    throw error;
  }
  await insertModel(project.store, {
    id: ModelId.parse(randomUUID()),
    name: card.name,
    sha256,
    fileBytes: (await stat(file)).size,
    addedAt: new Date().toISOString(),
    facts,
    card,
    file: copy.keptAs,
  });
}
