/** @file Checks what a safetensors header may not claim. */
import { expect, test } from "vitest";
import type { Checkpoint } from "../../../../../src-main/numerics/pickle/checkpoint";
import { readSafetensors } from "../../../../../src-main/numerics/pickle/read-safetensors";

function read(header: unknown, data = new Uint8Array(8)): Checkpoint {
  const text = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  return readBytes(Uint8Array.of(text.length % 256, text.length >> 8, 0, 0, 0, 0, 0, 0, ...text, ...data));
}

function readBytes(bytes: Uint8Array): Checkpoint {
  const file = { byteLength: bytes.length, read: (start: number, end: number) => bytes.slice(start, end) };
  return readSafetensors(file, "a.safetensors");
}

const two = { dtype: "F32", shape: [2], data_offsets: [0, 8] };

test("a tensor at an odd place is read, and a name of every object is a name like others", () => {
  const data = Uint8Array.of(7, 0, 0, 128, 63, 0, 0, 0, 64);
  const header = {
    constructor: { dtype: "U8", shape: [1], data_offsets: [0, 1] },
    x: { ...two, data_offsets: [1, 9] },
  };
  const { tensors } = read(header, data);
  expect(tensors.get("x")?.load().data).toEqual(Float32Array.of(1, 2));
  expect(tensors.get("constructor")?.load().data).toEqual(Uint8Array.of(7));
});

test.each([
  ["[1]", "has a header that is no JSON object"],
  ["{]", "has a header that is no JSON object"],
  [`${"[".repeat(60_000)}`, "has a header that is no JSON object"],
  [{ x: 5 }, "the tensor x lacks its type, shape or place"],
  [{ x: { ...two, shape: [-2] } }, "the tensor x lacks its type, shape or place"],
  [{ x: { ...two, shape: [1.5] } }, "the tensor x lacks its type, shape or place"],
  [{ x: { ...two, shape: [2 ** 60] } }, "the tensor x lacks its type, shape or place"],
  [{ x: { ...two, dtype: "F8_E4M3" } }, "the tensor x has the type F8_E4M3"],
  [{ x: { ...two, shape: [3] } }, "the tensor x takes 8 bytes, where its shape needs 12"],
  [{ x: { ...two, shape: [2 ** 50, 2 ** 50] } }, "the tensor x takes 8 bytes"],
  [{ x: { ...two, data_offsets: [8, 0] } }, "the tensor x takes -8 bytes"],
  [{ x: { ...two, data_offsets: [4, 12] } }, "leaves a gap or an overlap before the tensor x"],
  [{ x: two, y: { ...two, data_offsets: [4, 12] } }, "leaves a gap or an overlap before the tensor y"],
  [{ x: two, y: { ...two, data_offsets: [8, 16] } }, "has 8 bytes behind its header, where its tensors take 16"],
  [
    { x: { dtype: "F32", shape: [1], data_offsets: [0, 4] } },
    "has 8 bytes behind its header, where its tensors take 4; it seems to be damaged",
  ],
])("%j is refused", (header, sentence) => {
  expect(() => read(header)).toThrow(sentence);
});

test("a file without tensors is refused", () => {
  expect(() => read({ __metadata__: { a: "b" } }, new Uint8Array(0))).toThrow("a.safetensors holds no tensors");
});

test("two tensors of one name are refused, whether or not they fill the file", () => {
  const [one, other] = [
    [0, 4],
    [4, 8],
  ].map((place) => JSON.stringify({ ...two, shape: [1], data_offsets: place }));
  const sentence = "a.safetensors names the tensor x twice in its header; it seems to be damaged.";
  expect(() => read(`{"x":${one},"x":${other}}`)).toThrow(sentence);
  expect(() => read(`{"x":${JSON.stringify(two)}, "\\u0078" :${JSON.stringify(two)}}`)).toThrow(sentence);
});

test("names that look like the header's own marks are names", () => {
  const [one, other] = [
    [0, 4],
    [4, 8],
  ].map((place) => ({ ...two, shape: [1], data_offsets: place }));
  const { tensors } = read({ __metadata__: { dtype: '"}', x: "y:" }, 'a":{': one, "a\\": other });
  expect([...tensors.keys()]).toEqual(['a":{', "a\\"]);
});
