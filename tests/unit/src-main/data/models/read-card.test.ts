/** @file The sentences for mistakes in a model card. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { CARD_PRESETS } from "../../../../../src-main/data/models/card-presets";
import { parseModelCard, readCardFile } from "../../../../../src-main/data/models/read-card";
import { buildFolder } from "../../../../builders/build-store";

const card = {
  name: "Mine",
  convention: "torchvision",
  input: { widthPx: 256, heightPx: 256, channels: 3, resize: "opencv-bilinear" },
  boxFormat: "xyxy",
  labels: { "1": "Nodule" },
  scoreFloor: 0.05,
  suggestedThreshold: 0.5,
};

test("a sound card is read, and what may be left out is filled in", () => {
  expect(parseModelCard(card, "mine.card.json")).toEqual({ ...card, description: "", intendedUse: "" });
});

test.each(CARD_PRESETS)("the preset “$title” is a sound card", ({ card: preset }) => {
  expect(parseModelCard(preset, "preset")).toEqual(preset);
});

test.each([
  [{ ...card, scoreFloor: "low" }, 'has "low" in the field scoreFloor; number was expected.'],
  [{ ...card, boxFormat: "yxyx" }, 'has "yxyx" in the field boxFormat; "xyxy" or "xywh" was expected.'],
  [{ ...card, labels: undefined }, "has nothing in the field labels; record was expected."],
  [{ ...card, scoreFloor: 2 }, "has 2 in the field scoreFloor; expected otherwise: too big"],
  [
    { ...card, input: { ...card.input, normalization: {} } },
    "has the unknown field input.normalization; only known fields were expected.",
  ],
  [
    {
      ...card,
      network: {
        anchors: [
          { sizesPx: [32], aspectRatios: [1] },
          { sizesPx: [64], aspectRatios: [1], size: 1 },
        ],
      },
    },
    "has the unknown field network.anchors.1.size; only known fields were expected.",
  ],
  [
    { ...card, network: { normalisation: { mean: [0, 0, 0], deviation: [1, 1, 1], std: 1 } } },
    "has the unknown field network.normalisation.std; only known fields were expected.",
  ],
  [
    { ...card, suppression: { iouThreshold: 0.5, detectionsPerImage: 100, maximum: 3 } },
    "has the unknown field suppression.maximum; only known fields were expected.",
  ],
  [{ ...card, network: { minSizePx: 0 } }, "has 0 in the field network.minSizePx; expected otherwise: too small"],
  [[card], "in the card as a whole; object was expected."],
])("%j is refused with the field, what it holds and what was expected", (mistaken, sentence) => {
  expect(() => parseModelCard(mistaken, "mine.card.json")).toThrow(sentence);
  expect(() => parseModelCard(mistaken, "mine.card.json")).toThrow(/^The model card mine\.card\.json has /);
});

test("a file that is not there or no JSON is told so", async () => {
  const folder = buildFolder();
  const file = path.join(folder, "a.card.json");
  await expect(readCardFile(file)).rejects.toMatchObject({ code: "not-found" });
  writeFileSync(file, "{ name: 1 }");
  await expect(readCardFile(file)).rejects.toThrow(`The model card ${file} is not JSON; a JSON object was expected.`);
});
