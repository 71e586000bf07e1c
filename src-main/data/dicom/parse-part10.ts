/** @file The door for DICOM bytes: whatever enters, what leaves is a parsed data set or one sentence that says why not. */
import dicomParser, { type DataSet } from "dicom-parser";
import { inflateRawSync } from "node:zlib";
import { Failure } from "../../../src-shared/domain/failure";
import { TAGS } from "./attribute-tags";
import { Attributes } from "./attributes";
import { EXPLICIT_LITTLE_ENDIAN, IMPLICIT_LITTLE_ENDIAN } from "./transfer-syntaxes";

export interface Part10File {
  readonly fileName: string;
  /** Empty where the file does not state it. */
  readonly transferSyntax: string;
  readonly attributes: Attributes;
  /** What the parser complained of where the data set ends early; what stands before it was read. */
  readonly damage?: string;
}

/** Parses a whole file, or with `isHeaderOnly` all before Pixel Data.
 * @throws {Failure} `unsupported` when the bytes are no DICOM data set. */
export function parsePart10(bytes: Uint8Array, fileName: string, { isHeaderOnly = false } = {}): Part10File {
  const options = { inflater: inflate, ...(isHeaderOnly && { untilTag: TAGS.pixelData }) };
  if (hasPrefix(bytes)) return parseWithMeta(bytes, fileName, options);
  return parseWithoutMeta(bytes, fileName, options);
}

type ParseOptions = NonNullable<Parameters<typeof dicomParser.parseDicom>[1]>;

const PREFIX_OFFSET = 128;
// A radiograph inflates to tens of megabytes; a deflated bomb to all the memory there is.
const MAX_INFLATED_BYTES = 2 ** 30;

function hasPrefix(bytes: Uint8Array): boolean {
  return new TextDecoder("latin1").decode(bytes.subarray(PREFIX_OFFSET, PREFIX_OFFSET + 4)) === "DICM";
}

function parseWithMeta(bytes: Uint8Array, fileName: string, options: ParseOptions): Part10File {
  const meta = readMeta(bytes, fileName);
  const transferSyntax = meta.text(TAGS.transferSyntax) ?? "";
  if (transferSyntax === "") return parseBody(bytes, meta, { fileName, options });
  const parsed = parseLeniently(bytes, options);
  if (!parsed.dataSet) throw unreadable(fileName, bytes, parsed.damage);
  return { fileName, transferSyntax, attributes: new Attributes(parsed.dataSet), ...damageOf(parsed) };
}

function readMeta(bytes: Uint8Array, fileName: string): Attributes {
  try {
    return new Attributes(dicomParser.readPart10Header(bytes));
  } catch (cause) {
    throw unreadable(fileName, bytes, sentenceOf(cause));
  }
}

/** Meta information that does not name a transfer syntax: the data set behind it is guessed from its first element. */
function parseBody(
  bytes: Uint8Array,
  meta: Attributes,
  { fileName, options }: { fileName: string; options: ParseOptions },
): Part10File {
  const { position } = meta.dataSet as DataSet & { readonly position?: number };
  return parseWithoutMeta(bytes.subarray(position ?? PREFIX_OFFSET + 4), fileName, options);
}

/** Files from before Part 10, and exports that lost their meta information, begin with the data set itself. */
function parseWithoutMeta(bytes: Uint8Array, fileName: string, options: ParseOptions): Part10File {
  const [group, firstVr] = firstElement(bytes);
  if (group === undefined || !FIRST_GROUPS.has(group)) throw notDicom(fileName, bytes);
  const transferSyntax = /^[A-Z]{2}$/.test(firstVr) ? EXPLICIT_LITTLE_ENDIAN : IMPLICIT_LITTLE_ENDIAN;
  const parsed = parseLeniently(bytes, { ...options, TransferSyntaxUID: transferSyntax });
  if (!parsed.dataSet) throw unreadable(fileName, bytes, parsed.damage);
  return { fileName, transferSyntax: "", attributes: new Attributes(parsed.dataSet), ...damageOf(parsed) };
}

/** Command sets apart, a data set begins with its meta information or with group 0008. */
const FIRST_GROUPS: ReadonlySet<number> = new Set([0x0002, 0x0008]);

function firstElement(bytes: Uint8Array): readonly [number | undefined, string] {
  if (bytes.length < 8) return [undefined, ""];
  const group = (bytes[0] ?? 0) + 256 * (bytes[1] ?? 0);
  return [group, new TextDecoder("latin1").decode(bytes.subarray(4, 6))];
}

interface LenientParse {
  readonly dataSet?: DataSet;
  readonly damage?: string;
}

function parseLeniently(bytes: Uint8Array, options: ParseOptions): LenientParse {
  try {
    return { dataSet: dicomParser.parseDicom(bytes, options) };
  } catch (thrown) {
    // dicom-parser throws what it has read so far beside its own exception.
    const dataSet = isObject(thrown) ? thrown["dataSet"] : undefined;
    const cause = isObject(thrown) && "exception" in thrown ? thrown["exception"] : thrown;
    return { ...(isDataSet(dataSet) && { dataSet }), damage: sentenceOf(cause) };
  }
}

function damageOf({ damage }: LenientParse): { damage?: string } {
  return damage === undefined ? {} : { damage };
}

function inflate(bytes: Uint8Array, position: number): Uint8Array {
  const inflated = inflateRawSync(bytes.subarray(position), { maxOutputLength: MAX_INFLATED_BYTES });
  return Buffer.concat([bytes.subarray(0, position), inflated]);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isDataSet(value: unknown): value is DataSet {
  return isObject(value) && isObject(value["elements"]) && value["byteArray"] instanceof Uint8Array;
}

function sentenceOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message;
  return typeof thrown === "string" ? thrown : "the parser gave no reason";
}

function notDicom(fileName: string, bytes: Uint8Array): Failure {
  const found = `${bytes.length} bytes without "DICM" at byte ${PREFIX_OFFSET}`;
  return new Failure("unsupported", `${fileName} is not a DICOM file: it holds ${found}.`);
}

function unreadable(fileName: string, bytes: Uint8Array, reason = "its end is missing"): Failure {
  return new Failure("unsupported", `${fileName} (${bytes.length} bytes) is not a readable DICOM file: ${reason}.`);
}
