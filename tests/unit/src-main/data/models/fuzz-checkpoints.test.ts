/** @file Damages real checkpoints at random: each must read as it was saved, or be refused in one sentence. FUZZ_RUNS=20000 looks longer. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { openCheckpoint } from "../../../../../src-main/data/models/open-checkpoint";
import { openRandomAccessFile } from "../../../../../src-main/data/models/random-access-file";
import { zipByteArchive } from "../../../../../src-main/data/models/zip-byte-archive";
import type { ByteArchive } from "../../../../../src-main/numerics/pickle/byte-archive";
import type { StoredTensor } from "../../../../../src-main/numerics/pickle/checkpoint";
import { readTorchArchive } from "../../../../../src-main/numerics/pickle/read-torch-archive";
import { countElements } from "../../../../../src-main/numerics/tensor/tensor";
import { Failure } from "../../../../../src-shared/domain/failure";
import { asExpected, checkpointFixture, expectedCheckpoints } from "../../../../builders/checkpoint-fixtures";

const numRuns = Number(process.env["FUZZ_RUNS"] ?? 250);

const folder = mkdtempSync(path.join(tmpdir(), "fuzz-checkpoints-"));
afterAll(() => rmSync(folder, { recursive: true }));

type Damage = (bytes: Uint8Array) => Uint8Array;

/** Places are fractions of the length, so that a damage fits a file of any size. */
const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const at = (bytes: Uint8Array, fraction: number): number => Math.floor(fraction * bytes.length);

const damage: fc.Arbitrary<Damage> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(place, fc.nat(255)).map(
      ([where, byte]): Damage =>
        (bytes) =>
          bytes.with(at(bytes, where), byte),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(place, fc.nat(7)).map(
      ([where, bit]): Damage =>
        (bytes) =>
          bytes.with(at(bytes, where), bytes[at(bytes, where)]! ^ (1 << bit)),
    ),
  },
  fc.tuple(place, fc.constantFrom(0, 0x7f, 0xff), fc.integer({ min: 1, max: 12 })).map(
    ([where, byte, count]): Damage =>
      (bytes) =>
        bytes.slice().fill(byte, at(bytes, where), at(bytes, where) + count),
  ),
  place.map(
    (where): Damage =>
      (bytes) =>
        bytes.slice(0, at(bytes, where)),
  ),
  fc.tuple(place, fc.uint8Array({ minLength: 1, maxLength: 20 })).map(
    ([where, added]): Damage =>
      (bytes) =>
        Uint8Array.of(...bytes.subarray(0, at(bytes, where)), ...added, ...bytes.subarray(at(bytes, where))),
  ),
  fc.tuple(place, place).map(
    ([from, to]): Damage =>
      (bytes) =>
        Uint8Array.of(
          ...bytes.subarray(0, at(bytes, Math.min(from, to))),
          ...bytes.subarray(at(bytes, Math.max(from, to))),
        ),
  ),
  fc.tuple(place, place, fc.integer({ min: 1, max: 200 })).map(([from, to, count]): Damage => (bytes) => {
    const copy = bytes.slice();
    return copy.copyWithin(at(bytes, to), at(bytes, from), at(bytes, from) + count);
  }),
);
const damages = fc.array(damage, { minLength: 1, maxLength: 4 });

function damaged(bytes: Uint8Array, all: readonly Damage[]): Uint8Array {
  return all.reduce((result, apply) => (result.length > 0 ? apply(result) : result), bytes);
}

/** The sentence of a refusal; anything but a Failure is a fault of the reader and goes on. */
function refusalFrom(thrown: unknown): string {
  if (!(thrown instanceof Failure)) throw thrown;
  expect(thrown.code).toBe("unsupported");
  expect(thrown.message).toMatch(/^\P{Cc}{20,600}\.$/u);
  return thrown.message;
}

function loadAll(tensors: Iterable<StoredTensor>): readonly unknown[] {
  return Array.from(tensors, (tensor) => {
    const [name, type, shape, bytes] = asExpected(tensor);
    expect(bytes.length > 0 || countElements(shape) === 0).toBe(true);
    return [name, type, shape, bytes];
  });
}

let files = 0;

async function read(bytes: Uint8Array): Promise<readonly unknown[] | string> {
  const file = path.join(folder, `${files++ % 8}.bin`);
  writeFileSync(file, bytes);
  try {
    const checkpoint = await openCheckpoint(file);
    try {
      return loadAll(checkpoint.tensors.values());
    } finally {
      await checkpoint.close();
    }
  } catch (thrown) {
    return refusalFrom(thrown);
  }
}

test.each(["every-kind.pth", "training.pth", "deflated.pth", "protocol-5.pth"])(
  "a damaged %s reads as it was saved or is refused",
  async (name) => {
    const bytes = new Uint8Array(readFileSync(checkpointFixture(name)));
    const { tensors } = expectedCheckpoints.get(name)!;
    await fc.assert(
      fc.asyncProperty(damages, async (all) => {
        const found = await read(damaged(bytes, all));
        expect(typeof found === "string" ? tensors : found).toEqual(tensors);
      }),
      { numRuns },
    );
  },
);

// These formats have no checksums: other numbers and names cannot be told from true ones.
test.each(["every-kind-legacy.pth", "training-legacy.pth", "every-kind.safetensors"])(
  "a damaged %s reads as whole tensors or is refused",
  async (name) => {
    const bytes = new Uint8Array(readFileSync(checkpointFixture(name)));
    await fc.assert(
      fc.asyncProperty(damages, async (all) => {
        expect(await read(damaged(bytes, all))).not.toBe("");
      }),
      { numRuns },
    );
  },
);

async function entriesOf(name: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const opened = openRandomAccessFile(checkpointFixture(name), name);
  try {
    const archive = await zipByteArchive(opened);
    return new Map(archive.names.map((entry) => [entry, archive.read(entry)]));
  } finally {
    opened.close();
  }
}

function readPickle(entries: ReadonlyMap<string, Uint8Array>, pickle: Uint8Array): readonly unknown[] | string {
  const contents = new Map([...entries].map(([name, bytes]) => [name, name.endsWith("data.pkl") ? pickle : bytes]));
  const archive: ByteArchive = {
    names: [...contents.keys()],
    sizeOf: (name) => contents.get(name)?.length,
    read: (name, start, end) => contents.get(name)!.slice(start, end),
  };
  try {
    return loadAll(readTorchArchive(archive, "fuzzed.pth").tensors.values());
  } catch (thrown) {
    return refusalFrom(thrown);
  }
}

test.each(["every-kind.pth", "training.pth", "protocol-5.pth"])(
  "a damaged pickle of %s, its checksum set right again, does no harm",
  async (name) => {
    const entries = await entriesOf(name);
    const [, pickle] = [...entries].find(([entry]) => entry.endsWith("data.pkl"))!;
    fc.assert(
      fc.property(damages, (all) => {
        expect(readPickle(entries, damaged(pickle, all))).not.toBe("");
      }),
      { numRuns: numRuns * 4 },
    );
  },
);

test("a pickle of any opcodes in any order does no harm", async () => {
  const entries = await entriesOf("every-kind.pth");
  const letters = (text: string): readonly number[] => Array.from(text, (letter) => letter.charCodeAt(0));
  const pieces = fc.oneof(
    fc.nat(255).map((byte) => [byte]),
    fc.constantFrom(...Array.from("(0125]}).aelsud:tRbQ\x81\x85\x86\x87\x88\x89\x8f\x90\x91\x92\x93\x94", letters)),
    fc.tuple(fc.constantFrom(0x4b, 0x68, 0x71), fc.nat(9)).map(([opcode, value]) => [opcode, value]),
    fc.constantFrom(
      ...[
        "ccollections\nOrderedDict\n",
        "ctorch._utils\n_rebuild_tensor_v2\n",
        "ctorch._tensor\n_rebuild_from_type_v2\n",
        "ctorch\nFloatStorage\n",
        "cos\nsystem\n",
        "U\x07storage",
        "U\x010",
        "U\x05model",
        "(U\x07storagectorch\nFloatStorage\nU\x010U\x03cpuK\x08tQ",
      ].map(letters),
    ),
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 60, size: "max" }), (all) => {
      expect(readPickle(entries, Uint8Array.from([...all.flat(), 0x2e]))).not.toBe("");
    }),
    { numRuns: numRuns * 8 },
  );
});
