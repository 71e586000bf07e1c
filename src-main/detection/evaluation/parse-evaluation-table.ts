/** @file The one door for files of detections that are to be evaluated: what passes is whole, known and in order. */
import type { z } from "zod";
import {
  DETECTIONS_FILE_ROWS,
  DetectionsFileOutline,
  type DetectionsFile,
} from "../../../src-shared/contract/detections-file";
import { DETECTION_STRIDE, REFERENCE_STRIDE } from "../../../src-shared/contract/run-table";
import { Failure } from "../../../src-shared/domain/failure";
import type { CrowdedReferences, EvaluationTable } from "./evaluation-table";

/** The only label of a file that names none. */
const UNNAMED_LABEL = "unlabelled";

/** Takes JSON in the form of `DetectionsFile`. Beside the JSON it needs about 100 bytes a box.
 * @throws {Failure} `invalid-input` with one sentence on the first thing that is wrong: a field of another type, a
 * score outside 0 to 1, a corner that is no number, too far out or before its opposite, a box too small to have an area,
 * an image named twice, a box on an image that is not listed, labels on some boxes only. */
export function parseEvaluationTable(json: unknown): EvaluationTable {
  const file = parseFile(json);
  checkLabels(file);
  const places = placeImages(file.images);
  const regions = groupByImage(file.groundTruth, { places, list: "groundTruth" });
  const references = withoutCrowds(regions, file.groundTruth);
  const predictions = groupByImage(file.predictions, { places, list: "predictions" });
  sortByFallingScore(predictions, file.predictions);

  const labels = new Map<string, number>();
  const referenceLabels = labelsOf(file.groundTruth, references, labels);
  const detectionLabels = labelsOf(file.predictions, predictions, labels);
  // Last, so that the others are numbered as if there were no crowd regions.
  const crowded = regions === references ? undefined : crowdedOf(file.groundTruth, regions, labels);
  return {
    head: {
      images: file.images.map(({ id, patient = id, width: widthPx, height: heightPx }, image) => ({
        id,
        patientId: patient,
        widthPx,
        heightPx,
        detections: countOf(predictions, image),
        references: countOf(references, image),
      })),
      referenceLabels,
      detectionLabels,
      labels: [...labels.keys()],
    },
    detections: detectionsOf(file.predictions, predictions),
    references: referencesOf(file.groundTruth, references),
    ...(crowded && { crowded }),
  };
}

type FileList = keyof typeof DETECTIONS_FILE_ROWS;

function parseFile(json: unknown): DetectionsFile {
  const outline = DetectionsFileOutline.safeParse(json);
  if (!outline.success) throw refusal(outline.error.issues[0]!, json);
  for (const [list, row] of Object.entries(DETECTIONS_FILE_ROWS)) {
    const rows = outline.data[list as FileList];
    for (let index = 0; index < rows.length; index++) {
      const { error } = row.safeParse(rows[index]);
      if (error) throw refusal({ ...error.issues[0]!, path: [list, index, ...error.issues[0]!.path] }, json);
    }
  }
  // Each of its rows has just passed its schema.
  return outline.data as DetectionsFile;
}

/** The issue as a sentence, with the value that was found. */
function refusal(issue: z.core.$ZodIssue, json: unknown): Failure {
  const where = issue.path.reduce<string>(
    (path, key) => path + (typeof key === "number" ? `[${key}]` : `.${String(key)}`),
    "",
  );
  const found = issue.path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key],
    json,
  );
  const name = where === "" ? "content" : where.replace(/^\./, "");
  const what = found === undefined ? "missing" : describeValue(found);
  return new Failure("invalid-input", `${name} is ${what}; ${issue.message}.`);
}

/** One short line, whatever the file holds: control characters are escaped, and what lies deeper is only hinted at. */
function describeValue(value: unknown): string {
  if (typeof value === "number") return String(value);
  const text = JSON.stringify(withoutDepths(value)) ?? typeof value;
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** More would be cut off. */
const ENTRIES_SHOWN = 20;

function withoutDepths(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, ENTRIES_SHOWN).map(hint);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).slice(0, ENTRIES_SHOWN);
  return Object.fromEntries(entries.map(([key, inner]) => [key, hint(inner)]));
}

function hint(inner: unknown): unknown {
  if (typeof inner !== "object" || inner === null) return inner;
  return Array.isArray(inner) ? ["…"] : "{…}";
}

/** A box without a label among labelled ones could match nothing, and nobody would see why. */
function checkLabels({ groundTruth, predictions }: DetectionsFile): void {
  const labelled = findBox((box) => box.label !== undefined);
  const unlabelled = findBox((box) => box.label === undefined);
  if (!labelled || !unlabelled) return;
  const found = `${unlabelled.name} has no label while ${labelled.name} is labelled ${describeValue(labelled.label)}`;
  throw new Failure("invalid-input", `${found}; labels are expected on all boxes or on none.`);

  function findBox(isMeant: (box: BoxRow) => boolean) {
    const reference = groundTruth.findIndex(isMeant);
    if (reference >= 0) return { name: `groundTruth[${reference}]`, label: groundTruth[reference]!.label };
    const prediction = predictions.findIndex(isMeant);
    return prediction < 0 ? undefined : { name: `predictions[${prediction}]`, label: predictions[prediction]!.label };
  }
}

type BoxRow = DetectionsFile["groundTruth"][number];

function placeImages(images: DetectionsFile["images"]): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  images.forEach(({ id }, index) => {
    if (places.has(id)) {
      const found = `images[${index}].id is ${describeValue(id)}, as an image before it`;
      throw new Failure("invalid-input", `${found}; each image is expected once.`);
    }
    places.set(id, index);
  });
  return places;
}

interface GroupedRows {
  /** Rows of the file, image by image. */
  readonly order: Int32Array;
  /** [images + 1] where the rows of each image begin in `order`. */
  readonly starts: Int32Array;
}

interface Grouping {
  readonly places: ReadonlyMap<string, number>;
  readonly list: "groundTruth" | "predictions";
}

function groupByImage(rows: readonly BoxRow[], { places, list }: Grouping): GroupedRows {
  const imageOf = new Int32Array(rows.length);
  const starts = new Int32Array(places.size + 1);
  rows.forEach(({ image, box }, index) => {
    const place = places.get(image);
    if (place === undefined) throw unlisted(image, `${list}[${index}]`);
    const wrong = wrongBox(box);
    if (wrong) throw new Failure("invalid-input", `${list}[${index}].box is [${box.join(", ")}]; ${wrong}.`);
    imageOf[index] = place;
    starts[place + 1]!++;
  });
  for (let image = 0; image < places.size; image++) starts[image + 1]! += starts[image]!;
  const order = new Int32Array(rows.length);
  const next = starts.slice();
  imageOf.forEach((image, index) => (order[next[image]!++] = index));
  return { order, starts };
}

function unlisted(image: string, name: string): Failure {
  const found = `${name}.image is ${describeValue(image)}`;
  return new Failure("invalid-input", `${found}; an identifier listed under images was expected.`);
}

/** From here on float32, in which the notebook computes, no longer tells neighbouring pixels apart. */
const FARTHEST_CORNER = 2 ** 24;

/** What was expected of a box instead. Areas without end or lost in rounding would make overlaps that are no numbers. */
function wrongBox([x1, y1, x2, y2]: BoxRow["box"]): string | undefined {
  if (x2 < x1 || y2 < y1) return "x1 ≤ x2 and y1 ≤ y2 were expected, as boxFormat xyxy says";
  if (Math.min(x1, y1) < -FARTHEST_CORNER || Math.max(x2, y2) > FARTHEST_CORNER) {
    return `corners from −${FARTHEST_CORNER} to ${FARTHEST_CORNER} were expected`;
  }
  const isLine = x1 === x2 || y1 === y2;
  return !isLine && Math.fround((x2 - x1) * (y2 - y1)) === 0
    ? "an area above 0, or a side of 0, was expected"
    : undefined;
}

function sortByFallingScore({ order, starts }: GroupedRows, rows: DetectionsFile["predictions"]): void {
  for (let image = 0; image + 1 < starts.length; image++) {
    order.subarray(starts[image], starts[image + 1]).sort((a, b) => rows[b]!.score - rows[a]!.score);
  }
}

/** The same object where there are none. */
function withoutCrowds(regions: GroupedRows, rows: readonly BoxRow[]): GroupedRows {
  if (!rows.some(isCrowd)) return regions;
  const starts = new Int32Array(regions.starts.length);
  const order = regions.order.filter((row) => !isCrowd(rows[row]!));
  for (let image = 0; image + 1 < starts.length; image++) {
    const ofImage = regions.order.subarray(regions.starts[image], regions.starts[image + 1]);
    starts[image + 1] = starts[image]! + ofImage.reduce((count, row) => count + (isCrowd(rows[row]!) ? 0 : 1), 0);
  }
  return { order, starts };
}

function isCrowd({ iscrowd }: BoxRow): boolean {
  return iscrowd === 1;
}

function countOf({ starts }: GroupedRows, image: number): number {
  return starts[image + 1]! - starts[image]!;
}

/** Adds to `labels` the ones that it does not have. */
function labelsOf(rows: readonly BoxRow[], { order }: GroupedRows, labels: Map<string, number>): readonly number[] {
  return Array.from(order, (row) => {
    const { label = UNNAMED_LABEL } = rows[row]!;
    const known = labels.get(label);
    if (known !== undefined) return known;
    labels.set(label, labels.size);
    return labels.size - 1;
  });
}

function detectionsOf(rows: DetectionsFile["predictions"], { order }: GroupedRows): Float64Array {
  const values = new Float64Array(order.length * DETECTION_STRIDE);
  order.forEach((row, place) => {
    values.set(rows[row]!.box, place * DETECTION_STRIDE);
    values[place * DETECTION_STRIDE + 4] = rows[row]!.score;
  });
  return values;
}

function referencesOf(rows: readonly BoxRow[], { order }: GroupedRows): Float64Array {
  const values = new Float64Array(order.length * REFERENCE_STRIDE);
  order.forEach((row, place) => values.set(rows[row]!.box, place * REFERENCE_STRIDE));
  return values;
}

function crowdedOf(rows: readonly BoxRow[], regions: GroupedRows, labels: Map<string, number>): CrowdedReferences {
  return {
    labels: labelsOf(rows, regions, labels),
    references: referencesOf(rows, regions),
    counts: Int32Array.from({ length: regions.starts.length - 1 }, (_, image) => countOf(regions, image)),
    isCrowd: Uint8Array.from(regions.order, (row) => (isCrowd(rows[row]!) ? 1 : 0)),
  };
}
