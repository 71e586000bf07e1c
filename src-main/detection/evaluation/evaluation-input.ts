/** @file The one door for detections that are to be evaluated: what passes is whole, known and in order. */
import type { z } from "zod";
import { DetectionsFile } from "../../../src-shared/contract/detections-file";
import type { Box } from "../../../src-shared/domain/box";
import { Failure } from "../../../src-shared/domain/failure";

export interface MatchableReference {
  readonly box: Box;
  /** Absent where a file names no labels at all. */
  readonly label?: string;
}

export interface MatchableDetection extends MatchableReference {
  readonly score: number;
}

export interface EvaluationImage {
  readonly id: string;
  readonly references: readonly MatchableReference[];
  /** In falling score; ties in the file's order. */
  readonly detections: readonly MatchableDetection[];
}

export interface EvaluationInput {
  readonly images: readonly EvaluationImage[];
}

/** @throws {Failure} `invalid-input` with one sentence on the first thing that is wrong: a field of another type, a
 * score outside 0 to 1, a corner that is no number or lies before its opposite, an image named twice, a box on an
 * image that is not listed, labels on some boxes only. */
export function parseEvaluationInput(json: unknown): EvaluationInput {
  const parsed = DetectionsFile.safeParse(json);
  if (!parsed.success) throw new Failure("invalid-input", describeIssue(parsed.error.issues[0]!, json));
  checkLabels(parsed.data);
  return { images: groupByImage(parsed.data) };
}

/** The first issue as a sentence, with the value that was found. */
function describeIssue(issue: z.core.$ZodIssue, json: unknown): string {
  const where = issue.path.reduce<string>(
    (path, key) => path + (typeof key === "number" ? `[${key}]` : `.${String(key)}`),
    "",
  );
  const found = issue.path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key],
    json,
  );
  const name = where === "" ? "content" : where.replace(/^\./, "");
  return found === undefined
    ? `${name} is missing; ${issue.message}.`
    : `${name} is ${describeValue(found)}; ${issue.message}.`;
}

function describeValue(value: unknown): string {
  if (typeof value === "number") return String(value);
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** A box without a label among labelled ones could match nothing, and nobody would see why. */
function checkLabels({ groundTruth, predictions }: DetectionsFile): void {
  const boxes = [
    ...groundTruth.map(({ label }, index) => ({ label, name: `groundTruth[${index}]` })),
    ...predictions.map(({ label }, index) => ({ label, name: `predictions[${index}]` })),
  ];
  const labelled = boxes.find((box) => box.label !== undefined);
  const unlabelled = boxes.find((box) => box.label === undefined);
  if (!labelled || !unlabelled) return;
  const found = `${unlabelled.name} has no label while ${labelled.name} is labelled "${labelled.label}"`;
  throw new Failure("invalid-input", `${found}; labels are expected on all boxes or on none.`);
}

interface GrowingImage {
  readonly id: string;
  readonly references: MatchableReference[];
  readonly detections: MatchableDetection[];
}

function groupByImage(file: DetectionsFile): readonly EvaluationImage[] {
  const images = new Map<string, GrowingImage>();
  file.images.forEach(({ id }, index) => {
    if (images.has(id)) throw repeatedImage(id, index);
    images.set(id, { id, references: [], detections: [] });
  });
  file.groundTruth.forEach((row, index) => {
    const name = `groundTruth[${index}]`;
    imageOf(images, row.image, name).references.push(labelledBox(row, name));
  });
  file.predictions.forEach((row, index) => {
    const name = `predictions[${index}]`;
    imageOf(images, row.image, name).detections.push({ ...labelledBox(row, name), score: row.score });
  });
  for (const { detections } of images.values()) detections.sort((a, b) => b.score - a.score);
  return [...images.values()];
}

function repeatedImage(id: string, index: number): Failure {
  return new Failure(
    "invalid-input",
    `images[${index}].id is "${id}", as an image before it; each image is expected once.`,
  );
}

function imageOf(images: ReadonlyMap<string, GrowingImage>, id: string, name: string): GrowingImage {
  const image = images.get(id);
  if (image) return image;
  throw new Failure("invalid-input", `${name}.image is "${id}"; an identifier listed under images was expected.`);
}

function labelledBox(
  { box: [x1, y1, x2, y2], label }: DetectionsFile["groundTruth"][number],
  name: string,
): MatchableReference {
  if (x2 < x1 || y2 < y1) {
    const found = `${name}.box is [${x1}, ${y1}, ${x2}, ${y2}]`;
    throw new Failure("invalid-input", `${found}; x1 ≤ x2 and y1 ≤ y2 were expected, as boxFormat xyxy says.`);
  }
  return { box: { x1, y1, x2, y2 }, ...(label !== undefined && { label }) };
}
