/** @file Checks a model's input tensor. */
import { expect, test } from "vitest";
import { prepareInput } from "../../../../../src-main/detection/preprocessing/prepare-input";
import { Failure } from "../../../../../src-shared/domain/failure";
import type { ModelInput } from "../../../../../src-shared/domain/model";

const image = { rows: 2, columns: 3, values: Uint8Array.from([0, 51, 102, 153, 204, 255]) };
const plain: ModelInput = { channels: 1, resize: "none" };

test("without a fixed size and normalisation, grey values are passed from 0 to 1", () => {
  const prepared = prepareInput(image, plain);
  expect(prepared).toMatchObject({ shape: [1, 2, 3], scaleX: 1, scaleY: 1 });
  expect([...prepared.data]).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1].map(Math.fround));
});

test("each channel has its own mean and deviation", () => {
  const normalisation = { mean: [0.5, 0, 1] as const, deviation: [0.5, 1, 0.25] as const };
  const { data, shape } = prepareInput(image, {
    ...plain,
    channels: 3,
    normalisation: { mean: [...normalisation.mean], deviation: [...normalisation.deviation] },
  });
  expect(shape).toEqual([3, 2, 3]);
  const greys = [0, 0.2, 0.4, 0.6, 0.8, 1];
  const expected = [0, 1, 2].flatMap((channel) =>
    greys.map((grey) => (grey - normalisation.mean[channel]!) / normalisation.deviation[channel]!),
  );
  // float32 keeps about seven digits.
  data.forEach((value, index) => expect(value).toBeCloseTo(expected[index]!, 6));
});

test("ImageNet's figures give the numbers that the demo detector's reference was made with", () => {
  // ../shared/models/compact-frcnn/expected-detections-val.json, the first corner of preprocessedFirstImage.
  const expected = [
    [0.1768130362033844, 0.15968827903270721, 0.12543876469135284, 0.07406450808048248],
    [0.31022408604621887, 0.2927170991897583, 0.25770309567451477, 0.20518209040164948],
    [0.5310675501823425, 0.5136383771896362, 0.47877997159957886, 0.4264923930168152],
  ];
  const corner = { rows: 1, columns: 4, values: Uint8Array.from([134, 133, 131, 128]) };
  const { data } = prepareInput(corner, {
    channels: 3,
    resize: "none",
    normalisation: { mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] },
  });
  expect([...data]).toEqual(expected.flat());
});

test("an image of another size is brought to the model's, and the scale says by how much", () => {
  const { data, ...prepared } = prepareInput(image, { ...plain, resize: "opencv-bilinear", widthPx: 6, heightPx: 3 });
  expect(prepared).toEqual({ shape: [1, 3, 6], scaleX: 2, scaleY: 1.5, offsetXPx: 0, offsetYPx: 0 });
  expect(data[0]).toBe(0);
  expect(data.at(-1)).toBe(1);
});

test("an image of another size is refused where the card forbids resizing", () => {
  const input: ModelInput = { ...plain, widthPx: 256, heightPx: 256 };
  expect(() => prepareInput(image, input)).toThrow(
    new Failure("unsupported", "The image has 3 × 2 pixels; the model takes 256 × 256 and its card forbids resizing."),
  );
});
