/** @file `overread explain` as a real process, with a small checkpoint's run. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { Explanation } from "../../src-shared/domain/explanation";
import { buildApplication, ROOT } from "../builders/build-application";
import { buildDatasetFolder } from "../builders/build-dataset";
import { openWithRun } from "../builders/build-explained-run";
import { buildFolder } from "../builders/build-store";
import { runOverread } from "../builders/run-overread";

beforeAll(buildApplication);

const COMPACT = join(ROOT, "../shared/models/compact-frcnn");
const SHARED_DATA = join(ROOT, "../shared/data/rsna-mini");
const SHARED_IMAGES = ["35956b97-fd90-43fd-a2f3-670ba5ef779c", "e21cf265-67df-4c9d-a046-f35b267785e0"] as const;

async function buildPlace(...given: Parameters<typeof openWithRun>) {
  const { application, projectFolder, run, table } = await openWithRun(...given);
  await application.close();
  const folder = buildFolder();
  const overread = (...args: readonly string[]) => runOverread(args, { userData: join(folder, "user") });
  const explain = (...args: readonly string[]) =>
    overread("explain", "--project", projectFolder, "--run", "first", "--device", "cpu", ...args);
  return { folder, projectFolder, run, table, overread, explain };
}

test("a label's map is written as NumPy reads it, with its description as JSON", async () => {
  const { folder, explain, table } = await buildPlace();
  const out = join(folder, "map.npy");

  const made = await explain("--image", "p0", "--layer", "layer4", "--out", out, "--json");

  expect(made).toMatchObject({ code: 0, err: "" });
  const printed = JSON.parse(made.out) as { file: string };
  expect(printed.file).toBe(out);
  expect(Explanation.parse(printed)).toMatchObject({
    instanceId: table.head.images[0]!.instanceId,
    target: { kind: "label", label: "Pneumonia" },
    method: "grad-cam",
    layer: "layer4",
    rows: 256,
    columns: 256,
  });
  const header = readFileSync(out).subarray(10, 80).toString("latin1");
  expect(header).toContain("'descr': '<f4', 'fortran_order': False, 'shape': (256,");
  const values = readValues(out);
  expect([Math.min(...values), Math.max(...values)]).toEqual([0, expect.closeTo(1, 5)]);

  const again = await explain("--image", "p0", "--layer", "layer4", "--out", out);
  expect(again).toMatchObject({ code: 1, out: "" });
  expect(again.err).toMatch(/map\.npy exists already; --force replaces it\.\n$/);
}, 60_000);

test("a box, a missed box and another method are explained in words, with what they are worth", async () => {
  const { explain, table } = await buildPlace();

  const ofBox = await explain("--image", table.head.images[0]!.instanceId, "--box", "2", "--method", "hires-cam");
  expect(ofBox.out).toMatch(/^Method\s+HiResCAM$/m);
  expect(ofBox.out).toMatch(/^Layer\s+layer4$/m);
  expect(ofBox.out).toMatch(/^Explains\s+one box that the run drew$/m);

  const ofMiss = await explain("--image", "p0", "--target", "miss", "1", "--checks", "--layer", "layer3", "--json");
  expect(ofMiss.code).toBe(0);
  const map = Explanation.parse(JSON.parse(ofMiss.out));
  expect(map).toMatchObject({ target: { kind: "miss", annotationId: table.head.referenceIds[0] }, layer: "layer3" });
  expect(map.measures.randomisation!.length).toBeGreaterThan(0);

  const hidden = await explain("--image", "p0", "--box", "1", "--method", "d-rise", "--masks", "50");
  expect(hidden.out).toMatch(/^Method\s+D-RISE$/m);
}, 60_000);

test("what cannot be explained is refused in one sentence, and nothing is written", async () => {
  const { folder, explain, overread } = await buildPlace({ card: { scoreFloor: 1 } });
  const out = join(folder, "map.npy");
  const refused = [
    [
      ["--image", "p0", "--out", out],
      /^first has no detection on the image above the floor 1, .*--target strongest .*--target miss <number>/,
    ],
    [["--image", "p0", "--target", "miss", "1", "--layer", "layer9"], /no layer layer9 to explain; near it are layer/],
    [["--image", "p0", "--target", "miss", "7"], /^There is no reference box 7 on the image: it has 1\.$/],
    [["--image", "p0", "--target", "nothing"], /^There is no target “nothing”; expected was label, /],
    [["--image", "p0", "--box", "1"], /^There is no box 1 on the image: first has 0 detections there\.$/],
    [["--image", "nobody"], /no image nobody/],
    [["--image", "p0", "--out", join(folder, "map.tiff")], /does not end in \.npy/],
  ] as const;
  for (const [args, sentence] of refused) {
    const { code, out: printed, err } = await explain(...args);
    expect([code, printed]).toEqual([1, ""]);
    expect(err.trimEnd()).toMatch(sentence);
  }
  expect(existsSync(out)).toBe(false);
  // What came nearest to a detection can be explained all the same, of a film without reference boxes too.
  const nearest = await explain("--image", "p1", "--target", "strongest", "--json");
  expect(Explanation.parse(JSON.parse(nearest.out))).toMatchObject({
    target: { kind: "strongest", label: "Pneumonia" },
    isEmpty: false,
  });
  const wrongUse = await overread("explain", "--project", folder, "--run", "first");
  expect([wrongUse.code, wrongUse.err]).toEqual([2, expect.stringContaining("either --image <id> or --all-errors")]);
}, 60_000);

test("of an image that the run does not cover, that is said, whatever is to be explained", async () => {
  const { projectFolder, explain, overread } = await buildPlace();
  const ids = { studyId: "2.25.1.9", seriesId: "2.25.2.9", instanceId: "2.25.3.9" };
  const later = buildDatasetFolder({ labels: ["p9,,,,,0"], images: { p9: ids } });
  expect(await overread("import", later, "--project", projectFolder)).toMatchObject({ code: 0 });

  const asked = [[], ["--box", "1"], ["--target", "strongest"], ["--target", "label", "Pneumonia"]];
  for (const target of asked) {
    const { code, out, err } = await explain("--image", "p9", ...target);
    expect([code, out]).toEqual([1, ""]);
    expect(err.trimEnd()).toMatch(/The run does not cover .*p9\.dcm, so there is nothing of it to explain there\.$/);
  }
}, 60_000);

test("all errors of a run are explained; interrupted with Ctrl-C, the same command goes on", async () => {
  const { folder, projectFolder, run, explain } = await buildPlace();
  const all = ["--all-errors", "--with-true-positives", "--score", "0", "--layer", "layer1", "--limit", "40"] as const;
  const maps = () => {
    const place = join(projectFolder, "heat-maps", run.id);
    return existsSync(place) ? readdirSync(place).length : 0;
  };
  let asked: NodeJS.Timeout | undefined;
  const args = ["explain", "--project", projectFolder, "--run", "first", "--device", "cpu", ...all];
  const stopped = await runOverread(args, {
    userData: join(folder, "user"),
    onTell: (_err, interrupt) => {
      asked ??= setInterval(() => {
        if (maps() < 3) return;
        clearInterval(asked);
        interrupt();
      }, 10);
    },
  });
  expect(stopped.code).toBe(1);
  expect(stopped.err).toMatch(/Stopped; maps made so far are kept, and the same command goes on behind them\.\n$/);
  const kept = maps();
  expect(kept).toBeGreaterThan(0);

  const rest = await explain(...all, "--json");
  expect(rest.code).toBe(0);
  const { summary, maps: listed } = z
    .object({ run: z.literal("first"), summary: z.string(), maps: z.array(Explanation) })
    .parse(JSON.parse(rest.out));
  // The last file may have been written without its row yet; it is then made again.
  const [, before] = /^\d+ maps made, (\d+) (?:was|were) there before$/.exec(summary)!;
  expect([kept, kept - 1]).toContain(Number(before));
  expect(listed).toHaveLength(maps());
}, 120_000);

test.skipIf(!existsSync(COMPACT))(
  "the compact checkpoint's maps are pytorch-grad-cam's, from import to NumPy file (needs ../shared)",
  async () => {
    const folder = buildFolder();
    const project = join(folder, "project");
    const overread = (...args: readonly string[]) => runOverread(args, { userData: join(folder, "user") });
    await overread("import", buildSharedSource(folder), "--project", project);
    const sizes = ["--min-size", "256", "--max-size", "256"];
    const added = await overread(
      "models",
      "add",
      `${COMPACT}/compact-frcnn.pth`,
      ...sizes,
      "--project",
      project,
      "--json",
    );
    const { name } = JSON.parse(added.out) as { name: string };
    const device = ["--device", "cpu"];
    await overread("detect", "--project", project, "--model", name, "--name", "first", ...device);
    const common = ["explain", "--project", project, "--run", "first", ...device];
    for (const [image, layer] of [
      [SHARED_IMAGES[0], "layer4"],
      [SHARED_IMAGES[1], "layer2"],
    ] as const) {
      const out = join(folder, `${layer}.npy`);
      const made = await overread(...common, "--image", image, "--layer", layer, "--out", out, "--json");
      expect(made).toMatchObject({ code: 0, err: "" });
      const found = readValues(out);
      const expected = readValues(`${COMPACT}/gradcam-${image}-${layer}.f32`);
      const difference =
        found.reduce((sum, value, index) => sum + Math.abs(value - expected[index]!), 0) / found.length;
      // Asked for: 0.01. What float32 leaves is some 1e-6.
      expect(difference).toBeLessThan(2e-5);
    }
  },
  120_000,
);

/** The two radiographs that pytorch-grad-cam's maps are of. */
function buildSharedSource(folder: string): string {
  const source = join(folder, "source");
  mkdirSync(join(source, "images"), { recursive: true });
  const [head, ...rows] = readFileSync(join(SHARED_DATA, "labels.csv"), "utf8").split("\n");
  const kept = rows.filter((row) => SHARED_IMAGES.some((image) => row.startsWith(image)));
  writeFileSync(join(source, "labels.csv"), [head, ...kept, ""].join("\n"));
  for (const image of SHARED_IMAGES) {
    copyFileSync(join(SHARED_DATA, `images/${image}.dcm`), join(source, `images/${image}.dcm`));
  }
  return source;
}

/** The last 256 × 256 values of a file. */
function readValues(file: string): Float32Array {
  const bytes = readFileSync(file);
  return new Float32Array(
    bytes.buffer.slice(bytes.byteOffset + bytes.length - 4 * 256 * 256, bytes.byteOffset + bytes.length),
  );
}
