/** @file Checks that checkpoints which PyTorch and safetensors wrote read as exactly their bytes. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { checkpointFormatOf, openCheckpoint } from "../../../../../src-main/data/models/open-checkpoint";
import { storedZip } from "../../../../../src-main/data/models/stored-zip";
import { PickleWriter } from "../../../../../src-main/numerics/pickle/pickle-writer";
import { asExpected, checkpointFixture, expectedCheckpoints } from "../../../../builders/checkpoint-fixtures";

const folder = mkdtempSync(path.join(tmpdir(), "open-checkpoint-"));
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, content: string | Uint8Array): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

async function refusal(file: string): Promise<string> {
  const opening = openCheckpoint(file).then((opened) => opened.close());
  return opening.then(
    () => "no refusal",
    (error: Error) => `${error.name}: ${error.message}`,
  );
}

for (const [name, expected] of expectedCheckpoints) {
  test(`${name} reads as the tensors that were saved, byte for byte, in their order`, async () => {
    const checkpoint = await openCheckpoint(checkpointFixture(name));
    try {
      expect(checkpoint.wrappers).toEqual(expected.wrappers);
      const tensors = [...checkpoint.tensors.values()].map(asExpected);
      // safetensors keeps an order of its own.
      const wanted = name.endsWith(".safetensors") ? expected.tensors.toSorted(byName) : expected.tensors;
      expect(name.endsWith(".safetensors") ? tensors.toSorted(byName) : tensors).toEqual(wanted);
      expect([...checkpoint.tensors.keys()]).toEqual([...checkpoint.tensors.values()].map((tensor) => tensor.name));
    } finally {
      await checkpoint.close();
    }
  });
}

function byName([a]: readonly [string, ...unknown[]], [b]: readonly [string, ...unknown[]]): number {
  return a < b ? -1 : 1;
}

test("the format is told by the content, whatever the file's name", () => {
  expect(checkpointFormatOf(checkpointFixture("every-kind.pth"))).toBe("pytorch-zip");
  expect(checkpointFormatOf(checkpointFixture("every-kind-legacy.pth"))).toBe("pytorch-legacy");
  expect(checkpointFormatOf(checkpointFixture("every-kind.safetensors"))).toBe("safetensors");
  expect(checkpointFormatOf(checkpointFixture("README.md"))).toBeUndefined();
  expect(checkpointFormatOf(path.resolve("resources/models/compact-frcnn.onnx"))).toBeUndefined();
});

test.each([
  ["whole-model.pth", "torch.nn.modules.container.Sequential"],
  ["whole-model-legacy.pth", "torch.nn.modules.container.Sequential"],
])("%s is refused, since it holds a model with its code", async (name, asked) => {
  expect(await refusal(checkpointFixture(name))).toBe(
    `Failure: ${name} asks for the global ${asked}, since a whole model was saved with its code; ` +
      "nothing was executed, and a state_dict was expected.",
  );
});

test.each([
  ["torchscript.pt", "torchscript.pt is a TorchScript program; a state_dict was expected."],
  [
    "no-tensors.pth",
    "no-tensors.pth holds no tensors by name, but the keys epoch; a dictionary of names and tensors was expected.",
  ],
  ["single-tensor.pth", "single-tensor.pth holds a single tensor; a dictionary of names and tensors was expected."],
])("%s is refused in one sentence", async (name, sentence) => {
  expect(await refusal(checkpointFixture(name))).toBe(`Failure: ${sentence}`);
});

test("what people take for a checkpoint by mistake is named", async () => {
  const tar = new Uint8Array(1024);
  tar.set(new TextEncoder().encode("ustar"), 257);
  const files = {
    empty: written("empty.pth", ""),
    lfs: written("lfs.pth", "version https://git-lfs.github.com/spec/v1\noid sha256:0\n"),
    page: written("page.pth", "\n<!DOCTYPE html><html>"),
    tar: written("tar.pth", tar),
    text: written("text.pth", "weights"),
  };
  const expected = "a checkpoint of PyTorch or a safetensors file was expected.";
  expect(await refusal(files.empty)).toBe(`Failure: empty.pth is empty; ${expected}`);
  expect(await refusal(files.lfs)).toBe(
    `Failure: lfs.pth is a pointer to a file in Git LFS that was not fetched; ${expected}`,
  );
  expect(await refusal(files.page)).toBe(`Failure: page.pth is a web page; ${expected}`);
  expect(await refusal(files.tar)).toBe(`Failure: tar.pth is a tar archive, PyTorch's format before 2017; ${expected}`);
  expect(await refusal(files.text)).toBe(`Failure: text.pth is of an unknown format; ${expected}`);
});

test("the mark of PyTorch tells its old format also where it is written in digits", () => {
  expect(checkpointFormatOf(written("digits.pth", "L119547037146038801333356L\n.I1001\n."))).toBe("pytorch-legacy");
});

test("a safetensors file that is cut off within its header is told as one", async () => {
  const file = written("cut.safetensors", Uint8Array.of(0, 16, 0, 0, 0, 0, 0, 0, 0x7b, 0x22));
  expect(await refusal(file)).toBe(
    "Failure: cut.safetensors states a header of 4096 bytes in a file of 10; it seems to be damaged.",
  );
});

/** Each `views` times the same number of elements of one storage. */
function sharing(elements: number, views: number): Uint8Array {
  const pickle = new PickleWriter().global("collections", "OrderedDict").emptyTuple().call().mark();
  for (let index = 0; index < views; index++) {
    pickle.text(`layer${index}.weight`).global("torch._utils", "_rebuild_tensor_v2").mark();
    pickle.mark().text("storage").global("torch", "FloatStorage").text("0").text("cpu").integer(elements).tuple();
    pickle.persistent().integer(0).integers([elements]).integers([1]).false().tuple().call();
  }
  const entries = [
    { name: "archive/data.pkl", read: () => pickle.setItems().stop() },
    { name: "archive/data/0", read: () => new Uint8Array(4 * elements) },
  ];
  return Buffer.concat([...storedZip(entries)]);
}

test("a small file whose tensors share one storage does not become gigabytes", async () => {
  const megabyte = 2 ** 18;
  expect(await refusal(written("tied.pth", sharing(megabyte, 20)))).toBe("no refusal");
  expect(await refusal(written("grown.pth", sharing(megabyte, 300)))).toMatch(
    /^Failure: grown\.pth has \d+ bytes, and shows them as 314572800 bytes of weights; a file about as large as its weights was expected\.$/,
  );
});

test("a file that is not there, or a folder, is refused", async () => {
  expect(await refusal(path.join(folder, "nothing.pth"))).toMatch(
    /^Failure: There is no readable file at .*nothing\.pth\.$/,
  );
  expect(await refusal(folder)).toMatch(/^Failure: .* is a folder or a device; a file was expected\.$/);
});

test("tensors that were loaded outlive the file; others can no longer be loaded", async () => {
  const checkpoint = await openCheckpoint(checkpointFixture("every-kind.pth"));
  const tensor = checkpoint.tensors.get("float64");
  const loaded = tensor?.load();
  await checkpoint.close();
  await checkpoint.close();
  expect(loaded?.data).toHaveLength(6);
  expect(() => tensor?.load()).toThrow("was closed before it was read");
});
