/** @file `overread models benchmark`: times a model on every device that works here and compares their answers. */
import type { BenchmarkResult } from "../../../src-shared/domain/benchmark";
import { EXECUTION_PROVIDER_NAMES } from "../../../src-shared/domain/device";
import { Failure, failureFrom } from "../../../src-shared/domain/failure";
import type { JobId } from "../../../src-shared/domain/identifiers";
import { withProject, type CommandContext } from "./command-context";
import { findByName } from "./find-by-name";
import { followJob, type Following } from "./follow-job";
import { formatTable } from "./format-table";

export interface BenchmarkOptions {
  readonly project: string;
  readonly model: string;
  readonly json: boolean;
}

export async function benchmarkCommand(context: CommandContext, options: BenchmarkOptions): Promise<void> {
  const { terminal } = context;
  await withProject(context, { path: options.project }, async ({ client }) => {
    const { id: modelId } = findByName(await client.models.list(), options.model, "model");
    const jobIds: JobId[] = [];
    const refusals: string[] = [];
    await followNoting(refusals, { client, terminal }, async () => {
      jobIds.push(...(await client.models.benchmark({ modelId })).jobIds);
      return { jobId: jobIds[0]! };
    });
    for (const jobId of jobIds.slice(1)) {
      await followNoting(refusals, { client, terminal }, async () =>
        (await isAtWork({ client, terminal }, jobId)) ? { jobId } : undefined,
      );
    }
    const results = await client.models.benchmarks({ modelId });
    terminal.print(options.json ? JSON.stringify(results, undefined, 2) : formatBenchmarks(results));
    if (refusals.length > 0) throw new Failure("unsupported", refusals.join(" "));
  });
}

/** One device whose driver ends the worker must not keep the others from their turn. */
async function followNoting(
  refusals: string[],
  following: Following,
  start: () => Promise<{ readonly jobId: JobId } | undefined>,
): Promise<void> {
  try {
    await followJob(following, start);
  } catch (thrown) {
    const failure = failureFrom(thrown);
    if (following.terminal.interrupted.aborted || failure.code !== "unsupported") throw thrown;
    refusals.push(failure.message);
  }
}

async function isAtWork({ client }: Following, jobId: JobId): Promise<boolean> {
  const job = (await client.jobs.list()).find(({ id }) => id === jobId);
  return job?.current.state === "queued" || job?.current.state === "running";
}

function formatBenchmarks(results: readonly BenchmarkResult[]): string {
  const measured = results.map(({ provider, precision, result }) => {
    const device = [EXECUTION_PROVIDER_NAMES[provider], precision];
    if (result.outcome === "refused") return [...device, "", "", "", "", result.reason];
    const { imageSeconds, openSeconds, memoryBytes, placement, agreement } = result;
    return [
      ...device,
      (1 / imageSeconds).toFixed(2),
      `${openSeconds.toFixed(1)} s`,
      `${Math.round(memoryBytes / 1e6)} MB`,
      placement ? Object.values(placement.fallenBack).reduce((sum, count) => sum + count, 0) : undefined,
      agreement
        ? `${agreement.boxPx.toPrecision(2)} px, ${agreement.score.toPrecision(2)} in score, ${agreement.unmatched} unmatched`
        : undefined,
    ];
  });
  const head = ["Device", "Precision", "Images a second", "Opens in", "Memory", "Fell back", "Differs from the CPU"];
  return formatTable({ head, rows: measured });
}
