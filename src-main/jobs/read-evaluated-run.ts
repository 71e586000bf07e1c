/** @file Reads a run with everything that its figures are computed from. */
import type { RunTable } from "../../src-shared/contract/run-table";
import type { Evaluation } from "../../src-shared/domain/evaluation";
import { Failure } from "../../src-shared/domain/failure";
import type { RunId } from "../../src-shared/domain/identifiers";
import type { Model } from "../../src-shared/domain/model";
import type { Run } from "../../src-shared/domain/run";
import { readModel } from "../data/store/models";
import { readRun, readRunTable } from "../data/store/runs";
import type { ReadableStore } from "../data/store/store";

export interface EvaluatedRun {
  readonly run: Run;
  /** Where the model's input has one size: the notebook evaluates in it, and sizes of boxes are told in it. */
  readonly frame: Evaluation["frame"];
  readonly table: RunTable;
}

/** @throws {Failure} `not-found` */
export async function readEvaluatedRun(store: ReadableStore, runId: RunId): Promise<EvaluatedRun> {
  const run = await readRun(store, runId);
  if (!run) throw new Failure("not-found", `No run of this project has the identifier ${runId}.`);
  const model = await readModel(store, run.modelId);
  if (!model) throw new Failure("not-found", `The model of the run ${run.name} is not in this project any more.`);
  return { run, frame: frameOf(model), table: await readRunTable(store, runId) };
}

function frameOf({ card: { input } }: Model): Evaluation["frame"] {
  return input.widthPx && input.heightPx ? { widthPx: input.widthPx, heightPx: input.heightPx } : undefined;
}
