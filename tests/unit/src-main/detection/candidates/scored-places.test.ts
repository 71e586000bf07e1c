/** @file Checks what each family's places say: scores' derivatives by differences, boxes by the family's own decoder. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { generateAnchors } from "../../../../../src-main/detection/boxes/anchors";
import { decodeDetr, decodeRtDetr, decodeRtDetrRows } from "../../../../../src-main/detection/boxes/decode-detr";
import {
  decodeYoloEndToEnd,
  decodeYoloV5Heads,
  decodeYoloV5Rows,
  decodeYoloV8,
} from "../../../../../src-main/detection/boxes/decode-yolo";
import type { FoundBoxes } from "../../../../../src-main/detection/boxes/found-boxes";
import { selectRetinaNetDetections } from "../../../../../src-main/detection/boxes/select-retinanet-detections";
import { placesOfAnswer } from "../../../../../src-main/detection/candidates/answer-places";
import {
  candidatesAt,
  choosePlaces,
  findSources,
  seedsOf,
} from "../../../../../src-main/detection/candidates/choose-candidates";
import { placesOfDetr, placesOfRtDetr } from "../../../../../src-main/detection/candidates/detr-places";
import { placesOfRetinaNet } from "../../../../../src-main/detection/candidates/retinanet-places";
import type { NamedOutput, ScoredPlaces } from "../../../../../src-main/detection/candidates/scored-places";
import {
  placesOfEndToEndRows,
  placesOfShareRows,
  placesOfYoloV5Heads,
  placesOfYoloV5Rows,
  placesOfYoloV8,
} from "../../../../../src-main/detection/candidates/yolo-places";

const imageSize = { imageHeight: 32, imageWidth: 64 };
const scoreFloor = 0.05;
/** Suppresses nothing. */
const suppression = { iouThreshold: 1, detectionsPerImage: 10_000 };

interface Family {
  readonly what: string;
  /** Names and shapes of the raw outputs. */
  readonly outputs: Readonly<Record<string, readonly number[]>>;
  /** Range of a number of the output, by its name. */
  readonly range: (name: string) => readonly [number, number];
  readonly places: (outputs: Readonly<Record<string, NamedOutput>>) => ScoredPlaces;
  /** Detections without suppression, of the best class of each box or of all. */
  readonly decode: (outputs: Readonly<Record<string, NamedOutput>>) => FoundBoxes;
}

const logits = [-4, 4] as const;
const shares = [0, 1] as const;
const anchors = [
  { sizesPx: [8], aspectRatios: [1, 2] },
  { sizesPx: [16], aspectRatios: [1, 2] },
];
const grids = [
  { gridHeight: 2, gridWidth: 3 },
  { gridHeight: 1, gridWidth: 2 },
];
const CLASSES = 2;

function retinaNetLevels(outputs: Readonly<Record<string, NamedOutput>>) {
  const placed = generateAnchors(grids, { ...imageSize, anchors });
  return grids.map(({ gridHeight, gridWidth }, level) => ({
    output: `logits${level}`,
    placeInOutput: (index: number) => index,
    classLogits: outputs[`logits${level}`]!.data,
    boxDeltas: outputs[`deltas${level}`]!.data,
    anchors: placed[level]!,
    cells: gridHeight * gridWidth,
  }));
}

const FAMILIES: readonly Family[] = [
  {
    what: "YOLOv5's rows",
    outputs: { rows: [1, 5, 7] },
    range: () => shares,
    places: ({ rows }) => placesOfYoloV5Rows(rows!),
    decode: ({ rows }) => decodeYoloV5Rows(rows!, { scoreFloor, suppression }),
  },
  {
    what: "YOLOv5's heads",
    outputs: { fine: [1, 3, 2, 2, 7], middle: [1, 3, 1, 2, 7], coarse: [1, 21, 1, 1] },
    range: () => logits,
    places: ({ fine, middle, coarse }) => placesOfYoloV5Heads([fine!, middle!, coarse!], imageSize),
    decode: ({ fine, middle, coarse }) =>
      decodeYoloV5Heads([fine!, middle!, coarse!], imageSize, { scoreFloor, suppression }),
  },
  {
    what: "YOLOv8's columns",
    outputs: { columns: [1, 6, 9] },
    range: () => shares,
    places: ({ columns }) => placesOfYoloV8(columns!),
    decode: ({ columns }) => decodeYoloV8(columns!, { scoreFloor, suppression }),
  },
  {
    what: "YOLOv8's columns, turned to rows",
    outputs: { columns: [1, 9, 6] },
    range: () => shares,
    places: ({ columns }) => placesOfYoloV8(columns!),
    decode: ({ columns }) => decodeYoloV8(columns!, { scoreFloor, suppression }),
  },
  {
    what: "rows of a YOLO that is whole",
    outputs: { rows: [1, 4, 6] },
    range: () => shares,
    places: ({ rows }) => placesOfEndToEndRows(rows!),
    decode: ({ rows }) => decodeYoloEndToEnd(rows!, { scoreFloor }),
  },
  {
    what: "rows of Ultralytics' RT-DETR",
    outputs: { rows: [1, 5, 6] },
    range: () => shares,
    places: ({ rows }) => placesOfShareRows(rows!, imageSize),
    decode: ({ rows }) => decodeRtDetrRows(rows!, imageSize, { scoreFloor }),
  },
  {
    what: "DETR's queries",
    outputs: { logits: [1, 4, 3], boxes: [1, 4, 4] },
    range: (name) => (name === "logits" ? logits : shares),
    places: (given) => placesOfDetr({ logits: given["logits"]!, boxes: given["boxes"]! }, imageSize),
    decode: (given) => decodeDetr({ logits: given["logits"]!, boxes: given["boxes"]! }, imageSize, { scoreFloor }),
  },
  {
    what: "RT-DETR's queries",
    outputs: { logits: [1, 4, 2], boxes: [1, 4, 4] },
    range: (name) => (name === "logits" ? logits : shares),
    places: (given) => placesOfRtDetr({ logits: given["logits"]!, boxes: given["boxes"]! }, imageSize),
    decode: (given) => decodeRtDetr({ logits: given["logits"]!, boxes: given["boxes"]! }, imageSize, { scoreFloor }),
  },
  {
    what: "RetinaNet's anchors",
    outputs: { logits0: [1, 4, 2, 3], deltas0: [1, 8, 2, 3], logits1: [1, 4, 1, 2], deltas1: [1, 8, 1, 2] },
    range: (name) => (name.startsWith("logits") ? logits : [-0.5, 0.5]),
    places: (given) => placesOfRetinaNet(retinaNetLevels(given), { ...imageSize, classes: CLASSES }),
    decode(given) {
      const levels = retinaNetLevels(given);
      const answer = {
        ...imageSize,
        classLogits: levels.map((level) => level.classLogits),
        boxDeltas: levels.map((level) => level.boxDeltas),
        anchors: levels.map((level) => level.anchors),
        grids,
        classes: CLASSES,
      };
      return selectRetinaNetDetections(answer, { scoreFloor, candidatesPerLevel: 1000, ...suppression });
    },
  },
];

function drawOutputs({ outputs, range }: Family) {
  const drawn = Object.entries(outputs).map(([name, shape]) => {
    const count = shape.reduce((product, size) => product * size, 1);
    const [min, max] = range(name);
    const numbers = fc.array(fc.double({ min, max, noNaN: true }), { minLength: count, maxLength: count });
    return numbers.map((values) => [name, { name, shape, data: Float32Array.from(values) }] as const);
  });
  return fc.tuple(...drawn).map((entries): Readonly<Record<string, NamedOutput>> => Object.fromEntries(entries));
}

test.each(FAMILIES)("the derivatives of the scores of $what are their differences", (family) => {
  fc.assert(
    fc.property(drawOutputs(family), fc.nat(), (outputs, drawn) => {
      const places = family.places(outputs);
      const place = drawn % places.scores.length;
      const seeds = seedsOf(places, [place], (name) => outputs[name]!.data.length);
      for (const [name, output] of Object.entries(outputs)) {
        for (const at of output.data.keys()) {
          const moved = (by: number): number =>
            family.places({ ...outputs, [name]: { ...output, data: output.data.with(at, output.data[at]! + by) } })
              .scores[place]!;
          const difference = (moved(STEP) - moved(-STEP)) / (2 * STEP);
          expect(seeds.get(name)?.[at] ?? 0).toBeCloseTo(difference, 2);
        }
      }
    }),
    { numRuns: 8 },
  );
});

/** Scores are float32: a smaller step would drown in its rounding. */
const STEP = 2 ** -8;

test.each(FAMILIES)("what the decoder of $what finds is among the candidates, each one another", (family) => {
  fc.assert(
    fc.property(drawOutputs(family), (outputs) => {
      const found = family.decode(outputs);
      const places = family.places(outputs);
      const candidates = candidatesAt(places, choosePlaces(places, scoreFloor));
      const sources = findSources(found, candidates);
      expect(new Set(sources).size).toBe(found.scores.length);
      for (const [row, source] of sources.entries()) {
        expect(candidates.labels[source]).toBe(found.labels[row]);
        expect(candidates.scores[source]).toBeCloseTo(found.scores[row]!, 6);
        const box = candidates.boxes.subarray(4 * source, 4 * source + 4);
        for (const [side, value] of box.entries()) expect(value).toBeCloseTo(found.boxes[4 * row + side]!, 3);
      }
    }),
    { numRuns: 20 },
  );
});

test("a graph that chooses by itself answers with all of its places, width and height brought to corners", () => {
  const answer = { boxes: Float32Array.of(4, 8, 16, 20), scores: Float32Array.of(0.5), labels: BigInt64Array.of(3n) };
  const places = placesOfAnswer({ ...answer, boxFormat: "xywh" }, "scores");
  expect(places.boxOf(0)).toEqual([4, 8, 20, 28]);
  expect(places.labelOf(0)).toBe(3);
  expect(places.slopesOf(0)).toEqual([{ output: "scores", at: 0, slope: 1 }]);
});

test("places that nothing speaks for are no candidates, and of too many the best remain", () => {
  const few = { ...NO_BOXES, scores: Float32Array.of(0.5, 0.0005, 0.002) };
  expect([...choosePlaces(few, 0.05)]).toEqual([0, 2]);
  expect([...choosePlaces(few, 0.0001)]).toEqual([0, 1, 2]);
  const many = { ...NO_BOXES, scores: Float32Array.from({ length: 30_000 }, (_, place) => 0.1 + place * 1e-5) };
  expect([...choosePlaces(many, 0.05)]).toEqual(Array.from({ length: 20_000 }, (_, rank) => 10_000 + rank));
});

const NO_BOXES: Omit<ScoredPlaces, "scores"> = { labelOf: () => 0, boxOf: () => [0, 0, 1, 1], slopesOf: () => [] };

test("a detection that is none of the candidates has no source", () => {
  const detection = { boxes: Float32Array.of(0, 0, 9, 9), scores: Float32Array.of(0.5), labels: Int32Array.of(0) };
  const elsewhere = { ...detection, boxes: Float32Array.of(0, 0, 5, 9) };
  expect([...findSources(detection, elsewhere)]).toEqual([-1]);
  expect([...findSources(detection, { ...detection, labels: Int32Array.of(1) })]).toEqual([-1]);
});
