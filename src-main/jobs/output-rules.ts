/** @file How the outputs of each convention are told from names, types and shapes. */
import type { TensorDescription } from "./runtime/session";

/** Names of a graph's outputs by what they mean. */
export interface ConventionOutputs {
  /** [N, 4] float32, [N] int64 or int32, [N] float32. */
  readonly torchvision: { readonly boxes: string; readonly labels: string; readonly scores: string };
  /** [1, N, 5 + classes], or the grids before decoding, [1, 3, h, w, 5 + classes], the finest first. */
  readonly "yolo-v5": { readonly rows: string } | { readonly heads: readonly string[] };
  /** [1, 4 + classes, N], or [1, N, 4 + classes]. */
  readonly "yolo-v8": { readonly columns: string };
  /** [1, N, 6] */
  readonly "yolo-end-to-end": { readonly rows: string };
  /** [1, N, classes + 1] and [1, N, 4]. */
  readonly detr: { readonly logits: string; readonly boxes: string };
  /** [1, N, classes] and [1, N, 4]. */
  readonly "rt-detr": { readonly logits: string; readonly boxes: string };
  /** [1, N] int64, [1, N, 4] and [1, N]. */
  readonly "rt-detr-end-to-end": { readonly labels: string; readonly boxes: string; readonly scores: string };
  /** [1, N, 4 + classes] */
  readonly "rt-detr-ultralytics": { readonly rows: string };
  /** One of each for every pyramid level, the finest first: [1, A × classes, h, w] and [1, 4 A, h, w]; or one of each
   * for all levels joined: [1, N, classes] and [1, N, 4]. */
  readonly retinanet: { readonly classLogits: readonly string[]; readonly boxDeltas: readonly string[] };
}

/** Every convention but that of checkpoints, which have no graph. */
export type GraphConvention = keyof ConventionOutputs;

export interface OutputRule<Outputs> {
  readonly outputs: (outputs: readonly TensorDescription[]) => Outputs | undefined;
  /** The end of the sentence that refuses other outputs. */
  readonly expected: string;
  /** The graph has a second input, the image's size. */
  readonly takesSize?: true;
}

export const OUTPUT_RULES: { readonly [Key in GraphConvention]: OutputRule<ConventionOutputs[Key]> } = {
  torchvision: {
    outputs: (outputs) => threeByName(outputs, 1) ?? threeByShape(outputs, 1),
    expected: "boxes [N, 4], labels [N] and scores [N], as torchvision exports them, were expected",
  },
  "yolo-v5": {
    outputs: (outputs) => rowsOf(outputs, 6) ?? gridsOf(outputs),
    expected: "rows [1, N, 5 + classes], or grids [1, 3, h, w, 5 + classes], as YOLOv5 exports them, were expected",
  },
  "yolo-v8": {
    outputs: (outputs) => {
      const only = onlyTable(outputs);
      return only && hasSides(only, 5) ? { columns: only.name } : undefined;
    },
    expected: "columns [1, 4 + classes, N], as YOLOv8 and later export them, were expected",
  },
  "yolo-end-to-end": {
    outputs: (outputs) => {
      const only = onlyTable(outputs);
      return only && fits(only.shape[2], 6) ? { rows: only.name } : undefined;
    },
    expected: "rows [1, N, 6], as YOLO exports them with its suppression, were expected",
  },
  detr: {
    outputs: logitsAndBoxes,
    expected: "class logits [1, N, classes + 1] and boxes [1, N, 4], as DETR exports them, were expected",
  },
  "rt-detr": {
    outputs: logitsAndBoxes,
    expected: "class logits [1, N, classes] and boxes [1, N, 4], as RT-DETR exports them, were expected",
  },
  "rt-detr-end-to-end": {
    outputs: (outputs) => threeByName(outputs, 2) ?? threeByShape(outputs, 2),
    expected: "labels [1, N], boxes [1, N, 4] and scores [1, N], as RT-DETR exports them, were expected",
    takesSize: true,
  },
  "rt-detr-ultralytics": {
    outputs: (outputs) => {
      const only = onlyTable(outputs);
      return only && atLeast(only.shape[2], 5) ? { rows: only.name } : undefined;
    },
    expected: "rows [1, N, 4 + classes], as Ultralytics exports RT-DETR, were expected",
  },
  retinanet: {
    outputs: (outputs) => joinedHeads(outputs) ?? levelHeads(outputs),
    expected:
      "class logits [1, A × classes, h, w] and box deltas [1, 4 A, h, w] of each level, as RetinaNet's heads answer them, were expected",
  },
};

type Three = ConventionOutputs["torchvision"];
type Size = number | string | undefined;

/** `rank` is that of labels and scores; boxes have one more. */
function threeRules(rank: number) {
  return {
    boxes: ({ type, shape }: TensorDescription) =>
      type === "float32" && shape.length === rank + 1 && fits(shape.at(-1), 4),
    labels: ({ type, shape }: TensorDescription) => (type === "int64" || type === "int32") && shape.length === rank,
    scores: ({ type, shape }: TensorDescription) => type === "float32" && shape.length === rank,
  } satisfies Record<keyof Three, (output: TensorDescription) => boolean>;
}

/** A file may leave the shape of an output open, which reads as no dimensions at all; the trial run then decides. */
function threeByName(outputs: readonly TensorDescription[], rank: number): Three | undefined {
  const areThere = Object.entries(threeRules(rank)).every(([name, isFit]) => {
    const output = outputs.find((candidate) => candidate.name === name);
    return output && (isFit(output) || output.shape.length === 0);
  });
  return areThere ? { boxes: "boxes", labels: "labels", scores: "scores" } : undefined;
}

function threeByShape(outputs: readonly TensorDescription[], rank: number): Three | undefined {
  const rules = threeRules(rank);
  const boxes = onlyName(outputs.filter(rules.boxes));
  const labels = onlyName(outputs.filter(rules.labels));
  const scores = onlyName(outputs.filter(rules.scores));
  return boxes !== undefined && labels !== undefined && scores !== undefined ? { boxes, labels, scores } : undefined;
}

function rowsOf(outputs: readonly TensorDescription[], width: number): { readonly rows: string } | undefined {
  const tables = outputs.filter((output) => isFloat(output, 3));
  const isAlone = outputs.every((output) => isFloat(output, 3) || isGrid(output));
  return isAlone && tables.length === 1 && atLeast(tables[0]!.shape[2], width) ? { rows: tables[0]!.name } : undefined;
}

function gridsOf(outputs: readonly TensorDescription[]): { readonly heads: readonly string[] } | undefined {
  if (outputs.length !== 3 || !outputs.every(isGrid)) return undefined;
  return { heads: finestFirst(outputs, 2).map(({ name }) => name) };
}

function isGrid(output: TensorDescription): boolean {
  return isFloat(output, 5) && fits(output.shape[1], 3) && atLeast(output.shape[4], 6);
}

/** The graph's one output, where it is [1, a, b]; a shape that is open is taken for one. */
function onlyTable(outputs: readonly TensorDescription[]): TensorDescription | undefined {
  const [only] = outputs;
  return outputs.length === 1 && only && (isFloat(only, 3) || isFloat(only, 0)) ? only : undefined;
}

function hasSides({ shape }: TensorDescription, least: number): boolean {
  return (
    shape.length === 0 ||
    (atLeast(shape[1], 1) && atLeast(shape[2], 1) && shape.slice(1).some((s) => atLeast(s, least)))
  );
}

const LOGITS = /^(pred_)?logits$/i;
const BOXES = /^(pred_)?boxes$/i;

/** Exporters add hidden states and auxiliary answers, so that names come first. */
function logitsAndBoxes(outputs: readonly TensorDescription[]): ConventionOutputs["detr"] | undefined {
  const tables = outputs.filter((output) => isFloat(output, 3));
  const named = (pattern: RegExp) => onlyName(tables.filter(({ name }) => pattern.test(name)));
  const [logits, boxes] = [named(LOGITS), named(BOXES)];
  if (logits !== undefined && boxes !== undefined) return { logits, boxes };
  return outputs.length === 2 ? pairOfTables(tables) : undefined;
}

function pairOfTables(tables: readonly TensorDescription[]): ConventionOutputs["detr"] | undefined {
  const boxes = tables.filter(({ shape }) => shape[2] === 4);
  const logits = tables.filter(({ shape }) => shape[2] !== 4 && atLeast(shape[2], 1));
  return boxes.length === 1 && logits.length === 1 ? { logits: logits[0]!.name, boxes: boxes[0]!.name } : undefined;
}

const OF_CLASSES = /cls|class|logit|score/i;
const OF_BOXES = /box|reg|delta|loc/i;

function joinedHeads(outputs: readonly TensorDescription[]): ConventionOutputs["retinanet"] | undefined {
  if (outputs.length !== 2 || !outputs.every((output) => isFloat(output, 3))) return undefined;
  const pair = pairOfTables(outputs) ?? pairByName(outputs);
  return pair && { classLogits: [pair.logits], boxDeltas: [pair.boxes] };
}

/** Four classes look like four coordinates. */
function pairByName(outputs: readonly TensorDescription[]): ConventionOutputs["detr"] | undefined {
  const boxes = onlyName(outputs.filter(({ name }) => OF_BOXES.test(name)));
  const logits = onlyName(outputs.filter(({ name }) => OF_CLASSES.test(name) && name !== boxes));
  return boxes === undefined || logits === undefined ? undefined : { logits, boxes };
}

function levelHeads(outputs: readonly TensorDescription[]): ConventionOutputs["retinanet"] | undefined {
  if (outputs.length < 2 || outputs.length % 2 !== 0) return undefined;
  if (!outputs.every((output) => isFloat(output, 4))) return undefined;
  const half = outputs.length / 2;
  const boxes = outputs.filter(({ name }) => OF_BOXES.test(name) && !OF_CLASSES.test(name));
  const [classLogits, boxDeltas] =
    boxes.length === half
      ? [outputs.filter((output) => !boxes.includes(output)), boxes]
      : [outputs.slice(0, half), outputs.slice(half)];
  if (!boxDeltas.every(({ shape }) => typeof shape[1] !== "number" || shape[1] % 4 === 0)) return undefined;
  const names = (heads: readonly TensorDescription[]) => finestFirst(heads, 2).map(({ name }) => name);
  return { classLogits: names(classLogits), boxDeltas: names(boxDeltas) };
}

/** By the number of cells, of which `axis` and the next one tell; heads of open sizes stay in the file's order. */
function finestFirst(outputs: readonly TensorDescription[], axis: number): readonly TensorDescription[] {
  const cells = ({ shape }: TensorDescription): number => Number(shape[axis]) * Number(shape[axis + 1]);
  return outputs.every((output) => Number.isFinite(cells(output)))
    ? outputs.toSorted((a, b) => cells(b) - cells(a))
    : outputs;
}

function isFloat({ type, shape }: TensorDescription, rank: number): boolean {
  return type === "float32" && shape.length === rank;
}

function onlyName(outputs: readonly TensorDescription[]): string | undefined {
  return outputs.length === 1 ? outputs[0]!.name : undefined;
}

function fits(size: Size, wanted: number): boolean {
  return typeof size !== "number" || size === wanted;
}

function atLeast(size: Size, least: number): boolean {
  return typeof size !== "number" || size >= least;
}
