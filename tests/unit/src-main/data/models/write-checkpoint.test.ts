/** @file Checks that written checkpoints keep every byte, and that PyTorch and other programs read them. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { openCheckpoint } from "../../../../../src-main/data/models/open-checkpoint";
import { storedZip } from "../../../../../src-main/data/models/stored-zip";
import { writeCheckpoint } from "../../../../../src-main/data/models/write-checkpoint";
import type { StoredTensor } from "../../../../../src-main/numerics/pickle/checkpoint";
import { asExpected, checkpointFixture, expectedCheckpoints } from "../../../../builders/checkpoint-fixtures";

const folder = mkdtempSync(path.join(tmpdir(), "write-checkpoint-"));
afterAll(() => rmSync(folder, { recursive: true }));

const PYTHON = "/usr/bin/python3";
const hasTorch = (() => {
  try {
    execFileSync(PYTHON, ["-c", "import torch"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

async function rewritten(name: string, select: (tensor: StoredTensor) => boolean = () => true): Promise<string> {
  const source = await openCheckpoint(checkpointFixture("every-kind.pth"));
  const file = path.join(folder, name);
  try {
    await writeCheckpoint([...source.tensors.values()].filter(select), file);
  } finally {
    await source.close();
  }
  return file;
}

async function tensorsOf(file: string): Promise<readonly unknown[]> {
  const checkpoint = await openCheckpoint(file);
  try {
    return [...checkpoint.tensors.values()].map(asExpected);
  } finally {
    await checkpoint.close();
  }
}

const everyKind = expectedCheckpoints.get("every-kind.pth")!.tensors;
const isReal = ({ type }: { readonly type: string }): boolean => type !== "complex128";

test("what is written to .pth reads as the same bytes, in the same order", async () => {
  expect(await tensorsOf(await rewritten("every.pth"))).toEqual(everyKind);
});

test("what is written to .safetensors reads as the same bytes, each tensor at a multiple of its element", async () => {
  const file = await rewritten("every.safetensors", isReal);
  const byName = (tensors: readonly unknown[]): unknown =>
    Object.fromEntries(tensors.map((tensor) => [String((tensor as unknown[])[0]), tensor]));
  expect(byName(await tensorsOf(file))).toEqual(byName(everyKind.filter(([, type]) => isReal({ type }))));
  const bytes = readFileSync(file);
  const length = Number(bytes.readBigUInt64LE(0));
  expect(length % 8).toBe(0);
  const header = JSON.parse(bytes.subarray(8, 8 + length).toString()) as Record<
    string,
    { data_offsets?: [number, number]; dtype: string }
  >;
  expect(header["__metadata__"]).toEqual({ format: "pt" });
  for (const { data_offsets: offsets, dtype } of Object.values(header)) {
    if (offsets) expect(offsets[0] % (Number(/\d+/.exec(dtype)?.[0] ?? 8) / 8)).toBe(0);
  }
});

test("the storages of a .pth lie at multiples of 64 bytes, so that they can be mapped into memory", async () => {
  const contents = Array.from({ length: 20 }, (_, index) => ({
    name: `archive/data/${index}`,
    read: () => new Uint8Array(index * 7).fill(200 + index),
  }));
  const bytes = Buffer.concat([...storedZip(contents)]);
  for (const { read } of contents.slice(1)) expect(bytes.indexOf(read()) % 64).toBe(0);
});

test.skipIf(!hasTorch)(
  "torch.load(weights_only=True) reads a written .pth byte for byte (skipped without torch)",
  async () => {
    const file = await rewritten("for-torch.pth");
    const script = `
import json, sys, torch, zipfile
assert zipfile.ZipFile(sys.argv[1]).testzip() is None
loaded = torch.load(sys.argv[1], weights_only=True)
def raw(t):
    t = t.view(torch.int16) if t.dtype == torch.bfloat16 else t
    return t.contiguous().numpy().tobytes().hex()
print(json.dumps([[k, str(t.dtype)[6:], list(t.shape), raw(t)] for k, t in loaded.items()]))
print(type(loaded).__name__)
`;
    const [tensors, type] = execFileSync(PYTHON, ["-c", script, file], { encoding: "utf8" }).trim().split("\n");
    expect(type).toBe("OrderedDict");
    expect(JSON.parse(tensors!)).toEqual(everyKind);
  },
);

test("unsigned types, which torch keeps in untyped storages, come back as they were", async () => {
  const tensors: readonly StoredTensor[] = [
    {
      name: "a",
      type: "uint16",
      shape: [2],
      load: () => ({ type: "uint16", shape: [2], data: Uint16Array.of(1, 65_535) }),
    },
    {
      name: "b",
      type: "uint64",
      shape: [],
      load: () => ({ type: "uint64", shape: [], data: BigUint64Array.of(2n ** 64n - 1n) }),
    },
  ];
  const file = path.join(folder, "unsigned.pth");
  await writeCheckpoint(tensors, file);
  expect(await tensorsOf(file)).toEqual([
    ["a", "uint16", [2], "0100ffff"],
    ["b", "uint64", [], "ffffffffffffffff"],
  ]);
});

const ones: StoredTensor = {
  name: "ones",
  type: "float32",
  shape: [2],
  load: () => ({ type: "float32", shape: [2], data: Float32Array.of(1, 1) }),
};

test("a file that exists is replaced only by a whole one, and nothing is left behind", async () => {
  const place = mkdtempSync(path.join(folder, "place-"));
  const file = path.join(place, "kept.pth");
  writeFileSync(file, "the old one");
  const broken: StoredTensor = {
    ...ones,
    name: "broken",
    load: () => {
      throw new Error("the disk is gone");
    },
  };
  await expect(writeCheckpoint([ones, broken], file)).rejects.toThrow("the disk is gone");
  expect(readFileSync(file, "utf8")).toBe("the old one");
  expect(readdirSync(place)).toEqual(["kept.pth"]);
  await writeCheckpoint([ones], file);
  expect(await tensorsOf(file)).toEqual([["ones", "float32", [2], "0000803f0000803f"]]);
  expect(readdirSync(place)).toEqual(["kept.pth"]);
});

test("what cannot be written is refused in one sentence, and no file is made", async () => {
  const to = (name: string, tensors: readonly StoredTensor[]): Promise<void> =>
    writeCheckpoint(tensors, path.join(folder, name));
  await expect(to("a.onnx", [ones])).rejects.toThrow(
    "a.onnx has no known ending; .pth, .pt or .safetensors was expected.",
  );
  await expect(to("a.pth", [ones, ones])).rejects.toThrow("Two tensors are named ones; each needs its own name.");
  await expect(to("no/folder/a.pth", [ones])).rejects.toThrow(
    "cannot be written; a folder that takes files was expected.",
  );
  await expect(to("a.safetensors", [{ ...ones, type: "complex128" }])).rejects.toThrow(
    "The tensor ones is of complex128, which safetensors cannot keep; .pth files can.",
  );
  await expect(to("a.pth", [{ ...ones, shape: [3] }])).rejects.toThrow(
    "The tensor ones gave 8 bytes of float32; 12 bytes of float32 were expected.",
  );
  expect(["a.onnx", "a.pth", "a.safetensors"].filter((name) => existsSync(path.join(folder, name)))).toEqual([]);
});

test("writing stops when it is cancelled", async () => {
  const file = path.join(folder, "cancelled.pth");
  await expect(writeCheckpoint([ones], file, AbortSignal.abort())).rejects.toThrow("abort");
  expect(existsSync(file)).toBe(false);
});
