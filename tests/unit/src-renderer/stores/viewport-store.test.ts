/** @file The one truth about how an image is looked at. */
import { beforeEach, expect, test } from "vitest";
import { InstanceId } from "../../../../src-shared/domain/identifiers";
import { imageToScreenOf, useViewport } from "../../../../src-renderer/stores/viewport-store";
import { buildPixels } from "../viewer/build-pixels";

const ONE = InstanceId.parse("one");
const OTHER = InstanceId.parse("other");
const STATISTICS = { least: 0, greatest: 255, low: 5, high: 250 };

const shown = (instanceId: InstanceId, pixels = buildPixels()) => ({
  instanceId,
  frame: 0,
  pixels,
  statistics: STATISTICS,
});

function state() {
  return useViewport.getState();
}

beforeEach(() => {
  useViewport.setState(useViewport.getInitialState(), true);
  state().resize({ widthPx: 400, heightPx: 400, devicePixelRatio: 2 });
  state().show(ONE);
  state().imageShown(shown(ONE));
});

test("an image opens fitted, upright and with its first window", () => {
  expect(state()).toMatchObject({
    zoom: 2,
    centre: { x: 100, y: 50 },
    rotation: 0,
    isInverted: false,
    isFitted: true,
    window: { center: 128, width: 256 },
  });
});

test("until its pixels are there, an image has no place on the screen", () => {
  state().show(OTHER);
  expect(state()).toMatchObject({ instanceId: OTHER, shown: undefined, window: undefined, presets: [] });
  expect(imageToScreenOf(state())).toBeUndefined();
  state().zoomIn();
  state().nudgeWindow({ center: 1 });
  expect(state()).toMatchObject({ isFitted: true, window: undefined });
});

test("pixels of an image that is no longer asked for are ignored", () => {
  state().show(OTHER);
  state().imageShown(shown(ONE));
  expect(state().shown).toBeUndefined();
});

test("the tool, the layers and the interpolation stay from image to image, the view does not", () => {
  state().setTool("pan");
  state().toggleLayer("labels");
  state().toggleInterpolation();
  state().zoomIn();
  state().invert();
  state().show(OTHER);
  state().imageShown(shown(OTHER));
  expect(state()).toMatchObject({
    tool: "pan",
    layers: { reference: true, detections: true, labels: false },
    interpolation: "nearest",
    zoom: 2,
    isInverted: false,
  });
});

test("a fitted image is fitted again when it is turned or the viewport changes, a zoomed one keeps its zoom", () => {
  state().rotateClockwise();
  expect(state()).toMatchObject({ rotation: 90, zoom: 2, isFitted: true });
  state().resize({ widthPx: 50, heightPx: 400, devicePixelRatio: 2 });
  expect(state().zoom).toBe(0.5);
  state().zoomBy(3);
  state().resize({ widthPx: 400, heightPx: 400, devicePixelRatio: 2 });
  state().rotateCounterClockwise();
  expect(state()).toMatchObject({ rotation: 0, zoom: 1.5, isFitted: false });
});

test("one to one is one image pixel a device pixel", () => {
  state().oneToOne();
  expect(state()).toMatchObject({ zoom: 0.5, isFitted: false });
});

test("reset brings back window, orientation and fit, and keeps the tool", () => {
  state().setTool("length");
  state().setWindow({ center: 10, width: 0 });
  expect(state().window).toEqual({ center: 10, width: 1 });
  state().flipHorizontal();
  state().flipVertical();
  state().rotateClockwise();
  state().invert();
  state().zoomBy(5);
  state().reset();
  expect(state()).toMatchObject({
    tool: "length",
    window: { center: 128, width: 256 },
    rotation: 0,
    isFlippedHorizontally: false,
    isFlippedVertically: false,
    isInverted: false,
    zoom: 2,
    isFitted: true,
  });
});

test("a preset is applied by its name, an unknown one changes nothing", () => {
  state().applyPreset("auto");
  expect(state().window).toEqual({ center: 128, width: 246 });
  state().applyPreset("no such preset");
  expect(state().window).toEqual({ center: 128, width: 246 });
});

test("clearing forgets the image", () => {
  state().clear();
  expect(state()).toMatchObject({ instanceId: undefined, shown: undefined, window: undefined });
});
