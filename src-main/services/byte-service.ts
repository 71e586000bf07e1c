/** @file Serves bulk bytes (frames, thumbnails, tables, files to keep) as one function from request to response. */
import { encodeRunTable } from "../../src-shared/contract/run-table";
import { Failure } from "../../src-shared/domain/failure";
import { DatasetId, ExplanationId, InstanceId, RunId } from "../../src-shared/domain/identifiers";
import type { Instance } from "../../src-shared/domain/instance";
import { readMap } from "../data/files/map-files";
import { readExplanation } from "../data/store/explanations";
import { readInstance } from "../data/store/studies";
import { listProblems, readDataset } from "../data/store/datasets";
import { readRun, readRunTable } from "../data/store/runs";
import {
  contentResponse,
  failureResponse,
  holdsTag,
  notModifiedResponse,
  sentenceResponse,
  type ByteContent,
} from "./bytes/byte-response";
import { boxRowsOf } from "./bytes/box-rows-of";
import { detectionsFileOf } from "./bytes/detections-file-of";
import { formatCsv } from "./bytes/format-csv";
import { ImageBytes } from "./bytes/image-bytes";
import { parseThumbnailQuery } from "./bytes/parse-thumbnail-query";
import type { OpenProject } from "./projects/open-project";
import type { ServiceContext } from "./service-context";

interface ByteRequest {
  readonly request: Request;
  readonly query: URLSearchParams;
  readonly project: OpenProject;
  readonly images: ImageBytes;
  /** The parts of the path that its pattern left open, decoded. */
  readonly parts: readonly string[];
}

/** A client's path is only ever compared with these patterns and looked up in the database; it never names a file. */
const ROUTES: readonly { readonly pattern: RegExp; readonly answer: (request: ByteRequest) => Promise<Response> }[] = [
  { pattern: /^\/frames\/([^/]+)\/(\d{1,6})$/u, answer: answerFrame },
  { pattern: /^\/thumbnails\/([^/]+)$/u, answer: answerThumbnail },
  { pattern: /^\/runs\/([^/]+)\/table$/u, answer: answerRunTable },
  { pattern: /^\/runs\/([^/]+)\/detections\.(json|csv)$/u, answer: answerRunExport },
  { pattern: /^\/maps\/([^/]+)$/u, answer: answerMap },
  { pattern: /^\/datasets\/([^/]+)\/problems\.csv$/u, answer: answerImportReport },
];

export function createByteService(
  context: Pick<ServiceContext, "projects" | "log">,
): (request: Request) => Promise<Response> {
  const images = new ImageBytes();
  return async (request) => {
    const url = new URL(request.url);
    try {
      if (request.method !== "GET" && request.method !== "HEAD") return methodNotAllowed(request.method);
      const { route, parts } = findRoute(url.pathname);
      return await route.answer({
        request,
        query: url.searchParams,
        project: context.projects.require(),
        images,
        parts,
      });
    } catch (error) {
      return failureResponse(error, url.pathname, context.log);
    }
  };
}

function methodNotAllowed(method: string): Response {
  const response = sentenceResponse("unsupported", `Bytes are read with GET; ${method} was asked for.`, 405);
  response.headers.set("allow", "GET, HEAD");
  return response;
}

function findRoute(pathname: string) {
  for (const route of ROUTES) {
    const match = route.pattern.exec(pathname);
    if (match) return { route, parts: match.slice(1).map(decodePart) };
  }
  throw new Failure("not-found", `Overread serves nothing at ${pathname}.`);
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (cause) {
    throw new Failure("invalid-input", `The address part ${part} is not encoded as an address should be.`, { cause });
  }
}

async function answerFrame(byteRequest: ByteRequest): Promise<Response> {
  const frame = Number(byteRequest.parts[1]);
  const instance = await requireInstance(byteRequest);
  return answerTagged(byteRequest, `${instance.sha256}-${frame}`, async () => {
    const { values } = await byteRequest.images.frame(instance, frame);
    // Typed arrays are little-endian on every processor that Node and Electron are built for.
    const body = new Uint8Array(values.buffer as ArrayBuffer, values.byteOffset, values.byteLength);
    return { type: "application/octet-stream", body };
  });
}

async function answerThumbnail(byteRequest: ByteRequest): Promise<Response> {
  const thumbnail = parseThumbnailQuery(byteRequest.query);
  const instance = await requireInstance(byteRequest);
  const cut = byteRequest.query.get("box") ?? "whole";
  return answerTagged(byteRequest, `${instance.sha256}-${thumbnail.sizePx}-${cut}`, async () => {
    const picture = await byteRequest.images.thumbnail(instance, thumbnail);
    return { type: "image/webp", body: new Uint8Array(picture) };
  });
}

/** Leaves the work undone where the client has the content already. */
async function answerTagged(
  { request }: ByteRequest,
  tag: string,
  produce: () => Promise<Omit<ByteContent, "tag">>,
): Promise<Response> {
  if (holdsTag(request, tag)) return notModifiedResponse(tag);
  return contentResponse({ ...(await produce()), tag });
}

async function requireInstance({ project, parts }: ByteRequest): Promise<Instance> {
  const instanceId = InstanceId.parse(parts[0]);
  const instance = await readInstance(project.store, instanceId);
  if (!instance) throw new Failure("not-found", `The project ${project.name} has no image ${instanceId}.`);
  return instance;
}

async function answerRunTable(byteRequest: ByteRequest): Promise<Response> {
  const run = await requireRun(byteRequest);
  const table = await readRunTable(byteRequest.project.store, run.id);
  return contentResponse({ type: "application/octet-stream", body: encodeRunTable(table) });
}

async function answerRunExport(byteRequest: ByteRequest): Promise<Response> {
  const run = await requireRun(byteRequest);
  const table = await readRunTable(byteRequest.project.store, run.id);
  if (byteRequest.parts[1] === "csv") {
    const body = formatCsv(boxRowsOf(table));
    return contentResponse({ type: "text/csv; charset=utf-8", body, fileName: `${run.name} detections.csv` });
  }
  const body = JSON.stringify(detectionsFileOf(table), undefined, 1);
  return contentResponse({ type: "application/json", body, fileName: `${run.name} detections.json` });
}

/** A map that is made anew has another time. */
async function answerMap(byteRequest: ByteRequest): Promise<Response> {
  const { project, parts } = byteRequest;
  const explanationId = ExplanationId.parse(parts[0]);
  const map = await readExplanation(project.store, explanationId);
  if (!map) throw new Failure("not-found", `The project ${project.name} has no map ${explanationId}.`);
  return answerTagged(byteRequest, `${map.id}-${map.createdAt}`, async () => {
    return { type: "application/octet-stream", body: await readMap(project.folder, map) };
  });
}

async function requireRun({ project, parts }: ByteRequest) {
  const runId = RunId.parse(parts[0]);
  const run = await readRun(project.store, runId);
  if (!run) throw new Failure("not-found", `The project ${project.name} has no run ${runId}.`);
  return run;
}

const REPORT_PAGE = 1000;

async function answerImportReport({ project, parts }: ByteRequest): Promise<Response> {
  const datasetId = DatasetId.parse(parts[0]);
  const dataset = await readDataset(project.store, datasetId);
  if (!dataset) throw new Failure("not-found", `The project ${project.name} has no data set ${datasetId}.`);
  const rows: (string | number | undefined)[][] = [["kind", "file", "row", "reason", "action"]];
  for (let offset = 0; ; offset += REPORT_PAGE) {
    const page = await listProblems(project.store, { datasetId, offset, limit: REPORT_PAGE });
    rows.push(...page.rows.map(({ kind, file, row, reason, action }) => [kind, file, row, reason, action]));
    if (page.rows.length < REPORT_PAGE) break;
  }
  return contentResponse({
    type: "text/csv; charset=utf-8",
    body: formatCsv(rows),
    fileName: `${dataset.name} problems.csv`,
  });
}
