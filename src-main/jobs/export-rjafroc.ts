/** @file Lays runs out as the workbook of a free-response study that RJafroc reads. */
import { z } from "zod";
import { RunId } from "../../src-shared/domain/identifiers";
import { writeWorkbook } from "../data/exports/write-workbook";
import { rjafrocSheets, type RjafrocModality } from "../detection/errors/rjafroc-sheets";
import { tabulateRun } from "../detection/evaluation/tabulate-run";
import type { JobContext, JobDefinition } from "./job";
import { readEvaluatedRun } from "./read-evaluated-run";

const ExportInput = z.object({ runIds: z.array(RunId).min(1), iouThreshold: z.number().min(0).max(1) });
type ExportInput = z.infer<typeof ExportInput>;

const ExportOutput = z.object({
  /** The bytes of an .xlsx file. */
  workbook: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  /** Images that every run covers. */
  cases: z.int().nonnegative(),
  leftOut: z.int().nonnegative(),
});
type ExportOutput = z.infer<typeof ExportOutput>;

export const exportRjafroc: JobDefinition<ExportInput, ExportOutput, never> = {
  kind: "export-rjafroc",
  input: ExportInput,
  output: ExportOutput,
  batch: z.never(),
  run: layOut,
  write: async () => {},
};

/** The one reader of the study is the program that drew. */
const READER = "Overread";

async function layOut(
  { runIds, iouThreshold }: ExportInput,
  { store, signal }: JobContext<never>,
): Promise<ExportOutput> {
  const modalities: RjafrocModality[] = [];
  for (const runId of runIds) {
    const { run, table } = await readEvaluatedRun(store, runId);
    modalities.push({ name: run.name, table: tabulateRun(table) });
    signal.throwIfAborted();
  }
  const { sheets, images, leftOut } = rjafrocSheets(modalities, { reader: READER, iouThreshold });
  return { workbook: await writeWorkbook(sheets), cases: images, leftOut };
}
