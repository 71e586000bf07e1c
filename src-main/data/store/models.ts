/** @file The registered detectors. */
import type { Selectable } from "kysely";
import { Failure } from "../../../src-shared/domain/failure";
import type { ModelId } from "../../../src-shared/domain/identifiers";
import { Model, type ModelCard } from "../../../src-shared/domain/model";
import type { ModelsTable } from "./schema";
import type { ReadableStore, WritableStore } from "./store";

/** `file` is relative to the project's folder, or absolute for a model that is shipped with the program. */
export type StoredModel = Model & { readonly file: string };

/** @throws {Failure} `conflict` when a model has the name already. */
export async function insertModel(store: WritableStore, model: StoredModel): Promise<void> {
  await store.transaction(async (inner) => {
    await refuseTakenName(inner, model.name);
    await inner.database
      .insertInto("models")
      .values({
        id: model.id,
        name: model.name,
        sha256: model.sha256,
        file_bytes: model.fileBytes,
        added_at: model.addedAt,
        card: JSON.stringify(model.card),
        file: model.file,
        facts: model.facts ? JSON.stringify(model.facts) : null,
      })
      .execute();
  });
}

/** Oldest first. */
export async function listModels(store: ReadableStore): Promise<StoredModel[]> {
  const rows = await store.database.selectFrom("models").selectAll().orderBy("added_at").orderBy("id").execute();
  return rows.map(modelFrom);
}

export async function readModel(store: ReadableStore, modelId: ModelId): Promise<StoredModel | undefined> {
  const row = await store.database.selectFrom("models").selectAll().where("id", "=", modelId).executeTakeFirst();
  return row && modelFrom(row);
}

export async function findModelByName(store: ReadableStore, name: string): Promise<StoredModel | undefined> {
  const row = await store.database.selectFrom("models").selectAll().where("name", "=", name).executeTakeFirst();
  return row && modelFrom(row);
}

/** The model takes the card's name.
 * @throws {Failure} `not-found`, or `conflict` when another model has the name. */
export async function updateModelCard(store: WritableStore, modelId: ModelId, card: ModelCard): Promise<StoredModel> {
  return await store.transaction(async (inner) => {
    const model = await requireModel(inner, modelId);
    if (card.name !== model.name) await refuseTakenName(inner, card.name);
    await inner.database
      .updateTable("models")
      .set({ name: card.name, card: JSON.stringify(card) })
      .where("id", "=", modelId)
      .execute();
    return { ...model, name: card.name, card };
  });
}

/** Its benchmarks go with it. @throws {Failure} `conflict` when the model has runs. */
export async function removeModel(store: WritableStore, modelId: ModelId): Promise<void> {
  await store.transaction(async (inner) => {
    const { runs } = await inner.database
      .selectFrom("runs")
      .select(({ fn }) => fn.countAll<number>().as("runs"))
      .where("model_id", "=", modelId)
      .executeTakeFirstOrThrow();
    if (runs > 0) {
      const { name } = await requireModel(inner, modelId);
      const found = runs === 1 ? "1 run" : `${runs} runs`;
      throw new Failure("conflict", `The model ${name} has ${found}; it can be removed once its runs are removed.`);
    }
    await inner.database.deleteFrom("models").where("id", "=", modelId).execute();
  });
}

async function requireModel(store: ReadableStore, modelId: ModelId): Promise<StoredModel> {
  const model = await readModel(store, modelId);
  if (!model) throw new Failure("not-found", `No model of this project has the identifier ${modelId}.`);
  return model;
}

async function refuseTakenName(store: ReadableStore, name: string): Promise<void> {
  if (!(await findModelByName(store, name))) return;
  throw new Failure("conflict", `This project has a model named ${name} already; a name of its own was expected.`);
}

function modelFrom(row: Selectable<ModelsTable>): StoredModel {
  const { id, name, sha256, file, file_bytes: fileBytes, added_at: addedAt } = row;
  const facts = row.facts === null ? {} : { facts: JSON.parse(row.facts) };
  return { ...Model.parse({ id, name, sha256, fileBytes, addedAt, ...facts, card: JSON.parse(row.card) }), file };
}
