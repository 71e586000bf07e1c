/** @file `overread explain` as a real process, with a small checkpoint's run. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { Explanation } from "../../src-shared/domain/explanation";
import { buildApplication } from "../builders/build-application";
import { openWithRun } from "../builders/build-explained-run";
import { buildFolder } from "../builders/build-store";
import { runOverread } from "../builders/run-overread";

beforeAll(buildApplication);

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
  const bytes = readFileSync(out);
  expect(bytes.subarray(10, 80).toString("latin1")).toContain("'descr': '<f4', 'fortran_order': False, 'shape': (256,");
  expect(bytes.length % 64).toBe(0);
  const values = new Float32Array(bytes.buffer.slice(bytes.byteOffset + bytes.length - 4 * 256 * 256));
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
      /^first has no detection on the image above the floor 1, .*--target miss <number>/,
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
  const wrongUse = await overread("explain", "--project", folder, "--run", "first");
  expect([wrongUse.code, wrongUse.err]).toEqual([2, expect.stringContaining("either --image <id> or --all-errors")]);
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
