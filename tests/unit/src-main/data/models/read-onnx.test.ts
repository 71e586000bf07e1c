/** @file Looking into ONNX files: what is read without the weights, and what is refused by name. */
import { closeSync, ftruncateSync, mkdirSync, openSync, writeFileSync, writeSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readOnnxOutline } from "../../../../../src-main/data/models/onnx-outline";
import { openRandomAccessFile } from "../../../../../src-main/data/models/random-access-file";
import { readOnnx } from "../../../../../src-main/data/models/read-onnx";
import { decodeModel } from "../../../../../src-main/numerics/onnx/decode-model";
import { joinParts, messageField, numberField, textField } from "../../../../../src-main/numerics/onnx/wire-format";
import { Failure } from "../../../../../src-shared/domain/failure";
import { buildDetector, detectorGraph } from "../../../../builders/build-detectors";
import { floats, ONNX_FLOAT, ONNX_INT64 } from "../../../../builders/build-onnx";
import { buildFolder } from "../../../../builders/build-store";
import { insertIntoGraph } from "../../../../builders/insert-into-graph";

const LARGE = 4096;

function buildFile(bytes: Uint8Array, name = "detector.onnx"): string {
  const file = path.join(buildFolder(), name);
  writeFileSync(file, bytes);
  return file;
}

function withLargeWeights(values: (index: number) => number): Uint8Array {
  const constants = [
    ...detectorGraph().constants!,
    floats(
      "spare",
      [64, 64],
      Array.from({ length: LARGE }, (_, index) => values(index)),
    ),
  ];
  return buildDetector({ constants });
}

test("an outline holds everything but the elements of large tensors", () => {
  const bytes = withLargeWeights((index) => index);
  const file = openRandomAccessFile(buildFile(bytes), "detector.onnx");
  const outline = readOnnxOutline(file);
  file.close();

  expect(outline.bytes.length).toBeLessThan(bytes.length - 4 * LARGE);
  const [whole, look] = [bytes, outline.bytes].map((model) => decodeModel(model, { withWeights: false }));
  expect(look!.tensors).toEqual(whole!.tensors);
  expect(look!.graph).toEqual(whole!.graph);
  expect(outline.weights.map(({ name }) => name)).toEqual(expect.arrayContaining(["corners", "spare"]));
  const { start, end, ...spare } = outline.weights.find(({ name }) => name === "spare")!;
  expect(spare).toEqual({ name: "spare", type: "float32", shape: [64, 64] });
  expect(new Float32Array(bytes.slice(start, end).buffer)).toEqual(Float32Array.from({ length: LARGE }, (_, i) => i));
});

test("facts of a sound file", () => {
  const { facts, dataFiles } = readOnnx(buildFile(withLargeWeights(() => 1)));
  expect(facts).toEqual({ format: "onnx", opset: 13, parameters: LARGE + 8 + 2 + 1 + 2 });
  expect(dataFiles).toEqual([]);
});

test.each<readonly [string, Uint8Array, string | RegExp]>([
  [
    "an unknown operator set",
    buildDetector({ opset: 99 }),
    "detector.onnx uses operator set 99 of ONNX; one from 7 to 26 was expected.",
  ],
  [
    "an operator set from before 2018",
    buildDetector({ opset: 6 }),
    "detector.onnx uses operator set 6 of ONNX; one from 7 to 26 was expected.",
  ],
  [
    "a custom operator",
    withNode([...textField(4, "GridSamplePlugin"), ...textField(7, "mmdeploy"), ...textField(2, "spare")]),
    "detector.onnx uses the custom operator GridSamplePlugin of the domain mmdeploy; operators of ONNX were expected.",
  ],
  [
    "weights that are no numbers",
    withLargeWeights((index) => (index === 4000 ? Number.NaN : index)),
    "detector.onnx holds NaN in spare; finite weights were expected.",
  ],
  ["a text", new TextEncoder().encode("patientId,x,y\n".repeat(10)), /^detector\.onnx is no whole ONNX file \(at byte/],
  [
    "the first half of a model",
    withLargeWeights(() => 1).subarray(0, 9000),
    /^detector\.onnx is no whole ONNX file \(at byte \d+ it holds a field of \d+ bytes, where \d+ are left\); an ONNX model or a checkpoint of PyTorch was expected\.$/,
  ],
  [
    "zeros",
    new Uint8Array(5000),
    /^detector\.onnx is no whole ONNX file \(at byte 0 it holds a field without a number\)/,
  ],
])("%s is refused in one sentence", (_, bytes, sentence) => {
  expect(() => readOnnx(buildFile(bytes))).toThrow(sentence);
});

test("two gigabytes of zeros behind a model's first bytes are refused at once and with little memory", () => {
  const file = path.join(buildFolder(), "huge.onnx");
  const descriptor = openSync(file, "w");
  writeSync(descriptor, Uint8Array.of(0x08, 0x08));
  ftruncateSync(descriptor, 2 ** 31 - 1);
  closeSync(descriptor);
  const before = process.memoryUsage().rss;

  expect(() => readOnnx(file)).toThrow("huge.onnx is no whole ONNX file (at byte 2 it holds a field without a number)");

  expect(process.memoryUsage().rss - before).toBeLessThan(100e6);
});

test("two gigabytes of weights are looked into with little memory", () => {
  const file = path.join(buildFolder(), "huge.onnx");
  // Whole numbers, among which none can be NaN: to read two gigabytes takes half a minute on a slow disk.
  const elements = 2 ** 28 - 2 ** 20;
  const tensor = [...numberField(1, elements), ...numberField(2, ONNX_INT64), ...textField(8, "huge")];
  const head = [...tensor, ...messageField(9, [new Uint8Array(0)]).slice(0, 1), varint(8 * elements)];
  const [tag, , ...inner] = messageField(5, head);
  const tensorBytes = inner.reduce((sum, part) => sum + part.length, 0) + 8 * elements;
  const initialiser = [tag!, varint(tensorBytes), ...inner];
  const graphBytes = initialiser.reduce((sum, part) => sum + part.length, 0) + 8 * elements;
  const opset = messageField(8, [...textField(1, ""), ...numberField(2, 13)]);
  const start = joinParts([...opset, messageField(7, [])[0]!, varint(graphBytes), ...initialiser]);
  const descriptor = openSync(file, "w");
  writeSync(descriptor, start);
  ftruncateSync(descriptor, start.length + 8 * elements);
  closeSync(descriptor);
  const before = process.memoryUsage().rss;

  const { facts } = readOnnx(file);

  expect(facts.parameters).toBe(elements);
  expect(process.memoryUsage().rss - before).toBeLessThan(200e6);
});

test("however a file is broken, it is read or refused with a sentence that names it", () => {
  const bytes = withLargeWeights(() => 1);
  const file = buildFile(bytes);
  const mutations = fc.array(fc.tuple(fc.nat(900), fc.nat(255)), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(mutations, fc.integer({ min: 0, max: bytes.length }), (changes, length) => {
      const broken = bytes.slice(0, length);
      for (const [at, byte] of changes) if (at < broken.length) broken[at] = byte;
      writeFileSync(file, broken);
      try {
        readOnnx(file);
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(Failure);
        expect((thrown as Failure).message).toMatch(/^detector\.onnx .*\.$/s);
      }
    }),
    { numRuns: 300 },
  );
});

const EXTERNAL = "spare";

/** The detector with one tensor more, whose elements stand in another file. */
function withExternal(entries: Readonly<Record<string, string>>, size = 256): Uint8Array {
  const places = Object.entries(entries).flatMap(([key, value]) =>
    messageField(13, [...textField(1, key), ...textField(2, value)]),
  );
  const tensor = [...numberField(1, size), ...numberField(2, ONNX_FLOAT), ...textField(8, EXTERNAL), ...places];
  return withGraphField(messageField(5, [...tensor, ...numberField(14, 1)]));
}

function withNode(parts: readonly Uint8Array[]): Uint8Array {
  return withGraphField(messageField(1, parts));
}

function withGraphField(parts: readonly Uint8Array[]): Uint8Array {
  return insertIntoGraph(buildDetector(), parts);
}

function varint(value: number): Uint8Array {
  return numberField(1, value)[1]!;
}

test.each([
  ["of a few numbers", [NaN, 1, 2, 3], "detector.onnx holds NaN in bias; finite weights were expected."],
  ["on its own, which masks fill in", [NaN], undefined],
])("NaN %s is found or left", (_, values, sentence) => {
  const constants = [...detectorGraph().constants!, floats("bias", [values.length], values)];
  const read = () => readOnnx(buildFile(buildDetector({ constants })));
  if (sentence === undefined) expect(read).not.toThrow();
  else expect(read).toThrow(sentence);
});

test("raw elements that are not as many as the shape says are refused with both numbers", () => {
  const tensor = [...numberField(1, 3), ...numberField(2, ONNX_FLOAT), ...textField(8, "short"), ...textField(9, "12345678")]; // prettier-ignore
  expect(() => readOnnx(buildFile(withGraphField(messageField(5, tensor))))).toThrow(
    "detector.onnx is no whole ONNX file (the tensor short has 8 bytes, where its shape [3] needs 12); an ONNX model or a checkpoint of PyTorch was expected.",
  );
});

test.each([
  ["7z\xbc\xaf\x27\x1c\x00\x04", "a 7z archive"],
  ["BZh91AY&SY", "packed by bzip2"],
  ["\xfd7zXZ\x00\x00\x04", "packed by xz"],
  ["\x28\xb5\x2f\xfd\x04", "packed by Zstandard"],
  ["Rar!\x1a\x07\x01\x00", "a RAR archive"],
  [`pickle${"\0".repeat(251)}ustar\x0000`, "a tar archive, PyTorch's format before 2017"],
  [`${"\0".repeat(128)}DICM`, "a DICOM file"],
])("a file of another kind is told by its first bytes: %j", (start, kind) => {
  const file = buildFile(Buffer.from(`${start}${"\x01".repeat(600)}`, "latin1"), "net.onnx");
  expect(() => readOnnx(file)).toThrow(`net.onnx is ${kind}; an ONNX model or a checkpoint of PyTorch was expected.`);
});

test("a name that would break a line, and one as long as names may be, stand in a sentence", () => {
  expect(() => readOnnx(buildFile(Buffer.from("hello"), "two\nlines\u001b[31m.onnx"))).toThrow(
    /^two\?lines\?\[31m\.onnx is no whole ONNX file \(at byte/,
  );
  expect(() => readOnnx(buildFile(Buffer.from("hello"), `${"x".repeat(250)}.onnx`))).toThrow(
    /^x{119}… is no whole ONNX file \(at byte/,
  );
});

test("a file of another ending that is of no known format is told so", () => {
  expect(() => readOnnx(buildFile(new TextEncoder().encode("weights\n".repeat(9)), "net.pth"))).toThrow(
    /^net\.pth is neither a checkpoint of PyTorch nor a whole ONNX file \(at byte/,
  );
});

test("weights beside the model are found, and looked at", () => {
  const file = buildFile(withExternal({ location: "parts/weights.bin", offset: "512", length: "1024" }));
  const weights = path.join(path.dirname(file), "parts", "weights.bin");
  mkdirSync(path.dirname(weights));
  writeFileSync(weights, new Uint8Array(1536));
  expect(readOnnx(file).dataFiles).toEqual([path.join("parts", "weights.bin")]);
  expect(readOnnx(file).facts.parameters).toBe(8 + 2 + 1 + 2 + 256);

  writeFileSync(weights, new Uint8Array(1536).fill(0xff));
  expect(() => readOnnx(file)).toThrow("detector.onnx holds NaN in spare; finite weights were expected.");
  writeFileSync(weights, new Uint8Array(1535));
  expect(() => readOnnx(file)).toThrow(
    `detector.onnx keeps spare up to byte 1536 of ${path.join("parts", "weights.bin")}, which has 1535 bytes; a whole file was expected.`,
  );
});

test("weights beside the model of another length than their shape's are refused", () => {
  const file = buildFile(withExternal({ location: "weights.bin", length: "4" }));
  writeFileSync(path.join(path.dirname(file), "weights.bin"), new Uint8Array(1024));
  expect(() => readOnnx(file)).toThrow(
    "detector.onnx keeps spare in 4 bytes of weights.bin, where its shape [256] needs 1024.",
  );
});

test.each([
  [
    "weights.bin",
    "keeps weights in weights.bin, which is not there (spare among them); the file was expected beside the model.",
  ],
  ["../weights.bin", "keeps weights in ../weights.bin, outside its own folder; files beside the model were expected."],
  ["a/../../weights.bin", "keeps weights in a/../../weights.bin, outside its own folder"],
  ["/etc/passwd", "keeps weights in /etc/passwd, outside its own folder"],
  ["C:\\weights.bin", "keeps weights in C:\\weights.bin, outside its own folder"],
  ["a\0b", "keeps weights in a?b, which is not there"],
  ["a".repeat(100_000), `keeps weights in ${"a".repeat(119)}…, which is not there`],
  ["..\\weights.bin", "keeps weights in ..\\weights.bin, outside its own folder"],
])("weights in %s are refused", (location, sentence) => {
  expect(() => readOnnx(buildFile(withExternal({ location })))).toThrow(`detector.onnx ${sentence}`);
});
