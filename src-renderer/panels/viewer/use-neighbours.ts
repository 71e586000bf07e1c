/** @file The images before and after the one on screen, so that the viewer can fetch their pixels ahead. */
import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import type { InstanceId } from "../../../src-shared/domain/identifiers";
import { PAGE_ROWS, queries } from "../../stores/queries";
import { queryClient } from "../../stores/query-client";
import { loadedIndexOf } from "../../stores/reading-commands";
import { useWorklist, worklistFilter } from "../../stores/worklist-store";
import type { ViewerImage } from "../../viewer/viewer-image";

export function useNeighbours(instanceId: InstanceId | undefined): readonly ViewerImage[] {
  const { search, splitId, presence, order } = useWorklist();
  const filter = useMemo(
    () => worklistFilter({ search, splitId, presence, order }),
    [search, splitId, presence, order],
  );
  const ids = useMemo(() => {
    const at = loadedIndexOf(filter, instanceId);
    if (at === undefined) return [];
    return [at + 1, at - 1].flatMap((index) => {
      const { queryKey } = queries.worklistPage(filter, Math.floor(index / PAGE_ROWS));
      return queryClient.getQueryData(queryKey)?.rows[index % PAGE_ROWS]?.instanceId ?? [];
    });
  }, [filter, instanceId]);
  return useQueries({
    queries: ids.map((id) => queries.detail(id)),
    combine: combineImages,
  });
}

function combineImages(
  results: readonly {
    readonly data:
      | {
          readonly instance: { readonly id: InstanceId; readonly pixels: ViewerImage["pixels"] };
          readonly isFilePresent: boolean;
        }
      | undefined;
  }[],
): readonly ViewerImage[] {
  return results.flatMap(({ data }) =>
    data?.isFilePresent ? [{ instanceId: data.instance.id, pixels: data.instance.pixels, description: "" }] : [],
  );
}
