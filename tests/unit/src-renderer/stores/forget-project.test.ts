/** @file What of a project is let go of with it. */
import { expect, test } from "vitest";
import { useExplanation } from "../../../../src-renderer/stores/explanation-store";
import { forgetProject } from "../../../../src-renderer/stores/forget-project";
import { queries } from "../../../../src-renderer/stores/queries";
import { queryClient } from "../../../../src-renderer/stores/query-client";
import type { RunId } from "../../../../src-shared/domain/identifiers";

test("heat maps are off in the project that opens next, and the layers of its runs are asked for anew", () => {
  const { queryKey } = queries.mapLayers("run-1" as RunId);
  queryClient.setQueryData(queryKey, { layers: [], suggested: [] });
  useExplanation.getState().showLayer({ kind: "named", name: "layer3" });
  forgetProject();
  expect(useExplanation.getState()).toMatchObject({ isOn: false, layer: { kind: "suggested" } });
  expect(queryClient.getQueryData(queryKey)).toBeUndefined();
});
