/** @file The raw answer of RetinaNet's heads, level by level or joined, brought to planes of each level. */
import { Failure } from "../../../src-shared/domain/failure";
import type { LevelAnchors, ModelCard } from "../../../src-shared/domain/model";
import { anchorsPerCell, generateAnchors, type GridSize } from "../../detection/boxes/anchors";
import type { RetinaNetLevel } from "../../detection/candidates/retinanet-places";
import { RETINANET_ANCHORS } from "../../detection/networks/network-settings";
import type { PreparedInput } from "../../detection/preprocessing/prepare-input";
import type { ConventionOutputs } from "../output-rules";
import { requireFloats, type Answer } from "./answer-tensors";

/** Pixels of the image for one cell of the finest level. */
const FINEST_STRIDE = 8;

export interface RetinaNetHeads {
  /** [A · classes, h, w] of each level, finest first. */
  readonly classLogits: readonly Float32Array[];
  /** [4 A, h, w] of each level. */
  readonly boxDeltas: readonly Float32Array[];
  readonly grids: readonly GridSize[];
  readonly classes: number;
  /** Where the logits of each level stand in the graph's outputs. */
  readonly sources: readonly Pick<RetinaNetLevel, "output" | "placeInOutput">[];
}

interface Reading {
  readonly anchors: readonly LevelAnchors[];
  readonly input: PreparedInput;
}

type Names = ConventionOutputs["retinanet"];

/** @throws {Failure} `unsupported` when the answer does not fit the anchors. */
export function readRetinaNetHeads(answer: Answer, names: Names, reading: Reading): RetinaNetHeads {
  const isJoined = names.classLogits.length === 1 && answer[names.classLogits[0]!]?.shape.length === 3;
  return isJoined ? readJoined(answer, names, reading) : readLevels(answer, names, reading);
}

/** The levels with their anchors, of a model whose card may name the anchors.
 * @throws {Failure} `unsupported` when the answer does not fit them. */
export function retinaNetLevels(
  answer: Answer,
  names: Names,
  { card, input }: { readonly card: ModelCard; readonly input: PreparedInput },
): { readonly levels: readonly RetinaNetLevel[]; readonly classes: number } {
  const anchors = card.network?.anchors ?? RETINANET_ANCHORS;
  const { classLogits, boxDeltas, grids, classes, sources } = readRetinaNetHeads(answer, names, { anchors, input });
  const [, imageHeight, imageWidth] = input.shape;
  const placed = generateAnchors(grids, { imageHeight, imageWidth, anchors });
  const levels = grids.map(({ gridHeight, gridWidth }, level) => ({
    ...sources[level]!,
    classLogits: classLogits[level]!,
    boxDeltas: boxDeltas[level]!,
    anchors: placed[level]!,
    cells: gridHeight * gridWidth,
  }));
  return { levels, classes };
}

function readLevels(answer: Answer, { classLogits, boxDeltas }: Names, { anchors }: Reading): RetinaNetHeads {
  const logits = classLogits.map((name) => requireFloats(answer, name, [1, "A × classes", "h", "w"]));
  const deltas = boxDeltas.map((name) => requireFloats(answer, name, [1, "4 A", "h", "w"]));
  const classes = logits[0]!.shape[1]! / anchorsPerCell(anchors[0]!);
  if (!Number.isInteger(classes)) {
    const found = `${logits[0]!.shape[1]} class logits at each place`;
    throw new Failure(
      "unsupported",
      `The model answered ${found}; a multiple of the card's ${anchorsPerCell(anchors[0]!)} anchors was expected.`,
    );
  }
  return {
    classLogits: logits.map(({ data }) => data),
    boxDeltas: deltas.map(({ data }) => data),
    grids: logits.map(({ shape }) => ({ gridHeight: shape[2]!, gridWidth: shape[3]! })),
    classes,
    sources: classLogits.map((output) => ({ output, placeInOutput: (index) => index })),
  };
}

/** Rows of all levels laid end to end, cell by cell and in each cell anchor by anchor, as torchvision joins them. */
function readJoined(answer: Answer, names: Names, { anchors, input }: Reading): RetinaNetHeads {
  const logits = requireFloats(answer, names.classLogits[0]!, [1, "N", "classes"]);
  const deltas = requireFloats(answer, names.boxDeltas[0]!, [1, "N", 4]);
  const grids = gridsFor(anchors.length, input);
  const rows = grids.map(
    ({ gridHeight, gridWidth }, level) => gridHeight * gridWidth * anchorsPerCell(anchors[level]!),
  );
  const expected = rows.reduce((sum, count) => sum + count, 0);
  const [, count = 0, classes = 0] = logits.shape;
  if (count !== expected || deltas.shape[1] !== expected) {
    const found = `${count} rows of class logits and ${deltas.shape[1]} of box deltas`;
    throw new Failure("unsupported", `The model answered ${found}; its card's anchors make ${expected} of each.`);
  }
  const starts = rows.map((_, level) => rows.slice(0, level).reduce((sum, each) => sum + each, 0));
  const planesOf = (data: Float32Array, width: number) =>
    starts.map((start, level) => {
      const cells = grids[level]!.gridHeight * grids[level]!.gridWidth;
      return planesFromRows(data.subarray(start * width, (start + rows[level]!) * width), cells);
    });
  const sources = starts.map((start, level) => {
    const cells = grids[level]!.gridHeight * grids[level]!.gridWidth;
    const width = (rows[level]! * classes) / cells;
    const placeInOutput = (index: number) => start * classes + (index % cells) * width + Math.floor(index / cells);
    return { output: names.classLogits[0]!, placeInOutput };
  });
  return { classLogits: planesOf(logits.data, classes), boxDeltas: planesOf(deltas.data, 4), grids, classes, sources };
}

function gridsFor(levels: number, { shape: [, height, width] }: PreparedInput): readonly GridSize[] {
  return Array.from({ length: levels }, (_, level) => ({
    gridHeight: Math.ceil(height / (FINEST_STRIDE << level)),
    gridWidth: Math.ceil(width / (FINEST_STRIDE << level)),
  }));
}

/** [cells, k] becomes [k, cells], as the heads had it. */
function planesFromRows(rows: Float32Array, cells: number): Float32Array {
  const planes = new Float32Array(rows.length);
  const width = rows.length / cells;
  for (let cell = 0; cell < cells; cell++) {
    for (let column = 0; column < width; column++) planes[column * cells + cell] = rows[cell * width + column]!;
  }
  return planes;
}
