/** @file Brings dropped files to the back end while the dialog stands open, and lets them go with it. */
import { useEffect, useEffectEvent, useRef, useState } from "react";
import type { JobId } from "../../../src-shared/domain/identifiers";
import { hostAbilities } from "../../client/host-abilities";
import type { Upload } from "../../client/upload-files";
import { reportFailure } from "../../components/report-failure";
import { untilJobEnded } from "../../stores/until-job-ended";

export interface BroughtFiles {
  /** Undefined while nothing is on its way. */
  readonly progress: { readonly sentBytes: number; readonly totalBytes: number } | undefined;
  readonly error: unknown;
  /** Keeps the files until a job that reads them has ended. */
  readonly handOver: (jobId: JobId) => void;
}

export function useBroughtFiles(files: readonly File[] | undefined, onBrought: (path: string) => void): BroughtFiles {
  const [progress, setProgress] = useState<BroughtFiles["progress"]>(files && { sentBytes: 0, totalBytes: 0 });
  const [error, setError] = useState<unknown>();
  const reader = useRef<JobId>(undefined);
  const end = useEffectEvent((outcome: { readonly path: string } | { readonly error: unknown }) => {
    setProgress(undefined);
    if ("path" in outcome) onBrought(outcome.path);
    else setError(outcome.error);
  });
  useEffect(() => {
    if (!files) return undefined;
    const stop = new AbortController();
    const onProgress = (sentBytes: number, totalBytes: number): void => setProgress({ sentBytes, totalBytes });
    const bringing = hostAbilities.bringFiles(files, { onProgress, signal: stop.signal });
    void tellEnd(bringing, (outcome) => {
      if (!stop.signal.aborted) end(outcome);
    });
    return () => {
      stop.abort();
      reportFailure(letGo(bringing, reader.current));
    };
  }, [files]);
  return { progress, error, handOver: (jobId) => void (reader.current = jobId) };
}

async function tellEnd(
  bringing: Promise<Upload>,
  onEnd: (outcome: { readonly path: string } | { readonly error: unknown }) => void,
): Promise<void> {
  try {
    const { path } = await bringing;
    onEnd({ path });
  } catch (error) {
    onEnd({ error });
  }
}

async function letGo(bringing: Promise<Upload>, reader: JobId | undefined): Promise<void> {
  // What never came is gone already, and was told where somebody still waited for it.
  const upload = await bringing.catch(() => undefined);
  if (!upload) return;
  if (reader) await untilJobEnded(reader);
  await upload.release();
}
