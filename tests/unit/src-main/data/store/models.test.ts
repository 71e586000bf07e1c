/** @file The model registry in the store. */
import { expect, test } from "vitest";
import {
  findModelByName,
  insertModel,
  listModels,
  readModel,
  removeModel,
  updateModelCard,
} from "../../../../../src-main/data/store/models";
import { removeRun } from "../../../../../src-main/data/store/runs";
import { ModelId } from "../../../../../src-shared/domain/identifiers";
import { buildFilledStore, buildModel, buildRun, buildStore } from "../../../../builders/build-store";

test("a model comes back with its card and file, by identifier, by name and in the list", async () => {
  const { store } = await buildStore();
  const model = buildModel();
  await insertModel(store, model);

  expect(await readModel(store, model.id)).toStrictEqual(model);
  expect(await findModelByName(store, "Compact")).toStrictEqual(model);
  expect(await listModels(store)).toStrictEqual([model]);
  expect(await readModel(store, ModelId.parse("none"))).toBeUndefined();
});

test("what was read in a file is kept with its model", async () => {
  const { store } = await buildStore();
  const facts = { format: "pytorch-zip", architecture: "Faster R-CNN", parameters: 43_256_153, classes: 2 } as const;
  const model = buildModel({ facts });
  await insertModel(store, model);

  expect(await readModel(store, model.id)).toStrictEqual(model);
  expect((await readModel(store, model.id))?.facts).toEqual(facts);
});

test("a name can be given once, whether by adding or by editing a card", async () => {
  const { store } = await buildStore();
  const [first, second] = [buildModel(), buildModel({ id: "model-2", name: "Large" })];
  await insertModel(store, first);
  await insertModel(store, second);

  const refusal = {
    code: "conflict",
    message: "This project has a model named Compact already; a name of its own was expected.",
  };
  await expect(insertModel(store, buildModel({ id: "model-3" }))).rejects.toMatchObject(refusal);
  await expect(updateModelCard(store, second.id, first.card)).rejects.toMatchObject(refusal);
  expect(await listModels(store)).toHaveLength(2);
});

test("an edited card renames the model and is kept", async () => {
  const { store } = await buildStore();
  const model = buildModel();
  await insertModel(store, model);
  const card = { ...model.card, name: "Renamed", suggestedThreshold: 0.7 };

  const updated = await updateModelCard(store, model.id, card);

  expect(updated).toStrictEqual({ ...model, name: "Renamed", card });
  expect(await readModel(store, model.id)).toStrictEqual(updated);
  await expect(updateModelCard(store, ModelId.parse("none"), card)).rejects.toMatchObject({ code: "not-found" });
});

test("a model with runs is kept until they are removed", async () => {
  const { store } = await buildFilledStore(1);
  const runId = await buildRun(store);
  const { id } = buildModel();

  await expect(removeModel(store, id)).rejects.toMatchObject({
    code: "conflict",
    message: "The model Compact has 1 run; it can be removed once its runs are removed.",
  });
  await removeRun(store, runId);
  await removeModel(store, id);
  expect(await listModels(store)).toEqual([]);
});
