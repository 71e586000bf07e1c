/** @file All boxes of a run in one compact table, so that thresholds can be moved without asking again.
 *
 * Layout: uint32 length of the JSON head, the head in UTF-8 padded with spaces to a multiple of four, then
 * float32 [D, 5] detections (x1, y1, x2, y2, score) and float32 [R, 4] references (x1, y1, x2, y2), little-endian.
 * Rows stand image by image in the order of the head's images; detections of an image in falling score. */
import { z } from "zod";
import { Failure } from "../domain/failure";
import { AnnotationId, DetectionId, InstanceId } from "../domain/identifiers";

const HeadFields = z.object({
  labels: z.array(z.string()),
  images: z.array(
    z.object({
      instanceId: InstanceId,
      patientId: z.string(),
      /** Absent where the image does not say, as the columns below. */
      sex: z.string().optional(),
      ageYears: z.number().optional(),
      viewPosition: z.string().optional(),
      className: z.string().optional(),
      /** Maker and name of the machine. */
      scanner: z.string().optional(),
      /** Of all splits that hold the image. */
      splitNames: z.array(z.string()).optional(),
      rows: z.int().positive(),
      columns: z.int().positive(),
      /** Row and column spacing in millimetres, where the header gives one. */
      spacingMm: z.tuple([z.number().positive(), z.number().positive()]).optional(),
      detections: z.int().nonnegative(),
      references: z.int().nonnegative(),
    }),
  ),
  detectionIds: z.array(DetectionId),
  /** Index into `labels`. */
  detectionLabels: z.array(z.int().nonnegative()),
  referenceIds: z.array(AnnotationId),
  referenceLabels: z.array(z.int().nonnegative()),
});
export type RunTableHead = z.infer<typeof HeadFields>;
const Head = HeadFields.refine(hasRowsForAll, "an image counts rows that the table does not have");

export interface RunTable {
  readonly head: RunTableHead;
  /** [D, 5] */
  readonly detections: Float32Array;
  /** [R, 4] */
  readonly references: Float32Array;
}

export const DETECTION_STRIDE = 5;
export const REFERENCE_STRIDE = 4;

/** Writes a table in the layout above. */
export function encodeRunTable(table: RunTable): Uint8Array<ArrayBuffer> {
  const head = new TextEncoder().encode(JSON.stringify(table.head));
  const paddedLength = Math.ceil(head.length / 4) * 4;
  const floats = table.detections.length + table.references.length;
  const bytes = new Uint8Array(4 + paddedLength + floats * 4).fill(0x20, 4, 4 + paddedLength);
  new DataView(bytes.buffer).setUint32(0, paddedLength, true);
  bytes.set(head, 4);
  const values = new Float32Array(bytes.buffer, 4 + paddedLength, floats);
  values.set(table.detections);
  values.set(table.references, table.detections.length);
  return bytes;
}

/** @throws {Failure} `invalid-input` when the bytes are not a whole table. */
export function decodeRunTable(bytes: ArrayBuffer): RunTable {
  if (bytes.byteLength < 4) throw shorter(bytes.byteLength, 4);
  const headLength = new DataView(bytes).getUint32(0, true);
  if (bytes.byteLength < 4 + headLength) throw shorter(bytes.byteLength, 4 + headLength);
  if (headLength % 4 !== 0) throw notAHead();
  const head = parseHead(new TextDecoder().decode(new Uint8Array(bytes, 4, headLength)));
  const detectionFloats = head.detectionIds.length * DETECTION_STRIDE;
  const referenceFloats = head.referenceIds.length * REFERENCE_STRIDE;
  const expected = 4 + headLength + 4 * (detectionFloats + referenceFloats);
  if (bytes.byteLength !== expected) throw shorter(bytes.byteLength, expected);
  return {
    head,
    detections: new Float32Array(bytes, 4 + headLength, detectionFloats),
    references: new Float32Array(bytes, 4 + headLength + 4 * detectionFloats, referenceFloats),
  };
}

function parseHead(text: string): RunTableHead {
  try {
    return Head.parse(JSON.parse(text));
  } catch (cause) {
    throw notAHead(cause);
  }
}

function notAHead(cause?: unknown): Failure {
  return new Failure("invalid-input", "The head of the run's table cannot be read as one.", { cause });
}

function hasRowsForAll({ images, ...rows }: RunTableHead): boolean {
  const detections = images.reduce((sum, image) => sum + image.detections, 0);
  const references = images.reduce((sum, image) => sum + image.references, 0);
  return (
    [rows.detectionIds, rows.detectionLabels].every(({ length }) => length === detections) &&
    [rows.referenceIds, rows.referenceLabels].every(({ length }) => length === references)
  );
}

function shorter(found: number, expected: number): Failure {
  return new Failure("invalid-input", `The table of the run has ${found} bytes; ${expected} were expected.`);
}
