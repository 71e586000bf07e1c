/** @file Checkpoints of a training as folders of a project: weights, what the optimiser remembers, and the place. */
import { existsSync } from "node:fs";
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { decodeRunTable, encodeRunTable, type RunTable } from "../../../src-shared/contract/run-table";
import { Failure } from "../../../src-shared/domain/failure";
import type { TrainingId } from "../../../src-shared/domain/identifiers";
import { TrainingStep } from "../../../src-shared/domain/training";
import type { StoredTensor } from "../../numerics/pickle/checkpoint";
import type { Tensor } from "../../numerics/tensor/tensor";
import { openCheckpoint } from "../models/open-checkpoint";
import { writeCheckpoint } from "../models/write-checkpoint";
import { refusalOfFullDisk } from "./refusal-of-full-disk";
import { writeFileAtomically } from "./write-file-atomically";

const FOLDER = "trainings";
const WEIGHTS = "weights.safetensors";
const OPTIMIZER = "optimizer.safetensors";
const PLACE = "place.json";

const CheckpointPlace = z.object({
  /** How many steps stand behind the weights. */
  step: z.int().nonnegative(),
  /** Of all of them together. */
  seconds: z.number().nonnegative(),
  /** The figures of the steps since the checkpoint before: the project's database may know less after a power cut. */
  steps: z.array(TrainingStep),
});
export type CheckpointPlace = z.infer<typeof CheckpointPlace>;

export interface TrainingCheckpoint {
  readonly place: CheckpointPlace;
  /** By name, in order. */
  readonly weights: ReadonlyMap<string, Tensor>;
  readonly optimizer: ReadonlyMap<string, Tensor>;
}

export function trainingFolder(projectFolder: string, trainingId: TrainingId): string {
  return path.join(projectFolder, FOLDER, path.basename(trainingId));
}

/** Weights of a checkpoint, as a file that opens like any other checkpoint. */
export function weightsFile(folder: string, step: number): string {
  return path.join(folder, nameOf(step), WEIGHTS);
}

/** There is never half a checkpoint under its name; one of the same step is replaced.
 * @throws {Failure} `unsupported` when the disk takes no more; earlier checkpoints are as they were. */
export async function writeTrainingCheckpoint(folder: string, checkpoint: TrainingCheckpoint): Promise<void> {
  const { place, weights, optimizer } = checkpoint;
  const name = nameOf(place.step);
  const partial = path.join(folder, `${name}.partial`);
  try {
    await rm(partial, { recursive: true, force: true });
    await mkdir(partial, { recursive: true });
    await writeCheckpoint(storedTensors(weights), path.join(partial, WEIGHTS));
    // A file of no tensors at all would be none.
    if (optimizer.size > 0) await writeCheckpoint(storedTensors(optimizer), path.join(partial, OPTIMIZER));
    await writeThrough(path.join(partial, PLACE), JSON.stringify(CheckpointPlace.parse(place)));
    await rm(path.join(folder, name), { recursive: true, force: true });
    await rename(partial, path.join(folder, name));
  } catch (cause) {
    await rm(partial, { recursive: true, force: true });
    throw refusalOfFullDisk(cause, await describeFullDisk(folder, place.step));
  }
}

async function describeFullDisk(folder: string, step: number): Promise<string> {
  const before = (await listCheckpoints(folder)).findLast((one) => one < step);
  const kept = before === undefined ? "None had been written before it." : `That of step ${before} is kept.`;
  return `The disk of ${folder} is full: the checkpoint of step ${step} could not be written. ${kept}`;
}

/** The one with the most steps; undefined where there is none. A damaged one is told of and passed over.
 * @throws {Failure} `unsupported` when all that there are are damaged. */
export async function readNewestCheckpoint(
  folder: string,
  tellDamaged: (refusal: Failure) => void,
): Promise<TrainingCheckpoint | undefined> {
  let refusal: Failure | undefined;
  for (const step of (await listCheckpoints(folder)).toReversed()) {
    try {
      return await readCheckpoint(path.join(folder, nameOf(step)));
    } catch (thrown) {
      if (!(thrown instanceof Failure)) throw thrown;
      refusal = thrown;
      tellDamaged(refusal);
    }
  }
  if (refusal) throw refusal;
  return undefined;
}

async function readCheckpoint(at: string): Promise<TrainingCheckpoint> {
  return {
    place: await readPlace(path.join(at, PLACE)),
    weights: await readTensors(path.join(at, WEIGHTS)),
    optimizer: existsSync(path.join(at, OPTIMIZER)) ? await readTensors(path.join(at, OPTIMIZER)) : new Map(),
  };
}

/** Removes all but those of these steps, and what a worker left half written that was killed. */
export async function keepCheckpoints(folder: string, steps: readonly number[]): Promise<void> {
  if (!existsSync(folder)) return;
  const needed = new Set(steps.map(nameOf));
  for (const name of await readdir(folder)) {
    const isUnneeded = HALF_WRITTEN.test(name) || (stepOf(name) !== undefined && !needed.has(name));
    if (isUnneeded) await rm(path.join(folder, name), { recursive: true, force: true });
  }
}

/** `writeTrainingCheckpoint`, `writeFileAtomically` and `writeCheckpoint` call it so until it is whole. */
const HALF_WRITTEN = /\.part(?:ial)?$/u;

export async function removeTrainingFiles(projectFolder: string, trainingId: TrainingId): Promise<void> {
  await rm(trainingFolder(projectFolder, trainingId), { recursive: true, force: true });
}

/** What was drawn on the validation images after an epoch; 0 is the model to begin with. */
export async function writeJudgedTable(folder: string, epoch: number, table: RunTable): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFileAtomically(judgedFile(folder, epoch), encodeRunTable(table));
}

/** Undefined where the epoch has not been judged, or its file was removed. */
export async function readJudgedTable(folder: string, epoch: number): Promise<RunTable | undefined> {
  const file = judgedFile(folder, epoch);
  if (!existsSync(file)) return undefined;
  const bytes = await readFile(file);
  return decodeRunTable(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

export async function removeJudgedTable(folder: string, epoch: number): Promise<void> {
  await rm(judgedFile(folder, epoch), { force: true });
}

function judgedFile(folder: string, epoch: number): string {
  return path.join(folder, `judged-${epoch}.table`);
}

/** In rising order. */
async function listCheckpoints(folder: string): Promise<readonly number[]> {
  if (!existsSync(folder)) return [];
  const steps = (await readdir(folder)).flatMap((name) => stepOf(name) ?? []);
  return steps.toSorted((a, b) => a - b);
}

function stepOf(name: string): number | undefined {
  const step = /^step-(\d+)$/u.exec(name)?.[1];
  return step === undefined ? undefined : Number(step);
}

function nameOf(step: number): string {
  return `step-${step}`;
}

function storedTensors(tensors: ReadonlyMap<string, Tensor>): readonly StoredTensor[] {
  return Array.from(tensors, ([name, tensor]) => ({
    name,
    type: tensor.type,
    shape: tensor.shape,
    load: () => tensor,
  }));
}

async function readTensors(file: string): Promise<ReadonlyMap<string, Tensor>> {
  const checkpoint = await openCheckpoint(file);
  try {
    return new Map(Array.from(checkpoint.tensors, ([name, tensor]) => [name, tensor.load()]));
  } finally {
    await checkpoint.close();
  }
}

async function readPlace(file: string): Promise<CheckpointPlace> {
  try {
    return CheckpointPlace.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (cause) {
    const sentence = `${file} does not say where the training stood; it seems to be damaged.`;
    throw new Failure("unsupported", sentence, { cause });
  }
}

async function writeThrough(file: string, text: string): Promise<void> {
  await writeFile(file, text);
  const handle = await open(file);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
