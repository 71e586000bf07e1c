/** @file A card's way through an ONNX file's metadata. */
import { expect, test } from "vitest";
import { cardAsMetadata, cardInMetadata, cardOfExport } from "../../../../../src-main/data/models/card-in-metadata";
import { NOTEBOOK_CHECKPOINT_CARD } from "../../../../../src-main/data/models/card-presets";

test("what the graph has inside leaves the card, and its name tells it from the checkpoint", () => {
  const suppression = { iouThreshold: 0.4, detectionsPerImage: 10 };
  const name = "n".repeat(120);
  const card = cardOfExport({ ...NOTEBOOK_CHECKPOINT_CARD, name, suppression });
  expect(card).not.toHaveProperty("network");
  expect(card).not.toHaveProperty("suppression");
  expect(card).toMatchObject({ convention: "torchvision", input: NOTEBOOK_CHECKPOINT_CARD.input });
  expect(card.name).toMatch(/^n{113} \(ONNX\)$/);
  expect(cardInMetadata(cardAsMetadata(card), "x.onnx")).toEqual(card);
});

test("a file without a card has none, and one that cannot be read is named", () => {
  expect(cardInMetadata(new Map([["names", "{}"]]), "x.onnx")).toBeUndefined();
  expect(() => cardInMetadata(new Map([["overread.card", "{"]]), "x.onnx")).toThrow(
    "The model card in x.onnx is not JSON; a JSON object was expected.",
  );
  const newer = JSON.stringify({ ...cardOfExport(NOTEBOOK_CHECKPOINT_CARD), laterField: 1 });
  expect(() => cardInMetadata(new Map([["overread.card", newer]]), "x.onnx")).toThrow(
    "The model card in x.onnx has the unknown field laterField; only known fields were expected.",
  );
});
