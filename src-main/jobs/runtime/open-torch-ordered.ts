/** @file Opens a graph that torch exported so that equal scores are ranked as torch ranks them.
 *
 * Where a radiograph is dark, a detector's region scores are equal to the last bit, and which of them become proposals
 * decides what it finds: with ONNX's order of equals, 7 % of the shipped detector's findings differ from torchvision's.
 * The graph is cut at its TopK nodes, and these are computed here. */
import { readFile } from "node:fs/promises";
import type { ExecutionProvider } from "../../../src-shared/domain/device";
import { Failure } from "../../../src-shared/domain/failure";
import { ONNX_ELEMENT_TYPES } from "../../numerics/onnx/element-types";
import { findTopK, type TopKNode } from "../../numerics/onnx/find-top-k";
import { readModel } from "../../numerics/onnx/onnx-model";
import { splitModel, type SplitModel } from "../../numerics/onnx/split-model";
import type { Logger } from "../job";
import { sumOfPlacements } from "./node-placement";
import { openSession, type OpenSessionOptions } from "./open-session";
import type { Session, TensorDescription, TensorValue } from "./session";
import { topKOfTensor } from "./top-k-of-tensor";

export interface TorchOrderedOptions extends Pick<OpenSessionOptions, "isRecorded"> {
  readonly log: Logger;
}

/** Runs the model as it is where there is nothing to rank, or where it cannot be cut. Errors are the library's own. */
export async function openTorchOrdered(
  model: string | Uint8Array,
  provider: ExecutionProvider,
  { log, ...options }: TorchOrderedOptions,
): Promise<Session> {
  const cut = cutAtTopK(await bytesOf(model));
  if (cut) {
    try {
      const session = await openParts(cut, provider, options);
      if (session) return session;
    } catch (error) {
      // The whole model may still open; if not, its own error is the one to read.
      log.warn("A model could not be run in two parts; equal scores are ranked as ONNX does.", { error });
    }
  }
  return openSession(model, provider, options);
}

/** Undefined where the file cannot be read, or is too large to be held whole: ONNX Runtime will say what is wrong. */
async function bytesOf(model: string | Uint8Array): Promise<Uint8Array | undefined> {
  return typeof model === "string" ? readFile(model).catch(() => undefined) : model;
}

interface CutModel {
  readonly tops: readonly TopKNode[];
  readonly parts: SplitModel;
  readonly outputNames: readonly string[];
}

function cutAtTopK(bytes: Uint8Array | undefined): CutModel | undefined {
  if (!bytes) return undefined;
  try {
    const model = readModel(bytes);
    const tops = findTopK(model.graph);
    if (tops.length === 0) return undefined;
    const replaced = tops.flatMap(({ values, indices }) => [values, indices]).filter((name) => name !== "");
    const parts = splitModel(model, { replaced, wanted: tops.flatMap(({ data, count }) => [data, count]) });
    return parts && { tops, parts, outputNames: model.graph.outputs.map(({ name }) => name) };
  } catch (thrown) {
    // What cannot be read here cannot be opened either, and ONNX Runtime's reason is better.
    if (thrown instanceof Failure) return undefined;
    throw thrown;
  }
}

/** Undefined where the tensors at the cut have types that cannot be passed on, or that are not ranked here. */
async function openParts(
  cut: CutModel,
  provider: ExecutionProvider,
  options: Pick<OpenSessionOptions, "isRecorded">,
): Promise<Session | undefined> {
  const before = await openSession(cut.parts.before, provider, { ...options, takesTurns: true });
  try {
    const types = typesAtCut(before, cut.tops);
    if (cut.parts.afterInputs.every((name) => types.has(name)) && cut.tops.every(({ data }) => types.get(data) === 1)) {
      const after = await openSession(cut.parts.after(types), provider, { ...options, takesTurns: true });
      return inTwoParts(before, after, cut);
    }
  } catch (error) {
    await before.release();
    throw error;
  }
  await before.release();
  return undefined;
}

function typesAtCut(before: Session, tops: readonly TopKNode[]): ReadonlyMap<string, number> {
  const types = new Map<string, number>();
  const learn = (name: string, type: string): void => {
    const elementType = ONNX_ELEMENT_TYPES.get(type);
    if (elementType !== undefined) types.set(name, elementType);
  };
  for (const { name, type } of [...before.inputs, ...before.outputs]) learn(name, type);
  for (const { values, indices } of tops) {
    learn(values, "float32");
    learn(indices, "int64");
  }
  return types;
}

function inTwoParts(before: Session, after: Session, { tops, parts, outputNames }: CutModel): Session {
  const { provider, inputs } = before;
  return {
    provider,
    inputs,
    outputs: outputNames.map((name) => describedAs(name, [...after.outputs, ...before.outputs])),
    run: async (given) => {
      const known: Record<string, TensorValue> = { ...given, ...(await before.run(given)) };
      for (const top of tops) Object.assign(known, rank(top, known));
      const answer = { ...known, ...(await after.run(pick(known, parts.afterInputs))) };
      return pick(answer, outputNames);
    },
    takePlacement: async () => sumOfPlacements([await before.takePlacement(), await after.takePlacement()]),
    release: async () => {
      await before.release();
      await after.release();
    },
  };
}

function describedAs(name: string, tensors: readonly TensorDescription[]): TensorDescription {
  return tensors.find((tensor) => tensor.name === name) ?? { name, type: "unknown", shape: [] };
}

function rank(top: TopKNode, known: Readonly<Record<string, TensorValue>>): Record<string, TensorValue> {
  const { [top.data]: data, [top.count]: count } = pick(known, [top.data, top.count]);
  const ranked = topKOfTensor(data!, { k: Number(count!.data[0]), axis: top.axis });
  return { [top.values]: ranked.values, [top.indices]: ranked.indices };
}

function pick(known: Readonly<Record<string, TensorValue>>, names: readonly string[]): Record<string, TensorValue> {
  return Object.fromEntries(
    names.map((name) => {
      const tensor = known[name];
      if (!tensor) throw new Failure("internal", `The model's tensor ${name} was not computed; it was expected here.`);
      return [name, tensor];
    }),
  );
}
