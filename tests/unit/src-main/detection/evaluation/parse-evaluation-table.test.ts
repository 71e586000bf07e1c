/** @file Checks that what is wrong with a file of detections is told in one sentence. */
import { expect, test } from "vitest";
import { parseEvaluationTable } from "../../../../../src-main/detection/evaluation/parse-evaluation-table";
import { Failure } from "../../../../../src-shared/domain/failure";

const box = [0, 0, 4, 4];
const file = {
  boxFormat: "xyxy",
  images: [
    { id: "a", width: 10, height: 10 },
    { id: "b", width: 10, height: 10 },
  ],
  groundTruth: [{ image: "a", box }],
  predictions: [{ image: "a", box, score: 0.5 }],
};

test.each([
  ["no object", null, "content is null; an object with boxFormat, images, groundTruth and predictions was expected."],
  ["no images", { ...file, images: undefined }, "images is missing; a list of images was expected."],
  ["another box format", { ...file, boxFormat: "xywh" }, 'boxFormat is "xywh"; "xyxy" was expected.'],
  ["a score above 1", prediction({ score: 1.2 }), "predictions[0].score is 1.2; a number from 0 to 1 was expected."],
  [
    "a score that is a text",
    prediction({ score: "high" }),
    'predictions[0].score is "high"; a number from 0 to 1 was expected.',
  ],
  [
    "a corner that is no number",
    prediction({ box: [0, 0, Number.NaN, 1] }),
    "predictions[0].box[2] is NaN; a finite number was expected.",
  ],
  [
    "a corner without end",
    prediction({ box: [0, 0, Number.POSITIVE_INFINITY, 1] }),
    "predictions[0].box[2] is Infinity; a finite number was expected.",
  ],
  [
    "three corners",
    prediction({ box: [0, 0, 1] }),
    "predictions[0].box is [0,0,1]; a list of four numbers, x1, y1, x2, y2, was expected.",
  ],
  [
    "a box inside out",
    prediction({ box: [5, 0, 1, 1] }),
    "predictions[0].box is [5, 0, 1, 1]; x1 ≤ x2 and y1 ≤ y2 were expected, as boxFormat xyxy says.",
  ],
  [
    "a reference inside out",
    { ...file, groundTruth: [{ image: "a", box: [0, 5, 1, 1] }] },
    "groundTruth[0].box is [0, 5, 1, 1]; x1 ≤ x2 and y1 ≤ y2 were expected, as boxFormat xyxy says.",
  ],
  [
    "an image that is not listed",
    prediction({ image: "c" }),
    'predictions[0].image is "c"; an identifier listed under images was expected.',
  ],
  [
    "an image whose name is long and holds control characters",
    prediction({ image: `\u001B[31m\n${"z".repeat(1000)}` }),
    `predictions[0].image is "\\u001b[31m\\n${"z".repeat(44)}…; an identifier listed under images was expected.`,
  ],
  [
    "lists within lists without end",
    { ...file, images: nested(100_000) },
    'images[0] is [["…"]]; an object with id, width and height was expected.',
  ],
  [
    "a corner farther out than pixels are told apart",
    prediction({ box: [-1e308, 0, 1e308, 1] }),
    "predictions[0].box is [-1e+308, 0, 1e+308, 1]; corners from −16777216 to 16777216 were expected.",
  ],
  [
    "a box whose area is lost in rounding",
    { ...file, groundTruth: [{ image: "a", box: [0, 0, 1e-200, 1e-200] }] },
    "groundTruth[0].box is [0, 0, 1e-200, 1e-200]; an area above 0, or a side of 0, was expected.",
  ],
  [
    "a patient without a name",
    { ...file, images: [{ id: "a", width: 10, height: 10, patient: "" }] },
    'images[0].patient is ""; a text that is not empty was expected.',
  ],
  [
    "a crowd flag that is neither 0 nor 1",
    { ...file, groundTruth: [{ image: "a", box, iscrowd: true }] },
    "groundTruth[0].iscrowd is true; 0 or 1 was expected.",
  ],
  [
    "an image twice",
    { ...file, images: [...file.images, file.images[0]] },
    'images[2].id is "a", as an image before it; each image is expected once.',
  ],
  [
    "a label on some boxes",
    prediction({ label: "nodule" }),
    'groundTruth[0] has no label while predictions[0] is labelled "nodule"; labels are expected on all boxes or on none.',
  ],
])("a file with %s is refused with what was found and what was expected", (_, json, message) => {
  expect(() => parseEvaluationTable(json)).toThrow(new Failure("invalid-input", message));
});

test("boxes come to their image, detections in falling score with ties in the file's order", () => {
  const predictions = [0.2, 0.7, 0.2].map((score, x1) => ({ image: "b", box: [x1, 0, 9, 9], score }));
  const table = parseEvaluationTable({ ...file, predictions });
  expect(table.head.images).toEqual([
    { id: "a", patientId: "a", widthPx: 10, heightPx: 10, detections: 0, references: 1 },
    { id: "b", patientId: "b", widthPx: 10, heightPx: 10, detections: 3, references: 0 },
  ]);
  expect([...table.detections]).toEqual([1, 0, 9, 9, 0.7, 0, 0, 9, 9, 0.2, 2, 0, 9, 9, 0.2]);
  expect([...table.references]).toEqual(box);
});

test("boxes of images that alternate in the file keep the image's own order", () => {
  const groundTruth = ["b", "a", "b"].map((image, x1) => ({ image, box: [x1, 0, 9, 9] }));
  const { references } = parseEvaluationTable({ ...file, groundTruth });
  expect([0, 4, 8].map((start) => references[start])).toEqual([1, 0, 2]);
});

test("labels are numbered, those of a file without labels alike", () => {
  const labelled = {
    ...file,
    groundTruth: [{ image: "a", box, label: "nodule" }],
    predictions: ["effusion", "nodule"].map((label) => ({ image: "a", box, score: 0.5, label })),
  };
  const { labels, referenceLabels, detectionLabels } = parseEvaluationTable(labelled).head;
  expect(referenceLabels.map((label) => labels[label])).toEqual(["nodule"]);
  expect(detectionLabels.map((label) => labels[label])).toEqual(["effusion", "nodule"]);
  expect(parseEvaluationTable(file).head).toMatchObject({ referenceLabels: [0], detectionLabels: [0] });
});

test("a patient may have several images", () => {
  const images = file.images.map((image) => Object.assign({ patient: "p" }, image));
  expect(parseEvaluationTable({ ...file, images }).head.images.map(({ patientId }) => patientId)).toEqual(["p", "p"]);
});

test("crowd regions stand apart from the references, among them in the file's order", () => {
  const groundTruth = [
    { image: "b", box, label: "nodule", iscrowd: 0 },
    { image: "a", box, label: "mass", iscrowd: 1 },
    { image: "b", box: [1, 1, 3, 3], label: "mass", iscrowd: 1 },
    { image: "b", box: [2, 2, 4, 4], label: "effusion" },
  ];
  const predictions = [{ image: "a", box, score: 0.5, label: "fracture" }];
  const { head, references, crowded } = parseEvaluationTable({ ...file, groundTruth, predictions });
  expect(head.labels).toEqual(["nodule", "effusion", "fracture", "mass"]);
  expect(head.images.map((image) => image.references)).toEqual([0, 2]);
  expect(head.referenceLabels).toEqual([0, 1]);
  expect([...references]).toEqual([...box, 2, 2, 4, 4]);
  expect(crowded).toEqual({
    labels: [3, 0, 3, 1],
    references: Float64Array.from([box, box, [1, 1, 3, 3], [2, 2, 4, 4]].flat()),
    counts: Int32Array.of(1, 3),
    isCrowd: Uint8Array.of(1, 0, 1, 0),
  });
});

test("a file whose boxes are all marked as no crowd reads like one that marks none", () => {
  const groundTruth = file.groundTruth.map((reference) => Object.assign({ iscrowd: 0 }, reference));
  expect(parseEvaluationTable({ ...file, groundTruth })).toEqual(parseEvaluationTable(file));
});

test("a file without detections and references is whole", () => {
  const table = parseEvaluationTable({ ...file, groundTruth: [], predictions: [] });
  expect(table.head.images).toHaveLength(2);
  expect(table.detections).toHaveLength(0);
});

function nested(depth: number): unknown {
  let list: readonly unknown[] = [];
  for (let level = 0; level < depth; level++) list = [list];
  return list;
}

function prediction(change: object): unknown {
  return { ...file, predictions: [{ ...file.predictions[0], ...change }] };
}
