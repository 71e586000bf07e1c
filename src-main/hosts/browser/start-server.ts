/** @file The browser host: the whole application on 127.0.0.1, for whoever has the token. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createRouterClient } from "@orpc/server";
import type { Logger } from "../../jobs/job";
import type { StartWorker } from "../../jobs/pool/worker-process";
import { createApplication, type Application } from "../../services/application";
import { answerPage, sentence, withSecurityHeaders, type PageSources } from "../answer-page";
import { openFirstProject } from "../open-first-project";
import { readRendererFiles } from "../renderer-files";
import { AccessGuard } from "./access-guard";
import { listen } from "./listen";
import { sendResponse, toRequest } from "./node-http";
import { isUpload, Uploads } from "./uploads";
import { serveSockets, SOCKET_PATH } from "./web-socket";

const MAX_HEADER_BYTES = 16 * 1024;
const HEADERS_TIMEOUT_MS = 30_000;
/** A checkpoint that is dropped on the page comes through a slow tunnel, perhaps. */
const REQUEST_TIMEOUT_MS = 60 * 60_000;

export interface ServerOptions {
  /** Folder of the project to open; by default the one opened last, or the sample at the first start. */
  readonly project?: string;
  /** 0, the default, takes any free port. */
  readonly port?: number;
  readonly startWorker: StartWorker;
  readonly rendererFolder: string;
  readonly resourcesFolder: string;
  readonly userDataFolder: string;
  readonly version: string;
  readonly log: Logger;
}

export interface RunningServer {
  readonly port: number;
  /** The address to open, with the token. */
  readonly address: string;
  readonly application: Application;
  /** Lets clients and workers go, and closes the project. */
  readonly close: () => Promise<void>;
}

/** @throws {Failure} when the page is not built, the port is taken or the project cannot be opened. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { startWorker, userDataFolder, resourcesFolder, version, log } = options;
  const files = await readRendererFiles(options.rendererFolder);
  const server = createServer({
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: HEADERS_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
  });
  const port = await listen(server, options.port ?? 0);
  const closeServer = (): Promise<void> => closeListening(server);
  try {
    const application = createApplication({
      host: "browser",
      startWorker,
      userDataFolder,
      resourcesFolder,
      version,
      log,
    });
    try {
      return await serve({ ...options, server, port, application, files });
    } catch (error) {
      await application.close();
      throw error;
    }
  } catch (error) {
    await closeServer();
    throw error;
  }
}

interface Serving extends ServerOptions, Pick<PageSources, "files"> {
  readonly server: Server;
  readonly port: number;
  readonly application: Application;
}

async function serve({ server, port, application, files, log, project }: Serving): Promise<RunningServer> {
  const guard = new AccessGuard(port);
  const sources: PageSources = { files, bytes: application.bytes };
  const uploads = new Uploads({ log });
  server.on("request", (incoming, outgoing) => void answer({ incoming, outgoing, guard, sources, uploads, log }));
  const sockets = serveSockets(server, { application, guard, log });
  await openFirstProject(createRouterClient(application.router, { context: {} }), project, log);
  return {
    port,
    address: guard.address,
    application,
    close: async () => {
      sockets.close();
      await application.close();
      await closeListening(server);
      await uploads.close();
    },
  };
}

interface Exchange {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly guard: AccessGuard;
  readonly sources: PageSources;
  readonly uploads: Uploads;
  readonly log: Logger;
}

async function answer({ log, ...exchange }: Exchange): Promise<void> {
  const { incoming, outgoing } = exchange;
  try {
    await sendResponse(await respond(exchange), outgoing);
  } catch (error) {
    log.error(`The request for ${pathOf(incoming)} could not be answered.`, { error });
    if (outgoing.headersSent) outgoing.destroy();
    else await sendResponse(sentence(500, "Something went wrong inside Overread; the log has the details."), outgoing);
  }
}

async function respond({ incoming, outgoing, guard, sources, uploads }: Omit<Exchange, "log">): Promise<Response> {
  const verdict = guard.judgeRequest(incoming);
  if (verdict.kind === "refused") return sentence(verdict.status, verdict.message);
  if (verdict.kind === "exchange") {
    return sentence(303, "Welcome.", { location: "/", "set-cookie": verdict.cookie });
  }
  if (!pathOf(incoming).startsWith("/")) return sentence(400, "This is no proxy; an address begins with a slash.");
  if (pathOf(incoming) === SOCKET_PATH) return sentence(426, "This address is a WebSocket.", { upgrade: "websocket" });
  if (isUpload(pathOf(incoming))) return withSecurityHeaders(await uploads.answer(incoming, pathOf(incoming)));
  return answerPage(toRequest(incoming, outgoing, new URL(guard.address).origin), sources);
}

/** Without the query, which may hold the token: it is never logged. */
function pathOf({ url = "/" }: IncomingMessage): string {
  return url.split("?", 1)[0]!;
}

function closeListening(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
