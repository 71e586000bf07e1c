/** @file Sends dropped files to the browser host, which alone could not reach them. */
import { uploadFolderPath, uploadPath, UploadedFile } from "../../src-shared/contract/byte-paths";
import { Failure } from "../../src-shared/domain/failure";
import { byteUrl, parseJson, refusalFrom } from "./bytes";
import { ConnectionLost } from "./connection-lost";

export interface UploadOptions {
  /** Told as the bytes go, over all files together. */
  readonly onProgress: (sentBytes: number, totalBytes: number) => void;
  readonly signal: AbortSignal;
}

export interface Upload {
  /** Where the first file lies on the back end's machine. */
  readonly path: string;
  /** Removes what was sent. */
  readonly release: () => Promise<void>;
}

/** The files come to lie beside each other under their own names.
 * @throws {Failure} with the host's sentence. @throws {ConnectionLost} */
export async function uploadFiles(files: readonly File[], { onProgress, signal }: UploadOptions): Promise<Upload> {
  const uploadId = crypto.randomUUID();
  const release = (): Promise<void> => releaseUpload(uploadId);
  const totalBytes = files.reduce((sum, { size }) => sum + size, 0);
  const paths: string[] = [];
  let sentBefore = 0;
  try {
    for (const file of files) {
      const start = sentBefore;
      const sent = await sendFile(file, uploadPath(uploadId, file.name), {
        signal,
        onSent: (bytes) => onProgress(start + bytes, totalBytes),
      });
      paths.push(sent.file);
      sentBefore += file.size;
    }
  } catch (error) {
    // What did arrive is of no use; the host also removes it at its end.
    await release().catch(() => undefined);
    throw error;
  }
  return { path: paths[0]!, release };
}

async function releaseUpload(uploadId: string): Promise<void> {
  const path = uploadFolderPath(uploadId);
  const response = await fetch(byteUrl(path), { method: "DELETE", credentials: "same-origin" });
  if (!response.ok) throw refusalFrom(await response.text(), response.status, path);
}

interface SendOptions {
  readonly onSent: (bytes: number) => void;
  readonly signal: AbortSignal;
}

/** By XMLHttpRequest: fetch does not tell how far a body has gone. */
function sendFile(file: File, path: string, { onSent, signal }: SendOptions): Promise<UploadedFile> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const stop = (): void => request.abort();
    request.open("PUT", byteUrl(path));
    request.setRequestHeader("content-type", "application/octet-stream");
    request.upload.addEventListener("progress", ({ loaded }) => onSent(loaded));
    request.addEventListener("load", () => {
      const uploaded = UploadedFile.safeParse(parseJson(request.responseText));
      if (uploaded.success) resolve(uploaded.data);
      else reject(refusalFrom(request.responseText, request.status, path));
    });
    request.addEventListener("error", () => reject(new ConnectionLost()));
    request.addEventListener("abort", () => reject(new Failure("cancelled", `${file.name} was not sent to its end.`)));
    request.addEventListener("loadend", () => signal.removeEventListener("abort", stop));
    signal.addEventListener("abort", stop);
    request.send(file);
    if (signal.aborted) stop();
  });
}
