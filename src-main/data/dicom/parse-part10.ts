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
  /** What the parser threw where the data set breaks off; what stands before it was read. */
  readonly damage?: unknown;
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
const META_OFFSET = PREFIX_OFFSET + 4;
// A radiograph inflates to tens of megabytes; a deflated bomb to all the memory there is.
const MAX_INFLATED_BYTES = 2 ** 30;

/** The letters alone may stand by chance in a file without preamble; group 0002 must follow. */
function hasPrefix(bytes: Uint8Array): boolean {
  const prefix = new TextDecoder("latin1").decode(bytes.subarray(PREFIX_OFFSET, META_OFFSET + 2));
  return prefix === "DICM\u0002\0";
}

function parseWithMeta(bytes: Uint8Array, fileName: string, options: ParseOptions): Part10File {
  const meta = readMeta(bytes, fileName);
  const transferSyntax = meta.text(TAGS.transferSyntax) ?? "";
  if (transferSyntax === "") return parseGuessing(bytes.subarray(endOfMeta(meta)), fileName, options);
  const parsed = parseLeniently(bytes, options);
  if (!parsed.dataSet) throw unreadable(fileName, bytes, parsed.damage);
  return { fileName, transferSyntax, attributes: new Attributes(parsed.dataSet), ...damageOf(parsed) };
}

function readMeta(bytes: Uint8Array, fileName: string): Attributes {
  try {
    return new Attributes(dicomParser.readPart10Header(bytes));
  } catch (cause) {
    throw unreadable(fileName, bytes, cause);
  }
}

/** Behind meta information that names no transfer syntax, its length says where the data set begins. */
function endOfMeta(meta: Attributes): number {
  const length = meta.element(TAGS.metaLength);
  const { position } = meta.dataSet as DataSet & { readonly position?: number };
  if (!length || length.length !== 4) return position ?? META_OFFSET;
  return length.dataOffset + length.length + (meta.dataSet.uint32(TAGS.metaLength) ?? 0);
}

/** Files from before Part 10, and exports that lost their meta information, begin with the data set itself. */
function parseWithoutMeta(bytes: Uint8Array, fileName: string, options: ParseOptions): Part10File {
  const group = (bytes[0] ?? 0) + 256 * (bytes[1] ?? 0);
  if (bytes.length < SMALLEST_ELEMENT_BYTES || group !== IDENTIFYING_GROUP) throw notDicom(fileName, bytes);
  return parseGuessing(bytes, fileName, options);
}

const SMALLEST_ELEMENT_BYTES = 8;
const IDENTIFYING_GROUP = 0x0008;

/** Two capitals behind the first tag are an explicit value representation. */
function parseGuessing(bytes: Uint8Array, fileName: string, options: ParseOptions): Part10File {
  const isExplicit = /^[A-Z]{2}$/.test(new TextDecoder("latin1").decode(bytes.subarray(4, 6)));
  const parsed = parseLeniently(withMeta(bytes, isExplicit ? EXPLICIT_LITTLE_ENDIAN : IMPLICIT_LITTLE_ENDIAN), options);
  if (!parsed.dataSet) throw unreadable(fileName, bytes, parsed.damage);
  return { fileName, transferSyntax: "", attributes: new Attributes(parsed.dataSet), ...damageOf(parsed) };
}

/** The parser wants a preamble, and would take letters that stand by chance at byte 128 for its end. */
function withMeta(dataSet: Uint8Array, transferSyntax: string): Uint8Array {
  const uid = transferSyntax.padEnd(transferSyntax.length + (transferSyntax.length % 2), "\0");
  const element = Buffer.from(`\u0002\0\u0010\0UI${String.fromCharCode(uid.length)}\0${uid}`, "latin1");
  return Buffer.concat([Buffer.alloc(PREFIX_OFFSET), Buffer.from("DICM"), element, dataSet]);
}

interface LenientParse {
  readonly dataSet?: DataSet;
  readonly damage?: unknown;
}

function parseLeniently(bytes: Uint8Array, options: ParseOptions): LenientParse {
  try {
    return { dataSet: dicomParser.parseDicom(bytes, options) };
  } catch (thrown) {
    // dicom-parser throws what it has read so far beside its own exception.
    const dataSet = isObject(thrown) ? thrown["dataSet"] : undefined;
    const cause = isObject(thrown) && "exception" in thrown ? thrown["exception"] : thrown;
    return { ...(isDataSet(dataSet) && { dataSet }), damage: cause };
  }
}

function damageOf({ damage }: LenientParse): { damage?: unknown } {
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

function notDicom(fileName: string, bytes: Uint8Array): Failure {
  const found = `${bytes.length} bytes without "DICM" at byte ${PREFIX_OFFSET}`;
  return new Failure("unsupported", `${fileName} is not a DICOM file: it holds ${found}.`);
}

function unreadable(fileName: string, bytes: Uint8Array, cause: unknown): Failure {
  const found = `its ${bytes.length} bytes break off inside an element, or are none`;
  return new Failure("unsupported", `${fileName} is not a readable DICOM file: ${found}.`, { cause });
}
