/** @file `overread export`: writes a run's detections with the reference boxes to a file. */
import { resolve } from "node:path";
import { runExportPath } from "../../../src-shared/contract/byte-paths";
import { Failure } from "../../../src-shared/domain/failure";
import { writeFileAtomically } from "../../services/files/write-file-atomically";
import { withProject, type CommandContext } from "./command-context";
import { findByName } from "./find-by-name";
import { refuseUnwritable } from "./refuse-unwritable";

export const EXPORT_FORMATS = ["detections", "csv"] as const;

export interface ExportOptions {
  readonly project: string;
  readonly run: string;
  readonly format: (typeof EXPORT_FORMATS)[number];
  readonly out: string;
  readonly force: boolean;
  readonly json: boolean;
}

const EXTENSIONS = { detections: "json", csv: "csv" } as const satisfies Record<ExportOptions["format"], string>;

export async function exportCommand(context: CommandContext, options: ExportOptions): Promise<void> {
  const out = resolve(options.out);
  refuseUnwritable(out, options.force);
  await withProject(context, { path: options.project }, async ({ client, bytes }) => {
    const run = findByName(await client.runs.list(), options.run, "run");
    const path = runExportPath(run.id, EXTENSIONS[options.format]);
    const response = await bytes(new Request(new URL(path, "http://overread.invalid")));
    const text = await response.text();
    if (!response.ok) throw new Failure("internal", `The run ${run.name} could not be exported: ${text}`);
    await writeFileAtomically(out, text).catch((cause: unknown) => {
      const reason = cause instanceof Error && "code" in cause ? String(cause.code) : "nothing more";
      throw new Failure("unsupported", `${out} cannot be written: the system says ${reason}.`, { cause });
    });
    const { images, detections } = run;
    const result = { file: out, run: run.name, images, detections };
    context.terminal.print(
      options.json
        ? JSON.stringify(result, undefined, 2)
        : `Wrote ${detections} detections on ${images} images to ${out}.`,
    );
  });
}
