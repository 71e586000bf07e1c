/** @file Writes the workbook that RJafroc reads, made in a worker, to a file of the person's choice. */
import { existsSync } from "node:fs";
import { dirname, extname, resolve } from "node:path";
import { Failure } from "../../../src-shared/domain/failure";
import type { RunId } from "../../../src-shared/domain/identifiers";
import { exportRjafroc } from "../../jobs/export-rjafroc";
import { writeFileAtomically } from "../../data/files/write-file-atomically";
import type { OpenProject } from "../projects/open-project";
import { requireRun } from "../run-service";
import type { ServiceContext } from "../service-context";
import { refuseUnfinished } from "./start-evaluation";

interface RjafrocRequest {
  readonly runIds: readonly RunId[];
  readonly iouThreshold: number;
  readonly path: string;
}

/** @throws {Failure} `invalid-input` for another ending, and for runs that RJafroc could not read; `not-found` for a run or
 * the folder; `conflict` while a run is being computed; `unsupported` where the file cannot be written. */
export async function writeRjafroc(
  { pool }: Pick<ServiceContext, "pool">,
  project: OpenProject,
  { signal, ...request }: RjafrocRequest & { readonly signal: AbortSignal | undefined },
): Promise<{ path: string; cases: number; leftOut: number }> {
  const path = requirePlace(request.path);
  for (const runId of request.runIds) refuseUnfinished(await requireRun(project, runId), "export");
  const input = { runIds: [...request.runIds], iouThreshold: request.iouThreshold };
  const place = { projectFolder: project.folder, store: project.store };
  const handle = pool.run(exportRjafroc, input, { ...place, ...(signal && { signal }) });
  const { workbook, cases, leftOut } = await handle.result;
  await writeFileAtomically(path, workbook).catch((cause: unknown) => {
    const reason = cause instanceof Error && "code" in cause ? String(cause.code) : "nothing more";
    throw new Failure("unsupported", `${path} cannot be written: the system says ${reason}.`, { cause });
  });
  return { path, cases, leftOut };
}

function requirePlace(file: string): string {
  const path = resolve(file);
  if (extname(path).toLowerCase() !== ".xlsx") {
    throw new Failure("invalid-input", `${path} does not end in .xlsx, by which RJafroc knows a workbook.`);
  }
  if (!existsSync(dirname(path))) throw new Failure("not-found", `There is no folder ${dirname(path)} to write to.`);
  return path;
}
