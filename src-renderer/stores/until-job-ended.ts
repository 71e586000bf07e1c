/** @file Waits for the end of one job, whichever end it is. */
import type { JobId } from "../../src-shared/domain/identifiers";
import { queries } from "./queries";
import { queryClient } from "./query-client";

export function untilJobEnded(jobId: JobId): Promise<void> {
  const hasEnded = (): boolean =>
    queryClient.getQueryData(queries.jobs().queryKey)?.some(({ id, endedAt }) => id === jobId && endedAt) ?? false;
  if (hasEnded()) return Promise.resolve();
  return new Promise((resolve) => {
    const stop = queryClient.getQueryCache().subscribe(() => {
      if (!hasEnded()) return;
      stop();
      resolve();
    });
  });
}
