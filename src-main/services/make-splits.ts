/** @file Draws splits of a data set by a recipe and writes them down. */
import type { Dataset } from "../../src-shared/domain/dataset";
import { Failure } from "../../src-shared/domain/failure";
import { type DatasetId, type InstanceId, SplitId } from "../../src-shared/domain/identifiers";
import { SPLIT_SIDES, type Split, type SplitRecipe } from "../../src-shared/domain/split";
import { listSplitPatients } from "../data/store/split-patients";
import { insertSplit, listRunsOfSplit, listSplits, readSplit, removeSplit } from "../data/store/splits";
import type { WritableStore } from "../data/store/store";
import { requireDisjointSides } from "../detection/dataset/require-disjoint-sides";
import { splitPatients } from "../detection/dataset/split-patients";

/** All images of a patient fall on one side, those without boxes too.
 * @throws {Failure} `conflict` when a name is taken; `invalid-input` when the recipe cannot be followed. */
export async function makeSplits(
  store: WritableStore,
  dataset: Pick<Dataset, "id" | "name">,
  recipe: SplitRecipe,
): Promise<Split[]> {
  return store.transaction(async (inner) => {
    const before = await listSplits(inner);
    refuseNames(recipe.names, { dataset, taken: before.filter(({ datasetId }) => datasetId === dataset.id) });
    for (const { name, instanceIds } of await drawSides(inner, dataset, recipe)) {
      const id = SplitId.parse(`${dataset.id}:${name}`);
      await insertSplit(inner, { id, datasetId: dataset.id, name, recipe }, instanceIds);
    }
    const known = new Set(before.map(({ id }) => id));
    return (await listSplits(inner)).filter(({ id }) => !known.has(id));
  });
}

/** @throws {Failure} `not-found`; `conflict` while runs are about it. */
export async function requireRemovedSplit(store: WritableStore, splitId: SplitId): Promise<void> {
  await store.transaction(async (inner) => {
    const split = await readSplit(inner, splitId);
    if (!split) throw new Failure("not-found", `There is no split ${splitId} in this project.`);
    const [run, ...others] = await listRunsOfSplit(inner, splitId);
    if (run !== undefined) {
      const more = others.length === 0 ? "" : ` and ${others.length} more`;
      throw new Failure("conflict", `The split ${split.name} is that of the run ${run}${more}; remove its runs first.`);
    }
    await removeSplit(inner, splitId);
  });
}

interface Side {
  readonly name: string;
  readonly instanceIds: readonly InstanceId[];
}

async function drawSides(
  store: WritableStore,
  dataset: { readonly id: DatasetId; readonly name: string },
  recipe: SplitRecipe,
): Promise<readonly Side[]> {
  const { population, names } = recipe;
  const patients = await listSplitPatients(store, dataset.id, population);
  if (patients.length === 0) {
    const who = population === "positives" ? "patient with a reference box" : "image";
    throw new Failure("invalid-input", `The data set ${dataset.name} has no ${who} to split.`);
  }
  const imagesOf = new Map(patients.map(({ patientId, instanceIds }) => [patientId, instanceIds]));
  const drawn = splitPatients([...imagesOf.keys()], recipe);
  requireDisjointSides(
    SPLIT_SIDES.flatMap((side) => drawn[side].map((patientId) => ({ patientId, side: names[side] }))),
  );
  return SPLIT_SIDES.filter((side) => drawn[side].length > 0).map((side) => {
    return { name: names[side], instanceIds: drawn[side].flatMap((patientId) => imagesOf.get(patientId) ?? []) };
  });
}

function refuseNames(
  names: SplitRecipe["names"],
  { dataset, taken }: { readonly dataset: Pick<Dataset, "name">; readonly taken: readonly Split[] },
): void {
  const given = SPLIT_SIDES.map((side) => names[side]);
  const twice = given.find((name, place) => given.indexOf(name) < place);
  if (twice !== undefined) {
    throw new Failure("invalid-input", `Two sides are called ${twice}; each needs a name of its own.`);
  }
  const known = given.find((name) => taken.some((split) => split.name === name));
  if (known === undefined) return;
  throw new Failure(
    "conflict",
    `The data set ${dataset.name} has a split ${known} already; another name was expected.`,
  );
}
