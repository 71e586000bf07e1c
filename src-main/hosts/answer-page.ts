/** @file Everything that the page fetches, in both hosts: its own files, or bulk bytes. */
import type { RendererFiles } from "./renderer-files";
import { SECURITY_HEADERS } from "./security-headers";

/** First parts of byte-paths.ts's addresses. */
const BYTE_PATHS = /^\/(?:frames|thumbnails|runs|maps|datasets)\//u;

export interface PageSources {
  readonly files: RendererFiles;
  readonly bytes: (request: Request) => Promise<Response>;
}

export async function answerPage(request: Request, { files, bytes }: PageSources): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (request.method !== "GET" && request.method !== "HEAD")
    return sentence(405, `${request.method} is not understood.`);
  if (BYTE_PATHS.test(pathname)) return withSecurityHeaders(await bytes(request));
  const file = await files(pathname);
  return file ? withSecurityHeaders(file) : sentence(404, "Overread has nothing at this address.");
}

/** A short answer in plain text. */
export function sentence(status: number, message: string, headers: Record<string, string> = {}): Response {
  const own = { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store", ...headers };
  return withSecurityHeaders(new Response(`${message}\n`, { status, headers: own }));
}

export function withSecurityHeaders(response: Response): Response {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.headers.set(name, value);
  return response;
}
