/** @file `overread import`: brings an RSNA-format folder or archive into a project. */
import { resolve } from "node:path";
import { Failure } from "../../../src-shared/domain/failure";
import { examineDataset } from "../../data/datasets/rsna-source";
import { withProject, type CommandContext } from "./command-context";
import { followJob } from "./follow-job";
import { formatTable } from "./format-table";

export interface ImportOptions {
  readonly source: string;
  readonly project: string;
  readonly json: boolean;
}

export async function importCommand(context: CommandContext, { source, project, json }: ImportOptions): Promise<void> {
  const { terminal } = context;
  // Refused before a project is made for it.
  await examineDataset(resolve(source));
  await withProject(context, { path: project, makeMissing: true }, async ({ client }) => {
    const { datasetId } = await followJob({ client, terminal }, () => client.datasets.import({ source })).catch(
      (error: unknown) => {
        if (!terminal.interrupted.aborted) throw error;
        throw new Failure("cancelled", "The import was stopped; the same command goes on where it stopped.");
      },
    );
    const dataset = (await client.datasets.list()).find(({ id }) => id === datasetId)!;
    const problems = await client.datasets.problemCounts({ datasetId });
    const splits = (await client.datasets.splits()).filter((split) => split.datasetId === datasetId);
    if (json) return terminal.print(JSON.stringify({ dataset, problems, splits }, undefined, 2));
    const { images, patients, positives, boxes } = dataset.counts;
    terminal.print(
      formatTable({
        rows: [
          ["Images", images],
          ["Patients", patients],
          ["Positive images", positives],
          ["Boxes", boxes],
          ...splits.map((split) => [`Split ${split.name}`, split.images]),
          ["Problems", dataset.counts.problems],
          ...problems.map(({ kind, count }) => [`  ${kind.replaceAll("-", " ")}`, count]),
        ],
      }),
    );
  });
}
