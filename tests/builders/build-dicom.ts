/** @file Writes synthetic DICOM files for tests: little endian, explicit or implicit, uncompressed or with given frames. */

export interface DicomOptions {
  readonly rows?: number;
  readonly columns?: number;
  readonly bitsAllocated?: number;
  readonly bitsStored?: number;
  readonly isSigned?: boolean;
  readonly samplesPerPixel?: number;
  readonly photometric?: string;
  readonly frames?: number;
  /** Stored values of all frames, row by row; a grey ramp where absent. */
  readonly values?: ArrayLike<number>;
  /** Compressed frames, one fragment each; `transferSyntax` says how they are coded (JPEG baseline where absent). */
  readonly compressedFrames?: readonly Uint8Array[];
  readonly transferSyntax?: string;
  /** Row and column spacing in millimetres. */
  readonly pixelSpacingMm?: readonly [number, number];
  readonly imagerPixelSpacingMm?: readonly [number, number];
  readonly windows?: readonly { readonly center: number; readonly width: number; readonly explanation?: string }[];
  readonly rescale?: { readonly slope: number; readonly intercept: number };
  readonly patientId?: string;
  readonly patientName?: string;
  readonly patientSex?: string;
  readonly patientAge?: string;
  readonly studyId?: string;
  readonly seriesId?: string;
  readonly instanceId?: string;
  readonly modality?: string;
  readonly bodyPart?: string;
  readonly viewPosition?: string;
  /** Elements to add, or to put in the place of others; tags as eight hexadecimal digits. */
  readonly elements?: Readonly<Record<string, { readonly vr: string; readonly value: string | number | Uint8Array }>>;
  /** Tags to leave out, as eight hexadecimal digits. */
  readonly without?: readonly string[];
}

type Value = string | number | Uint8Array;
type Elements = Map<string, { vr: string; value: Value }>;

export const IMPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2";
export const EXPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2.1";
export const JPEG_BASELINE = "1.2.840.10008.1.2.4.50";

export function buildDicom(options: DicomOptions = {}): Uint8Array {
  const transferSyntax = options.transferSyntax ?? (options.compressedFrames ? JPEG_BASELINE : EXPLICIT_LITTLE_ENDIAN);
  const elements = headerElements(options);
  for (const [tag, element] of Object.entries(options.elements ?? {})) elements.set(tag.toUpperCase(), element);
  for (const tag of options.without ?? []) elements.delete(tag.toUpperCase());
  const isImplicit = transferSyntax === IMPLICIT_LITTLE_ENDIAN;
  const chunks = [...elements]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([tag, { vr, value }]) => encodeElement(tag, { vr, value, isImplicit }));
  return concatenate([preamble(), metaGroup(transferSyntax), ...chunks, pixelData(options, isImplicit)]);
}

function headerElements(options: DicomOptions): Elements {
  const bitsAllocated = options.bitsAllocated ?? 8;
  const bitsStored = options.bitsStored ?? bitsAllocated;
  const elements: Elements = new Map();
  const put = (tag: string, vr: string, value: Value | undefined): void => {
    if (value !== undefined) elements.set(tag, { vr, value });
  };
  put("00080016", "UI", "1.2.840.10008.5.1.4.1.1.7");
  put("00080018", "UI", options.instanceId ?? "2.25.1003");
  put("00080060", "CS", options.modality ?? "CR");
  put("00100010", "PN", options.patientName ?? "Test^Patient");
  put("00100020", "LO", options.patientId ?? "patient-1");
  put("00100040", "CS", options.patientSex);
  put("00101010", "AS", options.patientAge);
  put("00180015", "CS", options.bodyPart);
  put("00181164", "DS", options.imagerPixelSpacingMm?.join("\\"));
  put("00185101", "CS", options.viewPosition);
  put("0020000D", "UI", options.studyId ?? "2.25.1001");
  put("0020000E", "UI", options.seriesId ?? "2.25.1002");
  put("00280002", "US", options.samplesPerPixel ?? 1);
  put("00280004", "CS", options.photometric ?? "MONOCHROME2");
  put("00280008", "IS", options.frames?.toString());
  put("00280010", "US", options.rows ?? 4);
  put("00280011", "US", options.columns ?? 4);
  put("00280030", "DS", options.pixelSpacingMm?.join("\\"));
  put("00280100", "US", bitsAllocated);
  put("00280101", "US", bitsStored);
  put("00280102", "US", bitsStored - 1);
  put("00280103", "US", options.isSigned === true ? 1 : 0);
  putTransforms(options, put);
  return elements;
}

function putTransforms(options: DicomOptions, put: (tag: string, vr: string, value: Value | undefined) => void): void {
  put("00281052", "DS", options.rescale?.intercept.toString());
  put("00281053", "DS", options.rescale?.slope.toString());
  const windows = options.windows ?? [];
  if (windows.length === 0) return;
  put("00281050", "DS", windows.map((window) => window.center).join("\\"));
  put("00281051", "DS", windows.map((window) => window.width).join("\\"));
  if (windows.some((window) => window.explanation !== undefined))
    put("00281055", "LO", windows.map((window) => window.explanation ?? "").join("\\"));
}

function preamble(): Uint8Array {
  const bytes = new Uint8Array(132);
  bytes.set(new TextEncoder().encode("DICM"), 128);
  return bytes;
}

function metaGroup(transferSyntax: string): Uint8Array {
  const explicit = { isImplicit: false };
  const body = concatenate([
    encodeElement("00020001", { vr: "OB", value: Uint8Array.of(0, 1), ...explicit }),
    encodeElement("00020002", { vr: "UI", value: "1.2.840.10008.5.1.4.1.1.7", ...explicit }),
    encodeElement("00020003", { vr: "UI", value: "2.25.1003", ...explicit }),
    encodeElement("00020010", { vr: "UI", value: transferSyntax, ...explicit }),
  ]);
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, body.length, true);
  return concatenate([encodeElement("00020000", { vr: "UL", value: length, ...explicit }), body]);
}

function pixelData(options: DicomOptions, isImplicit: boolean): Uint8Array {
  if (options.without?.includes("7FE00010")) return new Uint8Array();
  if (options.compressedFrames) return encapsulate(options.compressedFrames);
  const bitsAllocated = options.bitsAllocated ?? 8;
  const count = (options.rows ?? 4) * (options.columns ?? 4) * (options.frames ?? 1) * (options.samplesPerPixel ?? 1);
  const values =
    options.values ?? Uint16Array.from({ length: count }, (_, index) => index % 2 ** Math.min(bitsAllocated, 16));
  const stored = bitsAllocated === 8 ? Uint8Array.from(values) : littleEndian16(values);
  return encodeElement("7FE00010", { vr: "OW", value: stored, isImplicit });
}

function littleEndian16(values: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(values.length * 2);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < values.length; index += 1) view.setUint16(index * 2, (values[index] ?? 0) & 0xffff, true);
  return bytes;
}

function encapsulate(frames: readonly Uint8Array[]): Uint8Array {
  const padded = frames.map((frame) => pad(frame, 0));
  let offset = 0;
  const offsets = padded.map((frame) => {
    const start = offset;
    offset += frame.length + 8;
    return start;
  });
  const table = new Uint8Array(Uint32Array.from(offsets).buffer);
  return concatenate([
    Uint8Array.of(0xe0, 0x7f, 0x10, 0x00, 0x4f, 0x42, 0, 0, 0xff, 0xff, 0xff, 0xff),
    item(table),
    ...padded.map(item),
    Uint8Array.of(0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0),
  ]);
}

function item(bytes: Uint8Array): Uint8Array {
  const head = Uint8Array.of(0xfe, 0xff, 0x00, 0xe0, 0, 0, 0, 0);
  new DataView(head.buffer).setUint32(4, bytes.length, true);
  return concatenate([head, bytes]);
}

const LONG_FORM = new Set(["OB", "OD", "OF", "OL", "OW", "SQ", "UC", "UN", "UR", "UT"]);

function encodeElement(
  tag: string,
  { vr, value, isImplicit }: { vr: string; value: Value; isImplicit: boolean },
): Uint8Array {
  const body = encodeValue(vr, value);
  const hasLongLength = isImplicit || LONG_FORM.has(vr);
  const head = new Uint8Array(isImplicit ? 8 : hasLongLength ? 12 : 8);
  const view = new DataView(head.buffer);
  view.setUint16(0, Number.parseInt(tag.slice(0, 4), 16), true);
  view.setUint16(2, Number.parseInt(tag.slice(4), 16), true);
  if (!isImplicit) head.set(new TextEncoder().encode(vr), 4);
  if (hasLongLength) view.setUint32(head.length - 4, body.length, true);
  else view.setUint16(6, body.length, true);
  return concatenate([head, body]);
}

function encodeValue(vr: string, value: Value): Uint8Array {
  if (typeof value === "string") return pad(new TextEncoder().encode(value), vr === "UI" ? 0 : 0x20);
  if (typeof value === "number") return littleEndian16([value]);
  return pad(value, 0);
}

function pad(bytes: Uint8Array, filler: number): Uint8Array {
  return bytes.length % 2 === 0 ? bytes : concatenate([bytes, Uint8Array.of(filler)]);
}

function concatenate(chunks: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    joined.set(chunk, offset);
    offset += chunk.length;
  }
  return joined;
}
