/** @file Reads a checkpoint in the safetensors format: the length of a JSON header, the header, and the numbers.
 * @see https://github.com/huggingface/safetensors#format */
import { z } from "zod";
import { Failure } from "../../../src-shared/domain/failure";
import { decodeUtf8 } from "../text/utf8";
import { dataOfBytes, elementBytes } from "../tensor/element-layout";
import { countElements, type ElementType } from "../tensor/tensor";
import type { Checkpoint, StoredTensor } from "./checkpoint";
import { printableName } from "./printable-name";
import type { RandomAccess } from "./random-access";
import { SAFETENSORS_NAMES } from "./safetensors-types";
import { stripPrefixes } from "./strip-prefixes";

/** Reads names, types and shapes; the numbers follow when a tensor is loaded.
 * @throws {Failure} `unsupported` in one sentence for everything that is no whole checkpoint. */
export function readSafetensors(file: RandomAccess, fileName: string): Checkpoint {
  const { header, dataStart } = readHeader(file, fileName);
  const placed = Object.entries(header)
    .filter(([name]) => name !== METADATA)
    .map(([name, entry]) => placedTensor(name, entry, fileName));
  requireWithoutGaps(placed, file.byteLength - dataStart, fileName);
  if (placed.length === 0) throw new Failure("unsupported", `${fileName} holds no tensors; some were expected.`);
  const { entries, wrappers } = stripPrefixes(
    placed.map((tensor) => [tensor.name, tensor]),
    fileName,
  );
  const stored = entries.map(([name, tensor]) => [name, storedTensor(name, tensor, { file, dataStart })] as const);
  return { format: "safetensors", tensors: new Map(stored), wrappers };
}

/** Whether a file's first bytes may be a safetensors header; `start` holds nine or more of a file's bytes. */
export function mayBeSafetensors(start: Uint8Array, byteLength: number): boolean {
  if (start.length < LENGTH_BYTES + 2 || start[LENGTH_BYTES] !== 0x7b) return false;
  // A header that the rest of the file is too short for was cut off with it.
  return headerLength(start) <= Math.max(byteLength - LENGTH_BYTES, MOST_HEADER_BYTES);
}

const METADATA = "__metadata__";
const LENGTH_BYTES = 8;
/** Twenty times what the largest detectors have; nested brackets become a hundred times their size in memory. */
const MOST_HEADER_BYTES = 1 << 22;
const MOST_AXES = 64;

const TensorEntry = z.object({
  dtype: z.string(),
  shape: z.array(z.int().nonnegative()).max(MOST_AXES),
  data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
});
const TYPES: ReadonlyMap<string, ElementType> = new Map(
  Object.entries(SAFETENSORS_NAMES).map(([type, name]) => [name, type as ElementType]),
);

interface PlacedTensor {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
  /** Bytes behind the header. */
  readonly start: number;
  readonly end: number;
}

function headerLength(start: Uint8Array): number {
  return start.subarray(0, LENGTH_BYTES).reduceRight((value, byte) => value * 256 + byte, 0);
}

function readHeader(file: RandomAccess, fileName: string): { header: object; dataStart: number } {
  const length = file.byteLength < LENGTH_BYTES ? 0 : headerLength(file.read(0, LENGTH_BYTES));
  const dataStart = LENGTH_BYTES + length;
  if (length < 2 || dataStart > file.byteLength || length > MOST_HEADER_BYTES) {
    const found = `states a header of ${length} bytes in a file of ${file.byteLength}`;
    throw new Failure("unsupported", `${fileName} ${found}; it seems to be damaged.`);
  }
  return { header: parseHeader(file.read(LENGTH_BYTES, dataStart), fileName), dataStart };
}

function parseHeader(bytes: Uint8Array, fileName: string): object {
  const header = parseObject(bytes, fileName);
  const name = repeatedKey(decodeUtf8(bytes));
  if (name === undefined) return header;
  throw new Failure(
    "unsupported",
    `${fileName} names the tensor ${printableName(name)} twice in its header; it seems to be damaged.`,
  );
}

function parseObject(bytes: Uint8Array, fileName: string): object {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(decodeUtf8(bytes)));
  } catch (cause) {
    throw new Failure("unsupported", `${fileName} has a header that is no JSON object; one was expected.`, { cause });
  }
}

/** Of two entries of one name JSON gives the last, and another reader may take the first. `json` is an object. */
function repeatedKey(json: string): string | undefined {
  const keys = new Set<string>();
  let depth = 0;
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"(?:\s*:)?|[{}[\]]/gs)) {
    if (token === "{" || token === "[") depth++;
    if (token === "}" || token === "]") depth--;
    if (depth !== 1 || !token.endsWith(":")) continue;
    const key = String(JSON.parse(token.slice(0, -1)));
    if (keys.has(key)) return key;
    keys.add(key);
  }
  return undefined;
}

function placedTensor(name: string, entry: unknown, fileName: string): PlacedTensor {
  const parsed = TensorEntry.safeParse(entry);
  const tensor = `${fileName}: the tensor ${printableName(name)}`;
  if (!parsed.success) {
    throw new Failure("unsupported", `${tensor} lacks its type, shape or place; all three were expected.`);
  }
  const {
    dtype,
    shape,
    data_offsets: [start, end],
  } = parsed.data;
  const type = TYPES.get(dtype);
  if (!type) {
    const expected = "one of PyTorch's plain types was expected";
    throw new Failure("unsupported", `${tensor} has the type ${printableName(dtype)}; ${expected}.`);
  }
  const bytes = countElements(shape) * elementBytes(type);
  if (end - start === bytes) return { name, type, shape, start, end };
  const found = `takes ${end - start} bytes, where its shape needs ${bytes}`;
  throw new Failure("unsupported", `${tensor} ${found}; it seems to be damaged.`);
}

/** The format wants each byte to belong to one tensor, so that nothing hides in a file and nothing is cut off. */
function requireWithoutGaps(placed: readonly PlacedTensor[], byteLength: number, fileName: string): void {
  let at = 0;
  for (const { name, start, end } of placed.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (start !== at) {
      const found = `leaves a gap or an overlap before the tensor ${printableName(name)}`;
      throw new Failure("unsupported", `${fileName} ${found}; it seems to be damaged.`);
    }
    at = end;
  }
  if (at === byteLength) return;
  const found = `has ${byteLength} bytes behind its header, where its tensors take ${at}`;
  throw new Failure(
    "unsupported",
    `${fileName} ${found}; it seems to be ${at > byteLength ? "truncated" : "damaged"}.`,
  );
}

function storedTensor(
  name: string,
  { type, shape, start, end }: PlacedTensor,
  { file, dataStart }: { readonly file: RandomAccess; readonly dataStart: number },
): StoredTensor {
  const load: StoredTensor["load"] = () => {
    const bytes = file.read(dataStart + start, dataStart + end);
    return { type, shape, data: dataOfBytes(type, bytes) };
  };
  return { name, type, shape, load };
}
