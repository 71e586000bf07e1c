/** @file What was read in a model file, as names and values. */
import { type Model, type ModelFacts, type ModelFormat } from "../../../src-shared/domain/model";
import type { Fact } from "../../components/FactList";
import { readableCount, readableParameters } from "../../components/readable";

export const FORMAT_NAMES = {
  onnx: "ONNX",
  "pytorch-zip": "PyTorch checkpoint, zip",
  "pytorch-legacy": "PyTorch checkpoint, before 1.6",
  safetensors: "safetensors",
} as const satisfies Record<ModelFormat, string>;

export function describeFacts(facts: ModelFacts): readonly Fact[] {
  return [
    { name: "Architecture", value: facts.architecture },
    { name: "Parameters", value: describeParameters(facts.parameters) },
    { name: "Classes", value: facts.classes === undefined ? undefined : readableCount(facts.classes) },
    { name: "Format", value: describeFormat(facts) },
    { name: "Note", value: facts.warnings?.join(" ") },
  ];
}

/** Weights alone, of which a network is built here; unknown for models from before facts were kept, which were ONNX. */
export function isCheckpoint({ facts, card }: Pick<Model, "facts" | "card">): boolean {
  return facts ? facts.format !== "onnx" : card.convention === "checkpoint";
}

function describeParameters(count: number): string {
  const exact = readableCount(count);
  return count < 1000 ? exact : `${readableParameters(count)} (${exact})`;
}

function describeFormat({ format, opset, producer }: ModelFacts): string {
  return [FORMAT_NAMES[format], opset !== undefined && `opset ${opset}`, producer && `by ${producer}`]
    .filter(Boolean)
    .join(", ");
}
