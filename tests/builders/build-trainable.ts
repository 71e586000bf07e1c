/** @file A project with a small checkpoint and eight images in a train, a validation and a test split. */
import { join } from "node:path";
import { writeSmallCheckpoint } from "./build-checkpoint";
import { buildDatasetFolder } from "./build-dataset";
import { buildFolder } from "./build-store";
import { buildTestApplication } from "./build-test-application";
import type { ModelCard } from "../../src-shared/domain/model";
import { TrainingConfig } from "../../src-shared/domain/training";

const NAMES = ["p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7"];

type CardChanges = Pick<ModelCard, "labels"> & Pick<ModelCard["input"], "resize">;

/** The application with the project open; the network is a small Faster R-CNN with weights by chance. */
export async function openTrainable() {
  const built = buildTestApplication();
  const { client, ended } = built;
  const folder = buildFolder();
  const projectFolder = join(folder, "project");
  await client.projects.create({ path: projectFolder, name: "Chest" });
  const source = buildDatasetFolder({
    labels: NAMES.map((name, index) => `${name},${12 + index},20,50,40,1`),
    images: Object.fromEntries(NAMES.map((name, index) => [name, { values: buildSquare(index) }])),
  });
  const { datasetId, ...importing } = await client.datasets.import({ source });
  await ended(importing);
  const splits = await client.datasets.makeSplits({
    datasetId,
    seed: 42,
    population: "positives",
    validationFraction: 0.25,
    testFraction: 0.125,
    names: { train: "train", validation: "val", test: "test" },
  });
  const splitNamed = (name: string) => splits.find((split) => split.name === name)!.id;
  const addModel = async (
    name: string,
    { seed, ...changes }: { readonly seed?: number } & Partial<CardChanges> = {},
  ) => {
    const file = join(folder, `${name}.pth`);
    await writeSmallCheckpoint(file, { ...(seed !== undefined && { seed }) });
    const { suggestedCard } = await client.models.inspect({ file });
    const { resize = suggestedCard.input.resize, labels = suggestedCard.labels } = changes;
    const input = { ...suggestedCard.input, widthPx: 64, heightPx: 64, resize };
    const network = { ...suggestedCard.network, minSizePx: 64, maxSizePx: 64 };
    await ended(await client.models.add({ file, card: { ...suggestedCard, labels, input, network } }));
    return (await client.models.list()).find((model) => model.name === name)!;
  };
  const model = await addModel("small");
  const config = TrainingConfig.parse({
    name: "first",
    modelId: model.id,
    trainSplitId: splitNamed("train"),
    validationSplitId: splitNamed("val"),
    epochs: 2,
    batchSize: 1,
    device: "cpu",
  });
  return { ...built, folder, projectFolder, model, addModel, config, testSplitId: splitNamed("test") };
}

/** A bright square on grey, 100 × 80, at another place for each image. */
function buildSquare(index: number): Uint8Array {
  return Uint8Array.from({ length: 80 * 100 }, (_, pixel) => {
    const [x, y] = [pixel % 100, Math.floor(pixel / 100)];
    return x >= 12 + index && x < 62 + index && y >= 20 && y < 60 ? 220 : 90;
  });
}

/** The same project, closed. */
export async function buildTrainable(): Promise<{ readonly folder: string; readonly projectFolder: string }> {
  const { application, folder, projectFolder } = await openTrainable();
  await application.close();
  return { folder, projectFolder };
}
