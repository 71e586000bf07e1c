/** @file `overread export`: writes what runs drew, with the reference boxes, to a file. */
import { resolve } from "node:path";
import { runExportPath } from "../../../src-shared/contract/byte-paths";
import { Failure } from "../../../src-shared/domain/failure";
import type { Run } from "../../../src-shared/domain/run";
import { withProject, type CommandClient, type CommandContext, type OpenApplication } from "./command-context";
import { findByName } from "./find-by-name";
import { refuseUnwritable } from "./refuse-unwritable";
import { writeOutput } from "./write-output";

export const EXPORT_FORMATS = ["detections", "csv", "rjafroc"] as const;

export interface ExportOptions {
  readonly project: string;
  /** Several only for RJafroc, whose modalities they are. */
  readonly run: readonly string[];
  readonly format: (typeof EXPORT_FORMATS)[number];
  readonly iou: number;
  readonly out: string;
  readonly force: boolean;
  readonly json: boolean;
}

export async function exportCommand(context: CommandContext, options: ExportOptions): Promise<void> {
  const out = resolve(options.out);
  refuseUnwritable(out, options.force);
  const { format } = options;
  await withProject(context, { path: options.project }, async (opened) => {
    const all = await opened.client.runs.list();
    const runs = options.run.map((name) => findByName(all, name, "run"));
    const [run, ...others] = runs;
    const { result, sentence } =
      format === "rjafroc"
        ? await exportStudy(opened.client, { runs, iouThreshold: options.iou, out })
        : await exportBoxes(opened, requireOne(run, others), { format, out });
    context.terminal.print(options.json ? JSON.stringify(result, undefined, 2) : sentence);
  });
}

function requireOne(run: Run | undefined, others: readonly Run[]): Run {
  if (run && others.length === 0) return run;
  throw new Failure("invalid-input", "One run at a time is exported, but for RJafroc; exactly one --run was expected.");
}

interface Exported {
  readonly result: object;
  readonly sentence: string;
}

async function exportStudy(
  client: CommandClient,
  { runs, iouThreshold, out }: { readonly runs: readonly Run[]; readonly iouThreshold: number; readonly out: string },
): Promise<Exported> {
  const runIds = runs.map(({ id }) => id);
  const { path, cases, leftOut } = await client.evaluations.exportRjafroc({ runIds, iouThreshold, path: out });
  const missing = leftOut > 0 ? `; ${leftOut} images that not every run covers are left out` : "";
  return {
    result: { file: path, runs: runs.map(({ name }) => name), cases, leftOut },
    sentence: `Wrote a study of ${cases} cases to ${path}${missing}.`,
  };
}

const EXTENSIONS = { detections: "json", csv: "csv" } as const;

async function exportBoxes(
  { bytes }: OpenApplication,
  run: Run,
  { format, out }: { readonly format: keyof typeof EXTENSIONS; readonly out: string },
): Promise<Exported> {
  const path = runExportPath(run.id, EXTENSIONS[format]);
  const response = await bytes(new Request(new URL(path, "http://overread.invalid")));
  const text = await response.text();
  if (!response.ok) throw new Failure("internal", `The run ${run.name} could not be exported: ${text}`);
  await writeOutput(out, text);
  const { images, detections } = run;
  return {
    result: { file: out, run: run.name, images, detections },
    sentence: `Wrote ${detections} detections on ${images} images to ${out}.`,
  };
}
