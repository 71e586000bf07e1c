/** @file Heat maps through a typed client, made by real worker processes with a small checkpoint. */
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { mapPath } from "../../src-shared/contract/byte-paths";
import type { ApplicationEvent } from "../../src-shared/contract/application";
import { GraphBuilder } from "../../src-main/numerics/onnx/builder";
import { encodeModel } from "../../src-main/numerics/onnx/encode-model";
import type { Graph } from "../../src-main/numerics/onnx/graph";
import { AnnotationId, DetectionId, InstanceId, RunId } from "../../src-shared/domain/identifiers";
import { buildApplication } from "../builders/build-application";
import { openWithRun } from "../builders/build-explained-run";
import { weights } from "../builders/explained-graphs";

beforeAll(buildApplication);

type Opened = Awaited<ReturnType<typeof openWithRun>>;

/** Of the strongest detection on the first image. */
function buildRequest({ run, table }: Opened) {
  const { instanceId } = table.head.images[0]!;
  const target = { kind: "detection", detectionId: table.head.detectionIds[0]! } as const;
  return { runId: run.id, instanceId, target, method: "grad-cam", layer: "layer3", device: "cpu" } as const;
}

function mapFiles({ projectFolder, run }: Opened): readonly string[] {
  const folder = join(projectFolder, "heat-maps", run.id);
  return existsSync(folder) ? readdirSync(folder) : [];
}

test("the layers of a checkpoint go from its stages to its pyramid, and the stages are suggested", async () => {
  const { client, run } = await openWithRun();

  const { layers, suggested } = await client.explanations.layers({ runId: run.id });

  expect(suggested).toEqual(["layer1", "layer2", "layer3", "layer4"]);
  expect(layers.map(({ name }) => name).slice(0, 4)).toEqual(suggested);
  expect(layers[0]).toMatchObject({ title: "Residual stage 1", channels: 32 });
});

test("a box's map covers the image, its values are served, and asked for again the kept one is answered", async () => {
  const opened = await openWithRun();
  const { client, fetch, table } = opened;
  const request = buildRequest(opened);

  const map = await client.explanations.explain(request);

  expect(map).toMatchObject({ rows: 256, columns: 256, provider: "cpu", layer: "layer3", isEmpty: false });
  expect(map.score).toBeCloseTo(table.detections[4]!, 5);
  expect(map.box!.x1).toBeCloseTo(table.detections[0]!, 2);
  expect(Object.keys(map.measures.agreement!).toSorted()).toEqual(["grad-cam++", "hires-cam"]);
  expect(map.measures.boxShare).toBeGreaterThan(0);
  const response = await fetch(mapPath(map.id));
  const values = new Float32Array(await response.arrayBuffer());
  expect(values.length).toBe(256 * 256);
  expect([Math.min(...values), Math.max(...values)]).toEqual([0, expect.closeTo(1, 5)]);
  const tag = response.headers.get("etag")!;
  expect((await fetch(mapPath(map.id), { headers: { "if-none-match": tag } })).status).toBe(304);
  expect(await client.explanations.explain(request)).toEqual(map);
  expect(await client.explanations.ofImage(request)).toEqual([map]);
});

test("a map whose file is gone is said to be, and is made anew when it is asked for", async () => {
  const opened = await openWithRun();
  const { client, fetch, projectFolder, run } = opened;
  const map = await client.explanations.explain(buildRequest(opened));
  rmSync(join(projectFolder, "heat-maps", run.id), { recursive: true });

  const gone = await fetch(mapPath(map.id));
  expect([gone.status, await gone.json()]).toEqual([
    404,
    { code: "not-found", message: expect.stringContaining("asked for again, it is made anew") },
  ]);

  const again = await client.explanations.explain(buildRequest(opened));
  expect(again).toMatchObject({ id: map.id, measures: map.measures });
  expect(again.createdAt > map.createdAt).toBe(true);
  expect((await fetch(mapPath(map.id))).status).toBe(200);
  expect(await client.explanations.ofRun({ runId: run.id })).toEqual([again]);
});

test("the sum of a label's scores, and a missed box with what the model made of it, have maps too", async () => {
  const opened = await openWithRun();
  const { client, table } = opened;
  const request = buildRequest(opened);

  const ofLabel = await client.explanations.explain({ ...request, target: { kind: "label", label: "Pneumonia" } });
  const target = { kind: "miss", annotationId: table.head.referenceIds[0]! } as const;
  const ofMiss = await client.explanations.explain({ ...request, target });

  const first = table.detections.subarray(0, 5 * table.head.images[0]!.detections);
  const sum = first.reduce((total, value, index) => (index % 5 === 4 ? total + value : total), 0);
  expect(ofLabel.score).toBeCloseTo(sum, 3);
  expect(ofLabel).not.toHaveProperty("box");
  expect(["seen", "suppressed", "too-weak", "not-seen"]).toContain(ofMiss.standing);
  expect(ofMiss.overlap).toBeGreaterThan(0.1);
});

test("an image without any detection has a map of what came nearest to one, which is checked as others are", async () => {
  const { client, ended, run, table } = await openWithRun({ card: { scoreFloor: 1 } });
  // A negative film: not even a reference box.
  const { instanceId, references } = table.head.images[1]!;
  expect(references).toBe(0);
  const target = { kind: "strongest", label: "Pneumonia" } as const;
  const request = { runId: run.id, instanceId, target, method: "grad-cam", layer: "layer3", device: "cpu" } as const;

  const map = await client.explanations.explain(request);

  expect(map).toMatchObject({ target, isEmpty: false });
  expect(map.score).toBeGreaterThan(0);
  expect(map.box!.x2).toBeGreaterThan(map.box!.x1);
  expect(map).not.toHaveProperty("standing");
  expect(await client.explanations.explain(request)).toEqual(map);
  const checked = await ended(await client.explanations.examine(request));
  expect(checked.current.state).toBe("done");
  const [kept] = await client.explanations.ofImage(request);
  expect(kept).toMatchObject({ id: map.id, target, score: map.score });
  expect(kept!.measures.deletion!.scores[0]).toBeCloseTo(1, 5);
});

test("what cannot be explained is refused with one sentence each", async () => {
  const opened = await openWithRun({ card: { scoreFloor: 1 } });
  const { client, run } = opened;
  const instanceId = opened.table.head.images[0]!.instanceId;
  const common = { runId: run.id, instanceId, method: "grad-cam", layer: "layer3", device: "cpu" } as const;
  const label = { kind: "label", label: "Pneumonia" } as const;
  const refused = [
    [
      { ...common, target: label },
      "not-found",
      /p0\.dcm has no detection of Pneumonia above the floor 1, so there is no score to explain; what came nearest to one can/,
    ],
    [{ ...common, target: label, layer: "layr3" }, "invalid-input", /no layer layr3 to explain; near it are layer3, /],
    [
      { ...common, target: { kind: "detection", detectionId: DetectionId.parse("9-9") } },
      "not-found",
      /no detection 9-9 on this image/,
    ],
    [
      { ...common, target: { kind: "miss", annotationId: AnnotationId.parse("none") } },
      "not-found",
      /no reference box none/,
    ],
    [{ ...common, target: label, instanceId: InstanceId.parse("2.25.99") }, "not-found", /2\.25\.99/],
    [{ ...common, target: label, runId: RunId.parse("none") }, "not-found", /no run none/],
  ] as const;
  for (const [request, code, message] of refused) {
    await expect(client.explanations.explain(request)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  }
  expect(await client.explanations.ofRun({ runId: run.id })).toEqual([]);
});

test("an image that has changed since its import is not explained", async () => {
  const opened = await openWithRun();
  writeFileSync(join(opened.source, "images/p0.dcm"), "another picture");

  await expect(opened.client.explanations.explain(buildRequest(opened))).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("p0.dcm has changed since its import"),
  });
});

test("checks are added to the kept map, and D-RISE makes one of its own that its seed repeats", async () => {
  const opened = await openWithRun();
  const { client, ended, fetch } = opened;
  const request = buildRequest(opened);
  const before = await client.explanations.explain(request);

  const checked = await ended(await client.explanations.examine({ ...request, masks: 50, seed: 0 }));
  expect(checked).toMatchObject({ kind: "examine-map", current: { state: "done" } });
  const [after] = await client.explanations.ofImage(request);
  expect(after).toMatchObject({ id: before.id, measures: before.measures });
  const { deletion, insertion, randomisation } = after!.measures;
  expect(deletion!.scores[0]).toBe(1);
  expect(insertion!.scores.at(-1)).toBe(1);
  expect(deletion!.scores.at(-1)).toBeCloseTo(insertion!.scores[0]!, 10);
  expect(randomisation!.map(({ part }) => part)).toContain("layer1");

  const examine = { ...request, method: "d-rise", layer: "input", masks: 50, seed: 3 } as const;
  const maps = [];
  for (let time = 0; time < 2; time++) {
    expect((await ended(await client.explanations.examine(examine))).current.state).toBe("done");
    const [made] = await client.explanations.ofImage(request);
    expect(made).toMatchObject({ method: "d-rise", layer: "input", rows: 256, columns: 256 });
    maps.push(Buffer.from(await (await fetch(mapPath(made!.id))).arrayBuffer()));
  }
  expect(maps[0]!.equals(maps[1]!)).toBe(true);
});

test("a run's errors get maps in one job that leaves out what is kept, and names what fails", async () => {
  const opened = await openWithRun();
  const { client, ended, run, source } = opened;
  const events = listen(opened);
  writeFileSync(join(source, "images/p1.dcm"), "another picture");
  const request = {
    runId: run.id,
    method: "grad-cam",
    layer: "layer4",
    which: { falsePositives: true, misses: true, truePositives: true },
    scoreThreshold: 0,
    iouThreshold: 0.5,
    withChecks: false,
    limit: 12,
    device: "cpu",
  } as const;

  const first = await ended(await client.explanations.explainRun(request));
  const { current } = first;
  expect(first).toMatchObject({ kind: "explain-run", subject: run.id, title: "Maps of first: Grad-CAM at layer4" });
  expect(current).toMatchObject({ state: "done", summary: expect.stringMatching(/ failed: p1\.dcm: .*changed since/) });
  const made = Number(/^(\d+) maps made/.exec((current as { summary: string }).summary)![1]);
  expect(await client.explanations.ofRun({ runId: run.id })).toHaveLength(made);
  expect(mapFiles(opened)).toHaveLength(made);

  const times = mapFiles(opened).map((file) => statSync(join(opened.projectFolder, "heat-maps", run.id, file)).mtimeMs);
  const again = await ended(await client.explanations.explainRun(request));
  expect(again.current).toMatchObject({ summary: expect.stringContaining(`0 maps made, ${made} were there before`) });
  expect(
    mapFiles(opened).map((file) => statSync(join(opened.projectFolder, "heat-maps", run.id, file)).mtimeMs),
  ).toEqual(times);
  expect(await events.heard()).toContainEqual({ kind: "explanations-changed", runId: run.id });
}, 60_000);

/** Two fixed boxes, scored by the mean of what an operator without a gradient makes of a convolution. */
function buildBentDetector(): Graph {
  const to = new GraphBuilder("bent");
  const image = to.input("image", "float32", [3, 32, 32]);
  const features = to.conv(to.unsqueeze(image, [0]), to.constant(weights(4, 3, 3, 3)), { pads: 1 });
  const mean = to.reshape(to.reduceMean(to.sign(features)), [1]);
  to.output("boxes", to.add(to.floats([4, 8, 20, 24, 0, 0, 16, 8], [2, 4]), to.mul(mean, to.floats([0]))));
  to.output("labels", to.identity(to.integers([1, 1])));
  to.output("scores", to.sigmoid(to.mul(mean, to.floats([1, 0.5]))));
  const graph = to.toGraph();
  const nodes = graph.nodes.map((node) =>
    node.operator === "Sign" ? { ...node, operator: "Softsign", name: "/neck/Softsign" } : node,
  );
  return { ...graph, nodes };
}

test("a model that cannot be differentiated ends the job with that sentence at the first image", async () => {
  const { client, ended, projectFolder } = await openWithRun();
  const file = join(projectFolder, "..", "bent.onnx");
  writeFileSync(file, encodeModel(buildBentDetector()));
  const { suggestedCard } = await client.models.inspect({ file });
  await ended(await client.models.add({ file, card: { ...suggestedCard, scoreFloor: 0 } }));
  const model = (await client.models.list()).find(({ name }) => name === "bent")!;
  await ended(await client.runs.detect({ modelId: model.id, name: "bent", device: "cpu" }));
  const run = (await client.runs.list()).find(({ name }) => name === "bent")!;

  const { current } = await ended(
    await client.explanations.explainRun({
      runId: run.id,
      method: "grad-cam",
      layer: "conv_1",
      which: { falsePositives: true, misses: true, truePositives: true },
      scoreThreshold: 0,
      iouThreshold: 0.5,
      withChecks: false,
      device: "cpu",
    }),
  );

  const message = "No gradient is known for the operator Softsign (node /neck/Softsign).";
  expect(current).toMatchObject({ state: "failed", message });
  expect(await client.explanations.ofRun({ runId: run.id })).toEqual([]);
}, 60_000);

test("a cancelled job keeps whole maps and goes on behind them", async () => {
  const opened = await openWithRun();
  const { client, ended, run } = opened;
  const which = { falsePositives: true, misses: false, truePositives: true };
  const thresholds = { scoreThreshold: 0, iouThreshold: 0.5 };
  const request = {
    runId: run.id,
    method: "hires-cam",
    layer: "layer1",
    which,
    ...thresholds,
    limit: 60,
    device: "cpu",
  } as const;

  const started = await client.explanations.explainRun({ ...request, withChecks: false });
  await expect.poll(() => mapFiles(opened).length, { timeout: 20_000 }).toBeGreaterThan(3);
  await client.jobs.cancel(started);
  expect((await ended(started)).current.state).toBe("cancelled");
  const kept = await client.explanations.ofRun({ runId: run.id });
  expect(kept.length).toBeGreaterThan(0);

  await client.jobs.resume(started);
  const { current } = await ended(started);
  expect(current).toMatchObject({
    state: "done",
    summary: expect.stringContaining(`${kept.length} w`),
  });
  const all = await client.explanations.ofRun({ runId: run.id });
  expect(all.filter(({ id }) => kept.some((one) => one.id === id))).toHaveLength(kept.length);
}, 60_000);

test("maps are removed by themselves or with their run, from the table and from the disk", async () => {
  const opened = await openWithRun();
  const { client, run } = opened;
  const request = buildRequest(opened);
  await client.explanations.explain(request);
  await client.explanations.explain({ ...request, layer: "layer4" });

  expect(await client.explanations.removeOfRun({ runId: run.id })).toEqual({ removed: 2 });
  expect([await client.explanations.ofRun({ runId: run.id }), mapFiles(opened)]).toEqual([[], []]);

  await client.explanations.explain(request);
  await client.runs.remove({ runId: run.id });
  expect(mapFiles(opened)).toEqual([]);
});

test("a map that nobody waits for any more is not made", async () => {
  const opened = await openWithRun();
  const stop = new AbortController();

  const waiting = opened.client.explanations.explain(buildRequest(opened), { signal: stop.signal });
  stop.abort();

  await expect(waiting).rejects.toThrow(/cancelled|aborted/u);
  expect(mapFiles(opened)).toEqual([]);
  expect(await opened.client.explanations.ofRun({ runId: opened.run.id })).toEqual([]);
});

test("a map that is being made stops with its run, and with its project", async () => {
  const opened = await openWithRun();
  const { client, run, projectFolder } = opened;
  const request = { ...buildRequest(opened), layer: "layer1" };
  const cancelled = expect.objectContaining({
    status: "rejected",
    reason: expect.objectContaining({ code: "cancelled" }),
  });

  const [ofProject] = await Promise.allSettled([client.explanations.explain(request), client.projects.close()]);
  expect(ofProject).toEqual(cancelled);
  await client.projects.open({ path: projectFolder });
  expect(await client.explanations.ofRun({ runId: run.id })).toEqual([]);

  const removing = client.runs.remove({ runId: run.id });
  const [ofRun] = await Promise.allSettled([client.explanations.explain(request), removing]);
  expect(ofRun).toMatchObject({ status: "rejected", reason: { code: expect.stringMatching(/cancelled|not-found/u) } });
  expect(mapFiles(opened)).toEqual([]);
  expect((await opened.fetch("/maps/none")).status).toBe(404);
});

function listen({ client }: Opened): { readonly heard: () => Promise<readonly ApplicationEvent[]> } {
  const events: ApplicationEvent[] = [];
  const listening = (async () => {
    for await (const event of await client.application.events(undefined)) events.push(event);
  })();
  listening.catch(() => {});
  return { heard: async () => events };
}
