/** @file Checks the format before PyTorch 1.6: its header, views of storages, and sizes that do not agree. */
import { expect, test } from "vitest";
import type { Checkpoint } from "../../../../../src-main/numerics/pickle/checkpoint";
import { readTorchLegacy } from "../../../../../src-main/numerics/pickle/read-torch-legacy";

const MAGIC = "\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19.";
const VERSION = "\x80\x02M\xe9\x03.";
const MACHINE = "\x80\x02}X\x0d\x00\x00\x00little_endian\x88s.";
const KEYS = "\x80\x02]X\x01\x00\x00\x000a.";
/** Four float32: a count in eight bytes, and the numbers 1 to 4. */
const STORAGE = `\x04${"\x00".repeat(7)}\x00\x00\x80\x3f\x00\x00\x00\x40\x00\x00\x40\x40\x00\x00\x80\x40`;

/** `{"w": a tensor of `shape`}` on the storage "0" of four numbers, of which `view` takes a part. */
function content({ view = "N", offset = 0, size = 2, elements = 4 } = {}): string {
  const identifier = `(U\x07storagectorch\nFloatStorage\nU\x010U\x03cpuK${String.fromCharCode(elements)}${view}tQ`;
  const tensor = `ctorch._utils\n_rebuild_tensor\n(${identifier}K${String.fromCharCode(offset)}K${String.fromCharCode(size)}\x85K\x01\x85tR`;
  return `\x80\x02}U\x01w${tensor}s.`;
}

function read(...parts: readonly string[]): Checkpoint {
  const bytes = Uint8Array.from(parts.join(""), (letter) => letter.charCodeAt(0));
  const file = { byteLength: bytes.length, read: (start: number, end: number) => bytes.slice(start, end) };
  return readTorchLegacy(file, "old.pth");
}

function numbers({ tensors }: Checkpoint): readonly number[] {
  return [...tensors.get("w")!.load().data].map(Number);
}

test("numbers are read behind the pickles", () => {
  expect(numbers(read(MAGIC, VERSION, MACHINE, content({ offset: 1 }), KEYS, STORAGE))).toEqual([2, 3]);
});

test("a view of a storage, as before PyTorch 0.4, moves the tensor with it", () => {
  const view = "(U\x03oneK\x02K\x02t";
  expect(numbers(read(MAGIC, VERSION, MACHINE, content({ view }), KEYS, STORAGE))).toEqual([3, 4]);
  expect(() => read(MAGIC, VERSION, MACHINE, content({ view, offset: 1 }), KEYS, STORAGE)).toThrow(
    "old.pth: w of 2 reaches beyond its storage, element 3 of 2",
  );
});

test.each([
  ["no mark", ["\x80\x02K\x01.", VERSION, MACHINE], "old.pth is a pickle without PyTorch's mark"],
  ["nothing but another program's content", ["\x80\x02}U\x01aK\x01s."], "old.pth is a pickle without PyTorch's mark"],
  ["another version", [MAGIC, "\x80\x02K\x07.", MACHINE], "old.pth has an unknown version of its format"],
  ["a big-endian machine", [MAGIC, VERSION, MACHINE.replace("\x88", "\x89")], "old.pth was written on a big-endian"],
  ["nothing behind its header", [MAGIC, VERSION, MACHINE], "in the middle of its pickle; it seems to be truncated"],
  ["no keys", [MAGIC, VERSION, MACHINE, content(), "\x80\x02}."], "old.pth has no list of its storages"],
  ["no storage of a tensor", [MAGIC, VERSION, MACHINE, content(), "\x80\x02]."], "old.pth has no storage 0"],
  [
    "a storage of no tensor",
    [MAGIC, VERSION, MACHINE, content(), "\x80\x02]U\x019a."],
    "old.pth lists a storage that its tensors do not have",
  ],
  [
    "a storage twice",
    [MAGIC, VERSION, MACHINE, content(), "\x80\x02](U\x010U\x010e.", STORAGE, STORAGE],
    "old.pth lists a storage that its tensors do not have",
  ],
  [
    "another count than its pickle",
    [MAGIC, VERSION, MACHINE, content({ elements: 3 }), KEYS, STORAGE],
    "old.pth has a storage of 4 elements, where its pickle speaks of 3",
  ],
  ["half a count", [MAGIC, VERSION, MACHINE, content(), KEYS, STORAGE.slice(0, 4)], "before the last of its storages"],
  [
    "half a storage",
    [MAGIC, VERSION, MACHINE, content(), KEYS, STORAGE.slice(0, -3)],
    /ends at byte \d+, where its storages need/,
  ],
  [
    "a view beyond its storage",
    [MAGIC, VERSION, MACHINE, content({ view: "(U\x03oneK\x03K\x02t" }), KEYS, STORAGE],
    "old.pth has a view that reaches beyond its storage",
  ],
] as const)("a file with %s is refused", (_, parts, sentence) => {
  expect(() => read(...parts)).toThrow(sentence);
});
