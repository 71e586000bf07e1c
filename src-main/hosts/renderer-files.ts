/** @file The built page as a closed list of files: a path from a client is looked up in it and never joined to a folder. */
import { readdir, readFile } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";
import { Failure } from "../../src-shared/domain/failure";

const INDEX = "/index.html";

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
  ".woff": "font/woff",
  ".wasm": "application/wasm",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".txt": "text/plain; charset=utf-8",
  ".map": "application/json",
};

/** Answers for a path of the page; undefined where the page has no such file. */
export type RendererFiles = (pathname: string) => Promise<Response | undefined>;

/** Lists the folder once, at start. @throws {Failure} `not-found` when the page has not been built. */
export async function readRendererFiles(folder: string): Promise<RendererFiles> {
  const files = await listFiles(folder);
  if (!files.has(INDEX)) {
    throw new Failure(
      "not-found",
      `The built page is missing: ${join(folder, "index.html")} is not there; run npm start.`,
    );
  }
  return async (pathname) => {
    const path = pathname === "/" ? INDEX : pathname;
    const file = files.get(path);
    if (file === undefined) return undefined;
    return new Response(await readFile(file), { headers: headersOf(path) });
  };
}

async function listFiles(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
    throw new Failure("not-found", `The built page is missing: there is no folder ${folder}; run npm start.`, {
      cause,
    });
  });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(files.map((file) => [`/${relative(folder, file).split(sep).join("/")}`, file]));
}

function headersOf(path: string): Record<string, string> {
  return {
    "content-type": CONTENT_TYPES[extname(path)] ?? "application/octet-stream",
    // Vite writes a hash of the content into every name below assets/.
    "cache-control": path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
  };
}
