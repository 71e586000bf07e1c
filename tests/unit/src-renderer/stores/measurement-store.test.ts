/** @file Rulers are kept, moved, chosen and removed. */
import { beforeEach, expect, test } from "vitest";
import { InstanceId } from "../../../../src-shared/domain/identifiers";
import { useMeasurements } from "../../../../src-renderer/stores/measurement-store";

const A = { id: "a", instanceId: InstanceId.parse("one"), frame: 0, from: { x: 0, y: 0 }, to: { x: 3, y: 4 } };
const B = { ...A, id: "b" };

beforeEach(() => {
  useMeasurements.getState().clear();
  useMeasurements.getState().put(A);
  useMeasurements.getState().put(B);
});

test("putting a ruler that is there moves it and keeps its place in the list", () => {
  const moved = { ...A, to: { x: 9, y: 9 } };
  useMeasurements.getState().put(moved);
  expect(useMeasurements.getState().measurements).toEqual([moved, B]);
});

test("only the chosen ruler is removed, and then none is chosen", () => {
  useMeasurements.getState().removeSelected();
  expect(useMeasurements.getState().measurements).toHaveLength(2);
  useMeasurements.getState().select("b");
  useMeasurements.getState().removeSelected();
  expect(useMeasurements.getState()).toMatchObject({ measurements: [A], selectedId: undefined });
});
