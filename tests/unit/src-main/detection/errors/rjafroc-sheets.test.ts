/** @file Checks the sheets that RJafroc reads, and what it could not read. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { jafroc } from "../../../../../src-main/detection/errors/jafroc";
import { rjafrocSheets, type RjafrocSheets } from "../../../../../src-main/detection/errors/rjafroc-sheets";
import { parseEvaluationTable } from "../../../../../src-main/detection/evaluation/parse-evaluation-table";
import type { EvaluationTable } from "../../../../../src-main/detection/evaluation/evaluation-table";

const fixtures = new URL("../../../../fixtures/evaluation/", import.meta.url);
const SETTINGS = { reader: "Overread", iouThreshold: 0.5 };
const lesion = [0, 0, 10, 10];
const elsewhere = [30, 30, 40, 40];

type Image = readonly [
  id: string,
  references: readonly number[][],
  detections: readonly (readonly [number[], number])[],
];

const first: readonly Image[] = [
  ["normal", [], [[elsewhere, 0.4]]],
  [
    "two",
    [lesion, elsewhere],
    [
      [[0, 0, 10, 9], 0.9],
      [[0, 0, 10, 9], 0.8],
    ],
  ],
  ["clean", [], []],
];
const second: readonly Image[] = [
  ["clean", [], [[elsewhere, 0.2]]],
  ["two", [lesion, elsewhere], [[elsewhere, 0.7]]],
  ["normal", [], []],
  ["extra", [], []],
];

test("two runs are two modalities over the images that both cover", () => {
  const { sheets, images, leftOut } = rjafrocSheets(
    [
      { name: "baseline", table: tableOf(first) },
      { name: "retrained", table: tableOf(second) },
    ],
    SETTINGS,
  );
  expect({ images, leftOut }).toEqual({ images: 3, leftOut: 1 });
  const both = ["Overread", "baseline, retrained"];
  expect(sheets).toEqual([
    {
      name: "Truth",
      rows: [
        ["CaseID", "LesionID", "Weight", "ReaderID", "ModalityID", "Paradigm", "Image"],
        [1, 0, 0, ...both, "FROC", "normal"],
        [2, 1, 0, ...both, "FCTRL", "two"],
        [2, 2, 0, ...both, undefined, "two"],
        [3, 0, 0, ...both, undefined, "clean"],
      ],
    },
    {
      name: "TP",
      rows: [
        ["ReaderID", "ModalityID", "CaseID", "LesionID", "TP_Rating"],
        ["Overread", "baseline", 2, 1, 0.9],
        ["Overread", "retrained", 2, 2, 0.7],
      ],
    },
    {
      name: "FP",
      rows: [
        ["ReaderID", "ModalityID", "CaseID", "FP_Rating"],
        ["Overread", "baseline", 1, 0.4],
        ["Overread", "baseline", 2, 0.8],
        ["Overread", "retrained", 3, 0.2],
      ],
    },
  ]);
});

test("the ratings in the sheets have the figure of merit of the run", () => {
  const table = parseEvaluationTable(JSON.parse(readFileSync(new URL("detections-7.json", fixtures), "utf8")));
  const sheets = rjafrocSheets([{ name: "run", table }], SETTINGS);
  expect(figureOfMerit(sheets)).toBeCloseTo(jafroc(table)!, 12);
});

test.each([
  ["no image is normal", [["two", [lesion], [[lesion, 0.5]]]]],
  ["no image has a lesion", [["normal", [], [[lesion, 0.5]]]]],
  [
    "no detection finds a lesion at IoU 0.5",
    [
      ["two", [lesion], []],
      ["normal", [], [[lesion, 0.5]]],
    ],
  ],
  [
    "run has no false positive",
    [
      ["two", [lesion], [[lesion, 0.5]]],
      ["normal", [], []],
    ],
  ],
] as readonly (readonly [string, readonly Image[]])[])("where %s the reason is told", (reason, images) => {
  expect(() => rjafrocSheets([{ name: "run", table: tableOf(images) }], SETTINGS)).toThrow(
    `RJafroc could not read the workbook: ${reason}.`,
  );
});

test("names are written as RJafroc parts a list of them, and must differ", () => {
  const table = tableOf(first);
  const named = (...names: string[]) =>
    rjafrocSheets(
      names.map((name) => ({ name, table })),
      { ...SETTINGS, reader: "Overread 1" },
    );
  const [truth] = named("Faster R-CNN, v2 ", "RetinaNet").sheets;
  expect(truth!.rows[1]!.slice(3, 5)).toEqual(["Overread_1", "Faster_R-CNN_v2, RetinaNet"]);
  expect(() => named("run 1", "run,1")).toThrow('Two runs are called "run_1"');
  expect(() => named()).toThrow("no run was chosen");
  expect(() => named(" ")).toThrow("A reader or a modality of the workbook has no name");
});

test("runs that disagree about the lesions of an image are refused", () => {
  const relabelled = tableOf([["two", [lesion], []]]);
  const modalities = [
    { name: "before", table: tableOf(first) },
    { name: "after", table: relabelled },
  ];
  expect(() => rjafrocSheets(modalities, SETTINGS)).toThrow("The runs know 2 and 1 reference boxes on two");
});

/** By the sheets alone: the share of pairs of lesion and normal case that stand the right way round. */
function figureOfMerit({ sheets }: RjafrocSheets): number {
  const [truth, found, wrong] = sheets.map(({ rows }) => rows.slice(1));
  const ratings = new Map(found!.map(([, , caseId, lesionId, rating]) => [`${caseId} ${lesionId}`, rating as number]));
  const lesions = truth!.filter(([, lesionId]) => lesionId !== 0);
  const normal = truth!.filter(([, lesionId]) => lesionId === 0);
  let sum = 0;
  for (const [lesionCase, lesionId] of lesions) {
    const rating = ratings.get(`${lesionCase} ${lesionId}`) ?? -Infinity;
    for (const [caseId] of normal) {
      const marks = wrong!.filter((row) => row[2] === caseId).map((row) => row[3] as number);
      const highest = Math.max(-Infinity, ...marks);
      sum += rating === highest ? 0.5 : Number(rating > highest);
    }
  }
  return sum / (lesions.length * normal.length);
}

function tableOf(images: readonly Image[]): EvaluationTable {
  return parseEvaluationTable({
    boxFormat: "xyxy",
    images: images.map(([id]) => ({ id, width: 64, height: 64 })),
    groundTruth: images.flatMap(([image, references]) => references.map((box) => ({ image, box }))),
    predictions: images.flatMap(([image, , detections]) => detections.map(([box, score]) => ({ image, box, score }))),
  });
}
