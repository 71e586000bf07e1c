/** @file Which addresses of the page reach the bulk bytes. */
import { expect, test } from "vitest";
import * as paths from "../../../../src-shared/contract/byte-paths";
import type { ExplanationId, InstanceId, RunId } from "../../../../src-shared/domain/identifiers";
import { answerPage } from "../../../../src-main/hosts/answer-page";

const ADDRESSES = [
  paths.framePath("2.25.1" as InstanceId, 0),
  paths.runTablePath("a run" as RunId),
  paths.runExportPath("a run" as RunId),
  paths.mapPath("a map" as ExplanationId),
  paths.importReportPath("a data set"),
];

test.each(ADDRESSES)("%s is answered by the byte service, not looked for among the page's files", async (address) => {
  const sources = { files: async () => undefined, bytes: async () => new Response("bytes") };
  const response = await answerPage(new Request(`http://localhost${address}`), sources);
  expect(response.status).toBe(200);
  expect(await response.text()).toBe("bytes");
});

test("an address that is neither bytes nor a file of the page is nothing", async () => {
  const sources = { files: async () => undefined, bytes: async () => new Response("bytes") };
  expect((await answerPage(new Request("http://localhost/elsewhere"), sources)).status).toBe(404);
});
