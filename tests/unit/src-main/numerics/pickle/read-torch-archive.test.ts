/** @file Checks what a torch archive may not claim: tensors beyond their storage, entries that are missing, and others. */
import { expect, test } from "vitest";
import type { ByteArchive } from "../../../../../src-main/numerics/pickle/byte-archive";
import type { Checkpoint } from "../../../../../src-main/numerics/pickle/checkpoint";
import { PickleWriter } from "../../../../../src-main/numerics/pickle/pickle-writer";
import { readTorchArchive } from "../../../../../src-main/numerics/pickle/read-torch-archive";

function archiveOf(entries: Readonly<Record<string, Uint8Array>>): ByteArchive {
  const contents = new Map(Object.entries(entries));
  return {
    names: [...contents.keys()],
    sizeOf: (name) => contents.get(name)?.length,
    read: (name, start, end) => contents.get(name)!.slice(start, end),
  };
}

interface Written {
  readonly name?: string;
  readonly storageClass?: string;
  readonly key?: string;
  readonly elements?: number;
  readonly offset?: number;
  readonly shape?: readonly number[];
  readonly strides?: readonly number[];
}

function addTensor(pickle: PickleWriter, tensor: Written): PickleWriter {
  const { name = "weight", storageClass = "FloatStorage", key = "0", elements = 6 } = tensor;
  const { offset = 0, shape = [2, 3], strides = [3, 1] } = tensor;
  pickle.text(name).global("torch._utils", "_rebuild_tensor_v2").mark();
  pickle.mark().text("storage").global("torch", storageClass).text(key).text("cpu").integer(elements).tuple();
  return pickle.persistent().integer(offset).integers(shape).integers(strides).false().tuple().call();
}

function dictionary(...tensors: readonly Written[]): Uint8Array {
  const pickle = new PickleWriter().global("collections", "OrderedDict").emptyTuple().call().mark();
  for (const tensor of tensors) addTensor(pickle, tensor);
  return pickle.setItems().stop();
}

const storage = new Uint8Array(Float32Array.of(0, 1, 2, 3, 4, 5).buffer);

function read(...tensors: readonly Written[]): Checkpoint {
  return readTorchArchive(archiveOf({ "a/data.pkl": dictionary(...tensors), "a/data/0": storage }), "some.pth");
}

test("views of one storage are read where they lie", () => {
  const tensors = read(
    { name: "whole" },
    { name: "row", offset: 3, shape: [3], strides: [1] },
    { name: "transposed", shape: [3, 2], strides: [1, 3] },
    { name: "last", offset: 5, shape: [], strides: [] },
  ).tensors;
  const numbers = [...tensors.values()].map(({ load }) => [...load().data].map(Number));
  expect(numbers).toEqual([[0, 1, 2, 3, 4, 5], [3, 4, 5], [0, 3, 1, 4, 2, 5], [5]]);
});

test("each load gives an array of its own", () => {
  const tensor = read({}).tensors.get("weight")!;
  tensor.load().data[0] = 99;
  expect(tensor.load().data[0]).toBe(0);
});

test.each([
  [{ offset: 1 }, "weight of 2 × 3 reaches beyond its storage, element 7 of 6"],
  [{ shape: [7], strides: [1] }, "weight of 7 reaches beyond its storage, element 7 of 6"],
  [{ strides: [100, 1] }, "weight of 2 × 3 reaches beyond its storage, element 103 of 6"],
  [{ offset: 6, shape: [], strides: [] }, "weight of one number reaches beyond its storage, element 7 of 6"],
  [{ shape: [2 ** 40, 2 ** 40], strides: [2 ** 40, 1] }, "reaches beyond its storage"],
  [{ offset: Number.MAX_SAFE_INTEGER }, "reaches beyond its storage"],
  [{ shape: [3_000_000_000], strides: [0] }, "weight repeats 6 stored numbers as 3000000000;"],
  [{ shape: [2 ** 31, 2 ** 31], strides: [0, 0] }, "weight repeats 6 stored numbers"],
  [{ elements: 7 }, "some.pth has 24 bytes in a/data/0, where its pickle speaks of 28"],
  [{ key: "1" }, "some.pth has no entry a/data/1, which its pickle names"],
  [{ key: "../../../etc/passwd" }, "some.pth has no entry a/data/../../../etc/passwd"],
  [{ strides: [1] }, "some.pth holds a tensor with 1 strides for 2 axes"],
  [{ shape: Array.from({ length: 65 }, () => 1) }, "some.pth holds a tensor with 65 axes"],
  [{ storageClass: "QInt8Storage" }, "asks for the global torch.QInt8Storage"],
  [{ storageClass: "float32" }, "some.pth has a storage of torch.float32; a torch storage was expected"],
] as const)("%j is refused", (tensor, sentence) => {
  expect(() => read(tensor)).toThrow(sentence);
});

test("a tensor without elements may lie anywhere", () => {
  expect(
    read({ offset: 9, shape: [0, 4], strides: [4, 1] })
      .tensors.get("weight")!
      .load().data,
  ).toHaveLength(0);
});

test("of two tensors of one name the last counts, as in Python", () => {
  const { tensors } = read({ shape: [1], strides: [1] }, { offset: 2, shape: [1], strides: [1] });
  expect([...tensors.get("weight")!.load().data]).toEqual([2]);
});

test("an archive that torch.save did not write is refused", () => {
  const pickle = dictionary({});
  const sentence = "one that torch.save wrote was expected.";
  expect(() => readTorchArchive(archiveOf({ "readme.txt": pickle }), "a.zip")).toThrow(
    `a.zip is a zip archive with no data.pkl; ${sentence}`,
  );
  expect(() => readTorchArchive(archiveOf({ "a/data.pkl": pickle, "b/data.pkl": pickle }), "a.zip")).toThrow(
    `a.zip is a zip archive with 2 files data.pkl; ${sentence}`,
  );
});

test("an unknown byte order is refused", () => {
  const order = Uint8Array.of(0x6d, 0x69, 0x78);
  const archive = archiveOf({ "data.pkl": dictionary({}), "data/0": storage, byteorder: order });
  expect(() => readTorchArchive(archive, "a.pth")).toThrow("a.pth states no byte order; little or big was expected.");
});

test("dictionaries that hold each other do not lead in circles", () => {
  // {"model": <itself>, "net": <itself>, …, "w": tensor}
  const ring = Uint8Array.from(letters("\x80\x02}q\x00(X\x05\x00\x00\x00modelh\x00X\x03\x00\x00\x00neth\x00u."));
  expect(() => readTorchArchive(archiveOf({ "data.pkl": ring }), "ring.pth")).toThrow("ring.pth holds no tensors");
});

test("a pickle of absurd size is not even read", () => {
  const sizeOf = (name: string): number | undefined => (name === "data.pkl" ? 2 ** 31 : undefined);
  const archive = { ...archiveOf({ "data.pkl": new Uint8Array(1) }), sizeOf };
  expect(() => readTorchArchive(archive, "a.pth")).toThrow("a.pth has a pickle of 2147483648 bytes; at most 67108864");
});

test("tensors with attributes, parameters with state and unsigned types are read", () => {
  const pickle = new PickleWriter().global("collections", "OrderedDict").emptyTuple().call().mark();
  const storageOf = (): PickleWriter =>
    pickle
      .mark()
      .text("storage")
      .global("torch.storage", "UntypedStorage")
      .text("0")
      .text("cpu")
      .integer(24)
      .tuple()
      .persistent();
  pickle.text("unsigned").global("torch._utils", "_rebuild_tensor_v3").mark();
  storageOf().integer(4).integers([2]).integers([1]).false();
  pickle.global("collections", "OrderedDict").emptyTuple().call().global("torch", "uint16").tuple().call();
  pickle.text("attributed").global("torch._tensor", "_rebuild_from_type_v2").mark();
  pickle.global("torch._utils", "_rebuild_tensor_v2").global("torch", "Tensor").mark();
  pickle.mark().text("storage").global("torch.cuda", "FloatStorage").text("0").text("cuda:0").integer(6).tuple();
  pickle.persistent().integer(1).integers([2]).integers([1]).false().tuple();
  pickle.global("collections", "OrderedDict").emptyTuple().call().tuple().call();
  const archive = archiveOf({ "data.pkl": pickle.setItems().stop(), "data/0": storage });
  const { tensors } = readTorchArchive(archive, "new.pth");
  expect(tensors.get("unsigned")!.load()).toEqual({ type: "uint16", shape: [2], data: Uint16Array.of(0, 0x4000) });
  expect(tensors.get("attributed")!.load()).toEqual({ type: "float32", shape: [2], data: Float32Array.of(1, 2) });
});

test("a function that rebuilds nothing cannot be smuggled into a tensor's rebuilding", () => {
  const pickle = new PickleWriter().global("torch._tensor", "_rebuild_from_type_v2").mark();
  pickle.global("torch._tensor", "_rebuild_from_type_v2").global("torch", "Tensor").emptyTuple().emptyTuple().tuple();
  const archive = archiveOf({ "data.pkl": pickle.call().stop() });
  expect(() => readTorchArchive(archive, "a.pth")).toThrow("a tensor with no function that rebuilds it");
});

function letters(text: string): readonly number[] {
  return Array.from(text, (letter) => letter.charCodeAt(0));
}

/** One object of two hundred thousand parts that as many steps name again: each must cost no more than a step. */
test.each([
  ["a call with a huge tuple", ["(", "K\x01", "tq\x00ctorch._utils\n_rebuild_tensor_v2\nq\x01", "h\x01h\x00R0"]],
  ["a dictionary of a huge list", ["](", "K\x01", "eq\x00ccollections\nOrderedDict\nq\x01", "h\x01h\x00\x85R0"]],
  ["a dictionary of a huge one", ["}(", "K\x01K\x02", "uq\x00ccollections\nOrderedDict\nq\x01", "h\x01h\x00\x85R0"]],
] as const)("%s, again and again, ends soon", (_, [open, part, close, turn]) => {
  const text = [open, part.repeat(200_000), close, turn.repeat(100_000), "."].join("");
  const archive = archiveOf({ "data.pkl": Uint8Array.from(letters(text)) });
  expect(() => readTorchArchive(archive, "a.pth")).toThrow(/^a\.pth/);
});

test("a million keys that lead to one huge dictionary are looked through once", () => {
  const huge = Array.from({ length: 150_000 }, (_, key) => [0x4a, key % 256, (key >> 8) % 256, key >> 16, 0, 0x4e]);
  const keys = Array.from({ length: 150_000 }, (_, key) => [
    0x58,
    4,
    0,
    0,
    0,
    ...letters(key.toString(36).padStart(4, "0")),
    0x68,
    0,
  ]);
  const pickle = [...letters("}("), ...huge.flat(), ...letters("uq\x00}("), ...keys.flat(), ...letters("u.")];
  const archive = archiveOf({ "data.pkl": Uint8Array.from(pickle) });
  expect(() => readTorchArchive(archive, "a.pth")).toThrow("a.pth holds no tensors");
});
