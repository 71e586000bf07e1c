/** @file Which heat maps of a run are compared with each other. */
import { expect, test } from "vitest";
import { mapGroups } from "../../../../../src-renderer/panels/explanation/map-groups";
import { buildExplanation } from "../../../../builders/build-explanation";

test("maps are compared with those of the same method and layer, the most frequent first", () => {
  const groups = mapGroups([
    buildExplanation({ layer: "layer3" }),
    buildExplanation({ layer: "/backbone/body/layer4/layer4.1/conv3/Conv" }),
    buildExplanation({ layer: "/backbone/body/layer4/layer4.1/conv3/Conv", createdAt: "2026-11-23T07:00:00.000Z" }),
    buildExplanation({ method: "d-rise", layer: "input" }),
  ]);
  expect(groups.map(({ name, maps }) => `${name}: ${maps.length}`)).toEqual([
    "Grad-CAM at layer4.1/conv3: 2",
    "Grad-CAM at layer3: 1",
    "D-RISE: 1",
  ]);
});

test("a map of a whole label, or of its strongest candidate, is of no box, and is not compared", () => {
  for (const kind of ["label", "strongest"] as const)
    expect(mapGroups([buildExplanation({ target: { kind, label: "Pneumonia" } })])).toEqual([]);
});
