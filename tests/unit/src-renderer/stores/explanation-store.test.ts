/** @file Whether maps are on, and of what. */
import { beforeEach, expect, test } from "vitest";
import { useExplanation } from "../../../../src-renderer/stores/explanation-store";

const state = useExplanation.getState;
const LAYER_3 = { kind: "suggested", place: 2 } as const;

beforeEach(() => state().reset());

test("no map lies over an image before somebody asks for one", () => {
  expect(useExplanation.getInitialState().isOn).toBe(false);
});

test("a chosen layer turns the map on, and it is the layer again after an off and on", () => {
  state().showLayer(LAYER_3);
  expect(state().isOn).toBe(true);
  state().toggle();
  expect(state().isOn).toBe(false);
  state().toggle();
  expect(state()).toMatchObject({ isOn: true, layer: LAYER_3 });
});

test("three views bring a map with them, and go with it", () => {
  state().toggleThreeViews();
  expect(state()).toMatchObject({ isOn: true, isInThreeViews: true });
  state().turnOff();
  expect(state().isInThreeViews).toBe(false);
});

test("back from three views to one, the map stays", () => {
  state().toggleThreeViews();
  state().toggleThreeViews();
  expect(state()).toMatchObject({ isOn: true, isInThreeViews: false });
});

test("another project finds maps off, drawn in the colours that the reader likes", () => {
  state().showLayer(LAYER_3);
  state().setTarget("label");
  state().setMethod("eigen-cam");
  state().setAppearance({ colours: "viridis" });
  state().reset();
  expect(state()).toMatchObject({ isOn: false, target: "finding", method: "grad-cam", colours: "viridis" });
});
