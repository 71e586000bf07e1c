/** @file A small checkpoint through detector and benchmark: one network whatever the file's form, size or precision. */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openCheckpoint } from "../../src-main/data/models/open-checkpoint";
import { writeCheckpoint } from "../../src-main/data/models/write-checkpoint";
import { insertModel } from "../../src-main/data/store/models";
import { measureAgreement } from "../../src-main/detection/evaluation/measure-agreement";
import { benchmarkModel } from "../../src-main/jobs/benchmark-model";
import { cornersOfAnswer } from "../../src-main/jobs/detectors/corners-of-answer";
import type { DetectorSource } from "../../src-main/jobs/detectors/detector";
import { openDetector } from "../../src-main/jobs/detectors/open-detector";
import { runJobInline } from "../../src-main/jobs/pool/run-job-inline";
import { ortSessions } from "../../src-main/jobs/runtime/ort-sessions";
import { writeSmallCheckpoint } from "../builders/build-checkpoint";
import { buildImagedStore } from "../builders/build-imaged-store";
import { buildFolder, buildModel } from "../builders/build-store";
import { recordingLog } from "../builders/recording-log";
import { buildSquareImage, SMALL_NETWORK_CARD as card } from "../builders/small-network";

async function buildFile(ending = "pth"): Promise<string> {
  const file = path.join(buildFolder(), `small.${ending}`);
  await writeSmallCheckpoint(file);
  return file;
}

async function open(file: string, change: Partial<DetectorSource> = {}) {
  const log = recordingLog();
  const source = { file, card, device: "cpu", precision: "single", ...change } as const;
  const detector = await openDetector(source, { sessions: ortSessions({ log }), log });
  onTestFinished(() => detector.release());
  return detector;
}

async function detectWith(file: string, change: Partial<DetectorSource> = {}) {
  const detector = await open(file, change);
  return cornersOfAnswer(await detector.detect(buildSquareImage(80, 120)), card.scoreFloor);
}

test("one checkpoint as .pth and as .safetensors answers to the last bit alike", async () => {
  const found = await detectWith(await buildFile("pth"));
  expect(found.scores.length).toBeGreaterThan(10);
  expect(await detectWith(await buildFile("safetensors"))).toEqual(found);
});

test("images of any size are answered in turn, each within itself, and again alike", async () => {
  const detector = await open(await buildFile());
  const sizes = [[80, 120], [200, 96], [64, 64], [33, 47], [150, 90], [80, 120]] as const; // prettier-ignore
  const answers = [];
  for (const [rows, columns] of sizes) {
    const { boxes, scores } = await detector.detect(buildSquareImage(rows, columns));
    expect(scores.length).toBeGreaterThan(0);
    for (let at = 0; at < boxes.length; at += 4) {
      const [x1, y1, x2, y2] = boxes.subarray(at, at + 4) as unknown as [number, number, number, number];
      expect(x1 >= 0 && y1 >= 0 && x2 <= columns * 1.0001 && y2 <= rows * 1.0001 && x2 > x1 && y2 > y1).toBe(true);
    }
    answers.push({ boxes, scores });
  }
  expect(answers.at(-1)).toEqual(answers[0]);
});

test("half precision finds the same but for its rounding", async () => {
  const file = await buildFile();
  const single = await detectWith(file);
  const half = await detectWith(file, { precision: "half" });
  const { matched, score } = measureAgreement([[single, half]]);
  // Weights by chance score every region about one half, so that rounding decides among neighbours.
  expect(matched).toBeGreaterThan(0.7 * single.scores.length);
  expect(score).toBeLessThan(0.01);
  expect(half.scores).not.toEqual(single.scores);
});

test("a weight that is no number is refused by its name, as is another network's file", async () => {
  const file = await buildFile();
  const checkpoint = await openCheckpoint(file);
  const damaged = path.join(buildFolder(), "damaged.pth");
  const tensors = [...checkpoint.tensors.values()].map((tensor) =>
    tensor.name === "backbone.body.conv1.weight"
      ? { ...tensor, load: () => ({ type: tensor.type, shape: tensor.shape, data: nanLike(tensor.shape) }) }
      : tensor,
  );
  await writeCheckpoint(tensors, damaged);
  await expect(open(damaged)).rejects.toMatchObject({
    code: "unsupported",
    message: expect.stringMatching(/^damaged\.pth holds NaN in backbone\.body\.conv1\.weight [^.]*\.$/),
  });
  const other = path.join(buildFolder(), "classifier.pth");
  await writeCheckpoint(
    tensors.filter(({ name }) => name.startsWith("backbone.body.layer1")),
    other,
  );
  await expect(open(other)).rejects.toMatchObject({ code: "unsupported", message: expect.stringMatching(/\.$/) });
  const text = path.join(buildFolder(), "text.pth");
  await writeFile(text, "no weights");
  await expect(open(text)).rejects.toMatchObject({ code: "unsupported" });
  await checkpoint.close();
});

function nanLike(shape: readonly number[]): Float32Array {
  return new Float32Array(shape.reduce((product, size) => product * size, 1)).fill(Number.NaN);
}

test("a benchmark of half precision tells how far it is from single", { timeout: 60_000 }, async () => {
  const { store, folder } = await buildImagedStore([path.resolve("tests/fixtures/dicom/rsna-chest.dcm")]);
  const model = buildModel();
  await insertModel(store, model);
  const input = { modelId: model.id, modelFile: await buildFile(), card, provider: "cpu", precision: "half" } as const;
  const { result } = await runJobInline(benchmarkModel, input, { store, projectFolder: folder });
  expect(result).toMatchObject({ outcome: "measured", agreement: { images: 1 } });
  if (result.outcome !== "measured") return;
  expect(result.agreement!.matched).toBeGreaterThan(0);
  expect(result.placement!.nodes.cpu).toBeGreaterThan(50);
});
