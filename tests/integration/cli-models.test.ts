/** @file The commands below `overread models` as real processes, with a small checkpoint and foreign detectors. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { BenchmarkResult } from "../../src-shared/domain/benchmark";
import { Model, ModelInspection } from "../../src-shared/domain/model";
import { buildApplication, ROOT } from "../builders/build-application";
import { writeSmallCheckpoint } from "../builders/build-checkpoint";
import { buildForeignDetector } from "../builders/build-foreign-detector";
import { buildFolder } from "../builders/build-store";
import { runOverread, type CommandResult } from "../builders/run-overread";

beforeAll(buildApplication);

interface Place {
  readonly folder: string;
  readonly project: string;
  readonly checkpoint: string;
  readonly overread: (...args: readonly string[]) => Promise<CommandResult>;
}

async function buildPlace(): Promise<Place> {
  const folder = buildFolder();
  const checkpoint = join(folder, "small.pth");
  await writeSmallCheckpoint(checkpoint);
  const overread = (...args: readonly string[]) => runOverread(args, { userData: join(folder, "user") });
  return { folder, project: join(folder, "project"), checkpoint, overread };
}

/** A project with the shipped sample's images. */
async function buildProject(): Promise<Place> {
  const place = await buildPlace();
  const imported = await place.overread("import", join(ROOT, "resources/sample"), "--project", place.project);
  expect(imported.code).toBe(0);
  return place;
}

test("inspect says what a file is without a project, for people and for programs", async () => {
  const { overread, checkpoint, folder } = await buildPlace();
  const words = await overread("models", "inspect", checkpoint);
  expect(words).toMatchObject({ code: 0, err: "" });
  expect(words.out).toMatch(/^Format\s+pytorch-zip$/m);
  expect(words.out).toMatch(/^Architecture\s+Faster R-CNN, ResNet of bottlenecks \(1, 1, 1, 1\)/m);
  expect(words.out).toMatch(/^Convention\s+checkpoint/m);

  const json = await overread("models", "inspect", checkpoint, "--json");
  expect(ModelInspection.parse(JSON.parse(json.out))).toMatchObject({
    facts: { format: "pytorch-zip", classes: 2 },
    suggestedCard: { name: "small", convention: "checkpoint" },
  });
  const truncated = join(folder, "half.pth");
  writeFileSync(truncated, readFileSync(checkpoint).subarray(0, 5000));
  const refused = await overread("models", "inspect", truncated, "--json");
  expect(refused).toMatchObject({ code: 1, out: "" });
  expect(refused.err).toMatch(/^half\.pth [^\n]*\.\n$/);
}, 60_000);

test("a checkpoint is added with the network's sizes, run at half precision, timed, written out and removed", async () => {
  const { overread, project, checkpoint, folder } = await buildProject();
  const sizes = ["--min-size", "64", "--max-size", "64"];
  const added = await overread("models", "add", checkpoint, ...sizes, "--project", project, "--json");
  expect(Model.parse(JSON.parse(added.out))).toMatchObject({
    name: "small",
    facts: { format: "pytorch-zip" },
    card: { network: { minSizePx: 64, maxSizePx: 64 }, input: { widthPx: 256 } },
  });
  const again = await overread("models", "add", checkpoint, "--project", project);
  expect(again).toMatchObject({ code: 0, out: "The project has this file already, as small.\n" });
  const listed = await overread("models", "list", "--project", project);
  expect(listed.out).toMatch(/^small\s+pytorch-zip\s+checkpoint\s+256 × 256\s+Pneumonia/m);

  const detect = ["detect", "--project", project, "--model", "small", "--split", "val", "--name", "half"];
  const run = await overread(...detect, "--device", "cpu", "--precision", "half", "--json");
  expect(JSON.parse(run.out)).toMatchObject({ precision: "half", state: "complete", imagesFailed: 0 });

  const timed = await overread("models", "benchmark", "--model", "small", "--project", project, "--json");
  const results = z.array(BenchmarkResult).parse(JSON.parse(timed.out));
  expect(results).toContainEqual(expect.objectContaining({ provider: "cpu", precision: "single" }));
  expect(results).toContainEqual(expect.objectContaining({ precision: "half" }));

  const out = join(folder, "weights.safetensors");
  const written = await overread("models", "export", "--model", "small", "--out", out, "--project", project);
  expect(written).toMatchObject({ code: 0, out: expect.stringContaining(`Wrote small to ${out} as weights`) });
  const refused = await overread("models", "export", "--model", "small", "--out", out, "--project", project);
  expect(refused).toMatchObject({ code: 1, err: `${out} exists already; --force replaces it.\n` });

  const graph = join(folder, "small.onnx");
  const whole = await overread("models", "export", "--model", "small", "--out", graph, "--project", project);
  expect(whole).toMatchObject({ code: 0, out: expect.stringContaining(`Wrote small to ${graph} as one graph`) });
  const imported = await overread("models", "add", graph, "--project", project, "--json");
  expect(Model.parse(JSON.parse(imported.out))).toMatchObject({
    name: "small (ONNX)",
    facts: { format: "onnx", producer: "Overread" },
    card: { convention: "torchvision", input: { widthPx: 256, heightPx: 256 }, labels: { "1": "Pneumonia" } },
  });

  const remove = ["models", "remove", "--model", "small", "--project", project];
  const kept = await overread(...remove);
  expect(kept).toMatchObject({
    code: 1,
    err: "The model small has 1 run; it can be removed once its runs are removed.\n",
  });
}, 180_000);

test("the same file as safetensors is another model, which goes with its file", async () => {
  const { overread, project, folder } = await buildProject();
  const file = join(folder, "small.safetensors");
  await writeSmallCheckpoint(file);
  const added = await overread("models", "add", file, "--preset", "torchvision", "--project", project, "--json");
  const model = Model.parse(JSON.parse(added.out));
  expect(model.card).toMatchObject({ convention: "checkpoint", input: { resize: "none" } });
  const copy = join(project, "models", `${model.sha256}.safetensors`);
  expect(existsSync(copy)).toBe(true);

  const removed = await overread("models", "remove", "--model", "small", "--project", project);
  expect(removed).toMatchObject({ code: 0, out: "Removed small with its file and its benchmarks.\n" });
  expect(existsSync(copy)).toBe(false);
}, 60_000);

test("a person is told by which convention a file is read, which others fit, and how to choose them", async () => {
  const { overread, project, folder } = await buildProject();
  const file = join(folder, "queries.onnx");
  writeFileSync(file, buildForeignDetector({ logits: { shape: [1, 100, 6] }, pred_boxes: { shape: [1, 100, 4] } }));
  const looked = await overread("models", "inspect", file);
  expect(looked.out).toMatch(/^Convention\s+detr .*\nfits too\s+--convention rt-detr /m);
  const asked = await overread("models", "inspect", file, "--convention", "RT-DETR");
  expect(asked.out).toMatch(/^Convention\s+rt-detr .*\nfits too\s+--convention detr /m);

  const added = await overread("models", "add", file, "--project", project);
  expect(added.out).toBe(
    "Added queries, read as “DETR”. “RT-DETR” and “RetinaNet without post-processing” fit its names and shapes too: --convention rt-detr or retinanet.\n",
  );
  const strange = join(folder, "strange.onnx");
  writeFileSync(strange, buildForeignDetector({ "out\u001B[31m\nput": { shape: [1, 300, 6] } }));
  expect((await overread("models", "inspect", strange)).out).toContain("out?[31m?put float32 [1, 300, 6]");
  await overread("models", "add", file, "--convention", "rt-detr", "--project", project);
  const listed = await overread("models", "list", "--project", project);
  expect(listed.out).toMatch(/^queries\s+onnx\s+rt-detr\s+64 × 64/m);
}, 120_000);

test("a preset whose names do not fit the classes gives none, and a person is told", async () => {
  const { overread, project, folder } = await buildProject();
  const file = join(folder, "five.pth");
  await writeSmallCheckpoint(file, { classes: 5 });
  const added = await overread("models", "add", file, "--preset", "BILD", "--project", project, "--json");
  expect(added.err).toMatch(/^five\.pth has 5 classes with the background, .* \(“Pneumonia”\) do not fit: /m);
  expect(Model.parse(JSON.parse(added.out)).card).toMatchObject({ labels: {}, input: { widthPx: 256 } });
  const looked = await overread("models", "inspect", file);
  expect(looked.out).toMatch(/^Card: input\s+the image's own size, 3 channels, resized by the network alone, 0 to 1$/m);
  expect(looked.out).toMatch(/^Card: network\s+resizes the shorter side to 800 px, the longer to 1333 px at most$/m);
}, 120_000);

test("the convention that a person names is taken, and wishes that mean nothing are refused", async () => {
  const { overread, project, folder, checkpoint } = await buildProject();
  const file = join(folder, "best.onnx");
  writeFileSync(file, buildForeignDetector({ output0: { shape: [1, 300, 6] } }));
  const add = (...wishes: readonly string[]) =>
    overread("models", "add", file, ...wishes, "--project", project, "--json");
  const before = readdirSync(join(project, "models"));

  const refusals = [
    [["--convention", "abacus"], "There is no convention abacus; expected was one of torchvision, checkpoint,"],
    [["--convention", "detr"], "class logits [1, N, classes + 1] and boxes [1, N, 4]"],
    [["--convention", "checkpoint"], "it is an ONNX model."],
    [["--preset", "Nowhere"], "0 presets for this file begin with “Nowhere”; there are “"],
    [["--preset", "YOLO"], "3 presets for this file begin with “YOLO”"],
    [["--min-size", "640"], "--min-size and --max-size are for checkpoints"],
    [["--preset", "YOLOv5", "--convention", "yolo-v8"], "Only one of --card, --preset and --convention was expected."],
  ] as const;
  for (const [wishes, sentence] of refusals) {
    const { code, err, out } = await add(...wishes);
    expect([code, out], wishes.join(" ")).toEqual([1, ""]);
    expect(err).toContain(sentence);
  }
  expect(readdirSync(join(project, "models"))).toEqual(before);
  const { code } = await overread("models", "add", checkpoint, "--min-size", "x", "--project", project);
  expect(code).toBe(2);

  const added = Model.parse(JSON.parse((await add("--convention", "rt-detr-ultralytics")).out));
  expect(added.card).toMatchObject({ convention: "rt-detr-ultralytics", input: { widthPx: 64, heightPx: 64 } });
}, 120_000);
