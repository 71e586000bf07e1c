/** @file A project with a small checkpoint's run on four images, each with its own picture. */
import { join } from "node:path";
import { decodeRunTable } from "../../src-shared/contract/run-table";
import type { ModelCard } from "../../src-shared/domain/model";
import { writeSmallCheckpoint } from "./build-checkpoint";
import { buildDatasetFolder } from "./build-dataset";
import { buildFolder } from "./build-store";
import { buildTestApplication } from "./build-test-application";

const COLUMNS = 100;
const ROWS = 80;

/** A data set of the images p0 to p3, of which the first and the third have one reference box. */
export function buildExplainedSource(): string {
  const names = ["p0", "p1", "p2", "p3"];
  return buildDatasetFolder({
    labels: names.map((name, index) => (index % 2 === 0 ? `${name},12,20,50,40,1` : `${name},,,,,0`)),
    images: Object.fromEntries(names.map((name, index) => [name, { values: buildPattern(index) }])),
  });
}

/** The application with the project open; the network is a small Faster R-CNN with weights by chance. */
export async function openWithRun({ card = {} }: { readonly card?: Partial<ModelCard> } = {}) {
  const built = buildTestApplication();
  const { client, ended, fetch } = built;
  const folder = buildFolder();
  const projectFolder = join(folder, "project");
  await client.projects.create({ path: projectFolder, name: "Chest" });
  const source = buildExplainedSource();
  await ended(await client.datasets.import({ source }));
  const file = join(folder, "small.pth");
  await writeSmallCheckpoint(file);
  const { suggestedCard } = await client.models.inspect({ file });
  const network = { ...suggestedCard.network, minSizePx: 64, maxSizePx: 64 };
  await ended(await client.models.add({ file, card: { ...suggestedCard, network, ...card } }));
  const model = (await client.models.list()).find(({ name }) => name === "small")!;
  await ended(await client.runs.detect({ modelId: model.id, name: "first", device: "cpu" }));
  const run = (await client.runs.list())[0]!;
  const table = decodeRunTable(await (await fetch(`/runs/${run.id}/table`)).arrayBuffer());
  return { ...built, projectFolder, source, model, run, table };
}

/** Another picture for each image: waves with a bright square. */
function buildPattern(seed: number): Uint8Array {
  return Uint8Array.from({ length: ROWS * COLUMNS }, (_, index) => {
    const [x, y] = [index % COLUMNS, Math.floor(index / COLUMNS)];
    const isSquare = Math.abs(x - 20 - 15 * seed) < 10 && Math.abs(y - 40) < 10;
    return isSquare ? 250 : Math.round(100 + 60 * Math.sin(x / (5 + seed)) + 30 * Math.cos(y / 9));
  });
}
