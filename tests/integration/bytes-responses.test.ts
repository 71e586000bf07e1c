/** @file What the byte service answers: frames, thumbnails, tables and files, and what it refuses. */
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import {
  framePath,
  importReportPath,
  runExportPath,
  runTablePath,
  thumbnailPath,
} from "../../src-shared/contract/byte-paths";
import { InstanceId, RunId } from "../../src-shared/domain/identifiers";
import { buildApplication } from "../builders/build-application";
import { buildDatasetFolder } from "../builders/build-dataset";
import { buildFolder } from "../builders/build-store";
import { buildTestApplication, type TestApplication } from "../builders/build-test-application";

beforeAll(buildApplication);

const VALUES = Uint16Array.from({ length: 80 * 100 }, (_, index) => index % 4096);

async function openImages(): Promise<TestApplication & { readonly ids: readonly InstanceId[] }> {
  const built = buildTestApplication();
  const source = buildDatasetFolder({
    labels: ["p0,12,20,500,40,1", "p1,,,,,0", 'ghost "x",,,,,0'],
    images: { p0: { values: VALUES, bitsAllocated: 16, bitsStored: 12 }, p1: {} },
  });
  await built.client.projects.create({ path: join(buildFolder(), "project") });
  await built.ended(await built.client.datasets.import({ source }));
  const { rows } = await built.client.studies.list({ offset: 0, limit: 10 });
  return { ...built, ids: rows.map(({ instanceId }) => instanceId) };
}

test("a frame is its stored values, and a client that holds them is told so", async () => {
  const { fetch, ids } = await openImages();
  const response = await fetch(framePath(ids[0]!, 0));
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("application/octet-stream");
  expect(new Uint16Array(await response.arrayBuffer())).toEqual(VALUES);
  const tag = response.headers.get("etag")!;
  const again = await fetch(framePath(ids[0]!, 0), { headers: { "if-none-match": `"other", ${tag}` } });
  expect([again.status, (await again.arrayBuffer()).byteLength]).toEqual([304, 0]);
  expect((await fetch(framePath(ids[1]!, 0), { headers: { "if-none-match": tag } })).status).toBe(200);
});

test("a thumbnail is a WebP picture, whole or cut around a box", async () => {
  const { fetch, ids } = await openImages();
  const whole = await fetch(thumbnailPath(ids[0]!, 64));
  const cut = await fetch(thumbnailPath(ids[0]!, 64, { x1: 12, y1: 20, x2: 40, y2: 60 }));
  for (const response of [whole, cut]) {
    expect(response.headers.get("content-type")).toBe("image/webp");
    const bytes = Buffer.from(await response.arrayBuffer());
    expect([bytes.toString("latin1", 0, 4), bytes.toString("latin1", 8, 12)]).toEqual(["RIFF", "WEBP"]);
  }
  expect(whole.headers.get("etag")).not.toBe(cut.headers.get("etag"));
});

test("the import report is a CSV file with every problem", async () => {
  const { client, fetch } = await openImages();
  const [dataset] = await client.datasets.list();
  const response = await fetch(importReportPath(dataset!.id));
  const lines = (await response.text()).trimEnd().split("\r\n");
  expect(response.headers.get("content-disposition")).toContain("problems.csv");
  expect(lines[0]).toBe("kind,file,row,reason,action");
  expect(lines).toHaveLength(1 + dataset!.counts.problems);
  expect(lines.some((line) => line.startsWith("box-outside-image,"))).toBe(true);
  expect(lines.find((line) => line.startsWith("label-without-image,"))).toContain('ghost ""x""');
});

const REFUSALS = [
  ["/frames/unknown/0", 404, "not-found"],
  ["/frames/FIRST/7", 404, "not-found"],
  ["/frames/FIRST/first", 404, "not-found"],
  ["/frames/..%2F..%2Fetc%2Fpasswd/0", 404, "not-found"],
  ["/frames/%E0%A4%A/0", 400, "invalid-input"],
  ["/thumbnails/FIRST?size=4", 400, "invalid-input"],
  ["/thumbnails/FIRST?size=large", 400, "invalid-input"],
  ["/thumbnails/FIRST?size=64&box=1,2,3", 400, "invalid-input"],
  ["/thumbnails/FIRST?size=64&box=9,9,1,1", 400, "invalid-input"],
  ["/runs/unknown/table", 404, "not-found"],
  ["/runs/unknown/detections.json", 404, "not-found"],
  ["/datasets/unknown/problems.csv", 404, "not-found"],
  ["/nothing", 404, "not-found"],
] as const;

test("every refusal has a status, a code and one sentence", async () => {
  const { fetch, ids, log } = await openImages();
  for (const [path, status, code] of REFUSALS) {
    const response = await fetch(path.replace("FIRST", ids[0]!));
    expect(response.status, path).toBe(status);
    const answer: unknown = await response.json();
    expect(answer).toEqual({ code, message: expect.stringMatching(/^[A-Z/].*\.$/u) });
  }
  expect(log.lines.filter((line) => line.startsWith("error"))).toEqual([]);
});

test("bytes are only read, and only while a project is open", async () => {
  const { fetch, client, ids } = await openImages();
  const posted = await fetch(framePath(ids[0]!, 0), { method: "POST" });
  expect([posted.status, posted.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  await client.projects.close();
  expect((await fetch(framePath(ids[0]!, 0))).status).toBe(409);
});

test("a run that is not there has neither table nor file", async () => {
  const { fetch } = await openImages();
  const runId = RunId.parse("a run/with a slash");
  expect((await fetch(runTablePath(runId))).status).toBe(404);
  expect((await fetch(runExportPath(runId))).status).toBe(404);
});
