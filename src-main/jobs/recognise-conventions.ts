/** @file Which conventions a graph's names, shapes and metadata allow, the likeliest first, each with its reason. */
import { Failure } from "../../src-shared/domain/failure";
import { describeTensors, detectorSignature, type DetectorSignature, type GraphEnds } from "./detector-signature";
import { imageInputOf } from "./image-input";
import { OUTPUT_RULES, type GraphConvention } from "./output-rules";
import type { TensorDescription } from "./runtime/session";

export interface ConventionCandidate {
  readonly convention: GraphConvention;
  /** For a person, who is asked to confirm it. */
  readonly reason: string;
  /** How many classes the shapes tell. */
  readonly classes?: number;
}

export interface RecognisedGraph extends GraphEnds {
  /** What the exporter wrote beside the graph. */
  readonly metadata: ReadonlyMap<string, string>;
}

/** What speaks for a convention: 0 and above, where 0 means that only the number of dimensions fits. */
interface Evidence {
  readonly weight: number;
  readonly reason: string;
  readonly classes?: number;
}

/** @throws {Failure} `unsupported` when no convention fits. */
export function recogniseConventions(graph: RecognisedGraph, fileName: string): readonly ConventionCandidate[] {
  const conventions = Object.keys(OUTPUT_RULES) as GraphConvention[];
  const found = conventions.flatMap((convention) => {
    const evidence = evidenceFor(convention, graph);
    return evidence ? [{ convention, ...evidence }] : [];
  });
  if (found.length === 0) throw nothingFits(graph, fileName);
  return found
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ convention, reason, classes }) => ({ convention, reason, ...(classes !== undefined && { classes }) }));
}

function nothingFits(graph: GraphEnds, fileName: string): Failure {
  const takesImage = imageInputOf(graph.inputs) ?? imageInputOf(graph.inputs, true);
  const [what, expected] = takesImage
    ? [
        `answers ${describeTensors(graph.outputs)}`,
        "boxes, labels and scores as torchvision exports them, or the answer of a YOLO, DETR, RT-DETR or RetinaNet detector, were expected",
      ]
    : [
        `takes ${describeTensors(graph.inputs)}`,
        "one float32 image [channels, height, width] with 1 or 3 channels was expected",
      ];
  return new Failure("unsupported", `${fileName} ${what}; ${expected}.`);
}

function evidenceFor(convention: GraphConvention, graph: RecognisedGraph): Evidence | undefined {
  const signature = signatureOrNone(convention, graph);
  if (!signature) return undefined;
  const places = placesOf(signature);
  const evidence = judge(convention, graph.outputs, places);
  if (!evidence) return undefined;
  const said = saidByExporter(convention, graph.metadata);
  return said === undefined ? evidence : { ...evidence, weight: evidence.weight + 10, reason: said };
}

function signatureOrNone(
  convention: GraphConvention,
  graph: GraphEnds,
): DetectorSignature<GraphConvention> | undefined {
  try {
    return detectorSignature(graph, "", convention);
  } catch (thrown) {
    if (thrown instanceof Failure) return undefined;
    throw thrown;
  }
}

/** Cells of a YOLO's three grids, at strides 8, 16 and 32; undefined where the size of the input is open. */
function placesOf({ heightPx, widthPx }: { heightPx?: number; widthPx?: number }): number | undefined {
  if (heightPx === undefined || widthPx === undefined) return undefined;
  const cells = [8, 16, 32].map((stride) => Math.ceil(heightPx / stride) * Math.ceil(widthPx / stride));
  return cells.reduce((sum, count) => sum + count, 0);
}

const ANCHORS_PER_CELL = 3;
/** Suppression inside the graph, and DETR's queries, leave at most so many. */
const MOST_ROWS = 1000;
/** Ultralytics' RT-DETR, and RT-DETR itself, ask 300 questions; DETR asks 100. */
const RT_DETR_QUERIES = 300;
const DETR_QUERIES = 100;

function judge(
  convention: GraphConvention,
  outputs: readonly TensorDescription[],
  places: number | undefined,
): Evidence | undefined {
  const table = outputs.find(({ shape }) => shape.length === 3);
  const [, rows, columns] = table?.shape ?? [];
  switch (convention) {
    case "torchvision":
      return { weight: 8, reason: `It answers ${describeTensors(outputs)}.` };
    case "rt-detr-end-to-end":
      return { weight: 8, reason: "It takes the image's size as a second input and answers labels, boxes and scores." };
    case "yolo-v5":
      return table ? judgeFiveColumns(rows, columns, places) : judgeGrids(outputs);
    case "yolo-v8":
      return judgeEight(rows, columns, places);
    case "yolo-end-to-end":
      return judgeEndToEnd(rows, columns);
    case "rt-detr-ultralytics":
      return judgeQueryRows(rows, columns);
    case "detr":
    case "rt-detr":
      return judgeQueries(convention, outputs);
    case "retinanet":
      return judgeRetinaNet(outputs);
  }
}

type Size = number | string | undefined;

function judgeFiveColumns(rows: Size, columns: Size, places: number | undefined): Evidence {
  const classes = typeof columns === "number" ? { classes: columns - 5 } : {};
  const reason = `It answers ${rows ?? "any number of"} rows of ${columns ?? "open"} numbers: centre, size, objectness and classes.`;
  if (typeof rows !== "number") return { weight: typeof columns === "number" ? 1.5 : 0.5, reason, ...classes };
  if (places !== undefined && rows === ANCHORS_PER_CELL * places) return { weight: 6, reason, ...classes };
  return { weight: rows > MOST_ROWS ? 1.5 : 0, reason, ...classes };
}

function judgeGrids(outputs: readonly TensorDescription[]): Evidence {
  const last = outputs[0]?.shape[4];
  const reason = "It answers three grids of anchors, not yet decoded.";
  return { weight: 5, reason, ...(typeof last === "number" && { classes: last - 5 }) };
}

function judgeEight(rows: Size, columns: Size, places: number | undefined): Evidence {
  const describe = (numbers: Size, of: Size): string =>
    `It answers ${numbers ?? "an open number of"} numbers, centre, size and classes, for each of ${of ?? "the"} places.`;
  const classesOf = (numbers: Size) => (typeof numbers === "number" ? { classes: numbers - 4 } : {});
  const straight = { reason: describe(rows, columns), ...classesOf(rows) };
  const turned = { reason: describe(columns, rows), ...classesOf(columns) };
  if (places !== undefined && columns === places) return { weight: 6, ...straight };
  if (places !== undefined && rows === places) return { weight: 6, ...turned };
  if (typeof rows === "number" && (typeof columns !== "number" || columns > rows)) return { weight: 2, ...straight };
  if (typeof columns === "number") return { weight: typeof rows === "number" && rows > MOST_ROWS ? 1 : 0, ...turned };
  return { weight: 0.4, ...straight };
}

function judgeEndToEnd(rows: Size, columns: Size): Evidence {
  const reason = `It answers ${rows ?? "an open number of"} rows of six: corners, score and class.`;
  if (columns !== 6) return { weight: 0.2, reason };
  if (typeof rows !== "number") return { weight: 2, reason };
  return { weight: rows <= MOST_ROWS ? 4 : 0.3, reason };
}

function judgeQueryRows(rows: Size, columns: Size): Evidence {
  const classes = typeof columns === "number" ? { classes: columns - 4 } : {};
  const reason = `It answers ${rows ?? "an open number of"} rows of ${columns ?? "open"} numbers: centre, size and classes.`;
  if (rows !== RT_DETR_QUERIES)
    return { weight: typeof rows === "number" && rows <= MOST_ROWS ? 1 : 0.3, reason, ...classes };
  return { weight: columns === 6 ? 1 : 4, reason, ...classes };
}

function judgeQueries(convention: "detr" | "rt-detr", outputs: readonly TensorDescription[]): Evidence | undefined {
  const logits = outputs.find(({ name, shape }) => /logits/i.test(name) && shape.length === 3) ?? notBoxes(outputs);
  const [, queries, last] = logits?.shape ?? [];
  if (typeof queries === "number" && queries > MOST_ROWS) return undefined;
  const usual = convention === "detr" ? DETR_QUERIES : RT_DETR_QUERIES;
  const other = convention === "detr" ? RT_DETR_QUERIES : DETR_QUERIES;
  const weight = 2 + (queries === usual ? 1.5 : 0) - (queries === other ? 1 : 0) + countsCoco(convention, last);
  const noObject = convention === "detr" ? "the last of them “no object”" : "none of them “no object”";
  const reason = `It answers ${queries ?? "an open number of"} questions with ${last ?? "open"} class logits, ${noObject}, and a box.`;
  const classes = typeof last !== "number" ? {} : { classes: convention === "detr" ? last - 1 : last };
  return { weight: convention === "detr" ? weight + 0.1 : weight, reason, ...classes };
}

/** DETR was trained with COCO's 91 numbers, RT-DETR with its 80 classes. */
function countsCoco(convention: "detr" | "rt-detr", last: Size): number {
  if (last === 92) return convention === "detr" ? 1 : 0;
  return last === 80 && convention === "rt-detr" ? 1 : 0;
}

function notBoxes(outputs: readonly TensorDescription[]): TensorDescription | undefined {
  return outputs.find(({ shape }) => shape.length === 3 && shape[2] !== 4);
}

function judgeRetinaNet(outputs: readonly TensorDescription[]): Evidence {
  const isNamed =
    outputs.some(({ name }) => /cls|class/i.test(name)) && outputs.some(({ name }) => /reg|delta/i.test(name));
  const named = isNamed ? 2 : 0;
  if (outputs[0]!.shape.length === 4) {
    const reason = `It answers class logits and box deltas of ${outputs.length / 2} pyramid levels.`;
    return { weight: 4 + named, reason };
  }
  const [, anchors, classes] = notBoxes(outputs)?.shape ?? outputs[0]!.shape;
  const reason = `It answers class logits and box deltas of ${anchors ?? "an open number of"} anchors.`;
  const weight = (typeof anchors === "number" && anchors > MOST_ROWS ? 4 : 0.2) + named;
  return { weight, reason, ...(typeof classes === "number" && { classes }) };
}

/** Ultralytics writes what it exported: "Ultralytics YOLOv8n model trained on …", and whether suppression is inside. */
function saidByExporter(convention: GraphConvention, metadata: ReadonlyMap<string, string>): string | undefined {
  const description = metadata.get("description") ?? "";
  const isInside = metadata.get("end2end") === "True" || /['"]nms['"]: True/.test(metadata.get("args") ?? "");
  const meant = familyOf(description, isInside);
  return meant === convention ? `Its exporter calls it “${description.trim().slice(0, 60)}”.` : undefined;
}

function familyOf(description: string, isInside: boolean): GraphConvention | undefined {
  if (/rt-?detr/i.test(description)) return "rt-detr-ultralytics";
  if (/yolo-?v?5[nsmlx]?6?\b/i.test(description)) return isInside ? "yolo-end-to-end" : "yolo-v5";
  if (/yolo/i.test(description)) return isInside ? "yolo-end-to-end" : "yolo-v8";
  return undefined;
}
