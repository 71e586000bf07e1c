/** @file The command line as a real process: from the shipped sample to figures, refusals and exit codes. */
import { cpSync, readdirSync, rmSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { DetectionsFile } from "../../src-shared/contract/detections-file";
import { buildApplication, ROOT } from "../builders/build-application";
import { buildDetector } from "../builders/build-detectors";
import { buildDicom } from "../builders/build-dicom";
import { buildFolder } from "../builders/build-store";
import { runOverread, type CommandResult, type RunOptions } from "../builders/run-overread";

beforeAll(buildApplication);

const MODEL = "compact-frcnn";
const SAMPLE = join(ROOT, "resources/sample");
const ORACLES = join(ROOT, "../shared/oracles/evaluation");

interface Place {
  readonly project: string;
  readonly folder: string;
  readonly overread: (args: readonly string[], options?: Partial<RunOptions>) => Promise<CommandResult>;
}

function buildPlace(): Place {
  const folder = buildFolder();
  const userData = join(folder, "user");
  return {
    folder,
    project: join(folder, "project"),
    overread: (args, options = {}) => runOverread(args, { userData, ...options }),
  };
}

async function importSample(place: Place): Promise<void> {
  expect(await place.overread(["import", SAMPLE, "--project", place.project])).toMatchObject({ code: 0 });
}

const Figures = z.looseObject({ images: z.number(), groundTruth: z.number(), predictions: z.number() });

test(
  "import, detect, evaluate, export and evaluate the export agree with each other",
  { timeout: 180_000 },
  async () => {
    const place = buildPlace();
    const { overread, project, folder } = place;
    const imported = await overread(["import", SAMPLE, "--project", project, "--json"]);
    expect(JSON.parse(imported.out)).toMatchObject({
      dataset: { isComplete: true, counts: { images: 22, problems: 0 } },
    });

    const detected = await overread([
      "detect",
      "--project",
      project,
      "--model",
      MODEL,
      "--name",
      "first",
      "--device",
      "cpu",
      "--json",
    ]);
    const run: unknown = JSON.parse(detected.out);
    expect(run).toMatchObject({
      name: "first",
      state: "complete",
      images: 22,
      imagesDone: 22,
      imagesFailed: 0,
      isEvaluated: true,
    });
    expect(detected.err).toContain("Detect: first");

    const evaluated = await overread(["evaluate", "--project", project, "--run", "first", "--json"]);
    const figures = Figures.parse(JSON.parse(evaluated.out));
    expect(Object.keys(figures)).toEqual(
      expect.arrayContaining(["notebookEvaluate", "coco", "falsePositives", "falseNegatives"]),
    );

    const out = join(folder, "detections.json");
    const exportRun = ["export", "--project", project, "--run", "first", "--format", "detections", "--out", out];
    expect(await overread(exportRun)).toMatchObject({ code: 0 });
    const file = DetectionsFile.parse(JSON.parse(readFileSync(out, "utf8")));
    expect([file.images.length, file.groundTruth.length, file.predictions.length]).toEqual([
      22,
      figures.groundTruth,
      figures.predictions,
    ]);
    expect(file.images[0]).toMatchObject({ width: 1024, height: 1024 });
    expect(await overread(exportRun)).toMatchObject({ code: 1, err: expect.stringContaining("--force") });
    expect(await overread([...exportRun, "--force"])).toMatchObject({ code: 0 });
    expect(await overread([...exportRun.slice(0, -1), folder, "--force"])).toMatchObject({
      code: 1,
      err: expect.stringContaining(`${folder} is a folder; the name of a file was expected.`),
    });

    const calibrate = ["calibrate", "--project", project, "--run", "first", "--method", "isotonic", "--json"];
    const calibrated = await overread([...calibrate, "--on", "first"]);
    const { detections, errorAfter, on } = JSON.parse(calibrated.out) as Record<string, unknown>;
    expect(detections).toBe(figures.predictions);
    expect(on).toMatchObject({ run: "first", errorAfter });

    const study = join(folder, "study.xlsx");
    const exportStudy = ["export", "--project", project, "--run", "first", "--format", "rjafroc", "--out", study];
    expect(await overread([...exportStudy, "--json"])).toMatchObject({ code: 0 });
    expect(readFileSync(study).subarray(0, 2).toString()).toBe("PK");
    const table = join(folder, "boxes.csv");
    const exportTable = ["export", "--project", project, "--run", "first", "--format", "csv", "--out", table];
    expect(await overread(exportTable)).toMatchObject({ code: 0 });
    expect(readFileSync(table, "utf8").split("\r\n")).toHaveLength(
      2 + Number(figures.predictions) + Number(figures.groundTruth),
    );

    const again = Figures.parse(JSON.parse((await overread(["evaluate", "--detections", out, "--json"])).out));
    // Scores and overlaps do not depend on the frame; sizes do, so only what knows no size is compared.
    expect(again["notebookEvaluate"]).toEqual(figures["notebookEvaluate"]);
    expect(again["falsePositiveCount"]).toBe(figures["falsePositiveCount"]);
  },
);

test("an interrupted run says how to go on, and the same command goes on", { timeout: 180_000 }, async () => {
  const place = buildPlace();
  await importSample(place);
  const detect = ["detect", "--project", place.project, "--model", MODEL, "--name", "first", "--device", "cpu"];
  let isInterrupted = false;
  const stopped = await place.overread(detect, {
    onTell: (err, interrupt) => {
      // As soon as the job runs: a fast machine does all 22 images before the next line of progress.
      if (isInterrupted || !err.includes("Detect: first")) return;
      isInterrupted = true;
      interrupt();
    },
  });
  expect(stopped.code).toBe(1);
  expect(stopped.err).toMatch(/Stopped after \d+ of 22 images; go on with: overread detect/u);
  const finished = await place.overread([...detect, "--json"]);
  expect(JSON.parse(finished.out)).toMatchObject({ state: "complete", imagesDone: 22 });
  expect(await place.overread(detect)).toMatchObject({ code: 1, err: expect.stringContaining("complete already") });
});

test("what does not exist is refused with the names that do, and exit code 1", async () => {
  const place = buildPlace();
  await importSample(place);
  const { overread, project } = place;
  const refusals = [
    [["detect", "--project", project, "--model", "Oracle"], `no model “Oracle”; it has “${MODEL}”`],
    [["detect", "--project", project, "--model", MODEL, "--split", "test"], "no split “test”; it has “val”, “train”"],
    [["detect", "--project", project, "--model", MODEL, "--device", "abacus"], "no device abacus"],
    [["evaluate", "--project", project, "--run", "first"], "no run “first”; it has none"],
    [["import", SAMPLE, "--project", project], "was imported already"],
    [["import", join(project, "nowhere"), "--project", project], "a folder or a zip archive was expected"],
    [["models", "list", "--project", join(project, "nowhere")], "There is no folder"],
    [["evaluate", "--detections", join(SAMPLE, "labels.csv")], "is no JSON"],
    [["serve", "--project", join(project, "nowhere")], "is no Overread project"],
    [["dicom", join(SAMPLE, "labels.csv")], "labels.csv"],
  ] as const;
  for (const [args, sentence] of refusals) {
    const { code, err, out } = await overread(args);
    expect([code, out], args.join(" ")).toEqual([1, ""]);
    expect(err).toContain(sentence);
    expect(err).not.toMatch(/\n\s+at /u);
  }
});

test("wrong use is told with exit code 2, and help is no mistake", async () => {
  const { overread } = buildPlace();
  for (const args of [
    ["import"],
    ["detect", "--model", "x"],
    ["fly"],
    ["devices", "--fast"],
    ["evaluate"],
    ["serve", "--project", "p", "--port", "x"],
  ]) {
    const { code, err } = await overread(args);
    expect([code, err.includes("error:")], args.join(" ")).toEqual([2, true]);
  }
  expect(await overread(["evaluate", "--detections", "f", "--run", "r"])).toMatchObject({ code: 2 });
  expect(await overread(["export", "--project", "p", "--run", "r", "--out", "o", "--format", "boxes"])).toMatchObject({
    code: 2,
  });
  expect(await overread(["--help"])).toMatchObject({ code: 0, out: expect.stringContaining("detect") });
  expect(await overread(["--version"])).toMatchObject({ code: 0 });
});

test("a detector is added with its card, and one with a misspelt card is refused", async () => {
  const place = buildPlace();
  await importSample(place);
  const file = join(place.folder, "two-boxes.onnx");
  const card = join(place.folder, "card.json");
  writeFileSync(file, buildDetector());
  const fields = {
    name: "Two boxes",
    convention: "torchvision",
    input: { widthPx: 32, heightPx: 32, channels: 3, resize: "opencv-bilinear" },
    boxFormat: "xyxy",
    labels: { "1": "Pneumonia" },
    scoreFloor: 0.05,
    suggestedThreshold: 0.5,
  };
  const add = ["models", "add", file, "--card", card, "--project", place.project, "--json"];
  writeFileSync(card, JSON.stringify({ ...fields, scoreFlor: 0.05 }));
  expect(await place.overread(add)).toMatchObject({ code: 1, err: expect.stringContaining("scoreFlor") });
  writeFileSync(card, JSON.stringify(fields));
  expect(JSON.parse((await place.overread(add)).out)).toMatchObject({ name: "Two boxes", card: fields });
  expect(await place.overread([...add.slice(0, 3), "--project", place.project])).toMatchObject({
    code: 0,
    out: expect.stringContaining("has this file already, as Two boxes"),
  });
  const { out } = await place.overread(["models", "list", "--project", place.project]);
  expect(out).toMatch(/Two boxes\s+onnx\s+torchvision\s+32 × 32\s+Pneumonia/u);
});

test("images that cannot be detected on are counted, and each is named with its reason", async () => {
  const place = buildPlace();
  const source = join(place.folder, "moved sample");
  cpSync(SAMPLE, source, { recursive: true });
  expect(await place.overread(["import", source, "--project", place.project])).toMatchObject({ code: 0 });
  const [gone, replaced] = readdirSync(join(source, "images")).toSorted();
  rmSync(join(source, "images", gone!));
  writeFileSync(join(source, "images", replaced!), buildDicom());

  const { code, out } = await place.overread([
    "detect",
    "--project",
    place.project,
    "--model",
    MODEL,
    "--device",
    "cpu",
  ]);
  expect(code).toBe(0);
  expect(out).toMatch(/Images that failed\s+2/u);
  expect(out).toContain(`There is no file at ${join(source, "images", gone!)}.`);
  expect(out).toContain(`${replaced} has changed since its import`);
});

test("a project is not made for a source that is not there", async () => {
  const { overread, folder, project } = buildPlace();
  expect(await overread(["import", join(folder, "nowhere"), "--project", project])).toMatchObject({ code: 1 });
  expect(existsSync(project)).toBe(false);
});

test("a DICOM file is summarised in the keys of the reference file", async () => {
  const { overread, folder } = buildPlace();
  const file = join(folder, "ramp.dcm");
  writeFileSync(file, buildDicom({ rows: 2, columns: 3, values: [0, 10, 20, 30, 40, 50] }));
  const { out } = await overread(["dicom", file, "--json"]);
  expect(JSON.parse(out)).toMatchObject({
    rows: 2,
    columns: 3,
    photometric: "MONOCHROME2",
    pixels: { min: 0, max: 50, mean: 25 },
  });
});

test("devices are listed with what works and why the others do not", { timeout: 120_000 }, async () => {
  const { out, code } = await buildPlace().overread(["devices", "--json"]);
  expect(code).toBe(0);
  const devices = z
    .array(z.object({ provider: z.string(), works: z.boolean(), detail: z.string().min(1) }))
    .parse(JSON.parse(out));
  expect(devices.find(({ provider }) => provider === "cpu")).toMatchObject({ works: true });
  expect(devices).toHaveLength(6);
});

test("a file of detections is evaluated in the keys of the reference figures", async () => {
  const { overread, folder } = buildPlace();
  const file = join(folder, "detections.json");
  writeFileSync(
    file,
    // As editors on Windows write it, with a byte order mark.
    "\uFEFF" +
      JSON.stringify({
        boxFormat: "xyxy",
        images: [{ id: "a", width: 256, height: 256 }],
        groundTruth: [{ image: "a", box: [10, 10, 60, 60] }],
        predictions: [{ image: "a", box: [10, 10, 60, 60], score: 0.9 }],
      }),
  );
  const { out } = await overread(["evaluate", "--detections", file, "--json"]);
  expect(JSON.parse(out)).toMatchObject({
    images: 1,
    coco: { AP: expect.closeTo(1, 9) },
    falsePositiveCount: 0,
    falseNegativeCount: 0,
  });
  writeFileSync(file, '{"boxFormat":"xywh","images":[],"groundTruth":[],"predictions":[]}');
  expect(await overread(["evaluate", "--detections", file])).toMatchObject({
    code: 1,
    err: expect.stringContaining("boxFormat"),
  });
});

test.skipIf(!existsSync(ORACLES)).each(["7", "11"])("the reference figures of file %s come out", async (number) => {
  const { overread } = buildPlace();
  const { out } = await overread(["evaluate", "--detections", join(ORACLES, `detections-${number}.json`), "--json"]);
  const figures = Figures.parse(JSON.parse(out));
  const expected = Figures.parse(JSON.parse(readFileSync(join(ORACLES, `expected-${number}.json`), "utf8")));
  for (const key of ["images", "groundTruth", "predictions", "falsePositiveCount", "falseNegativeCount"]) {
    expect(figures[key], key).toBe(expected[key]);
  }
  for (const key of ["coco", "notebookEvaluate"]) expectClose(figures[key], expected[key]);
});

/** 1e-6: the reference figures come from float32 arithmetic. */
function expectClose(found: unknown, expected: unknown): void {
  if (typeof expected === "number") return expect(Math.abs(Number(found) - expected)).toBeLessThan(1e-6);
  for (const [key, value] of Object.entries(z.record(z.string(), z.unknown()).parse(expected))) {
    expectClose(z.record(z.string(), z.unknown()).parse(found)[key], value);
  }
}
