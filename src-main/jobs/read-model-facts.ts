/** @file What a model file says of itself, read without a trial run: as an import keeps it. */
import type { ModelFacts } from "../../src-shared/domain/model";
import { checkpointFormatOf } from "../data/models/open-checkpoint";
import { readOnnx } from "../data/models/read-onnx";
import { lookIntoCheckpoint } from "./look-into-checkpoint";

/** @throws {Failure} `unsupported` when it is neither a whole ONNX file nor a whole checkpoint of a detector. */
export async function readModelFacts(file: string): Promise<ModelFacts> {
  if (checkpointFormatOf(file) === undefined) return readOnnx(file).facts;
  const { facts, readings } = await lookIntoCheckpoint(file);
  const classes = readings[0]?.classes;
  const conventions = readings.map(({ convention }) => convention);
  return { ...facts, conventions, ...(classes !== undefined && { classes }) };
}
