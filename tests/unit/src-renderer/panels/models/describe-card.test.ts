/** @file How a model card and the facts of its file are told. */
import { expect, test } from "vitest";
import {
  describeInput,
  describeLabels,
  describeNetwork,
} from "../../../../../src-renderer/panels/models/describe-card";
import { describeFacts } from "../../../../../src-renderer/panels/models/describe-facts";
import type { ModelCard } from "../../../../../src-shared/domain/model";

const CARD: ModelCard = {
  name: "Detector",
  description: "",
  convention: "checkpoint",
  input: { channels: 3, resize: "none" },
  boxFormat: "xyxy",
  labels: { "1": "Pneumonia" },
  scoreFloor: 0.05,
  suggestedThreshold: 0.5,
  intendedUse: "",
};

test("an input is told by size, channels and resize", () => {
  expect(describeInput(CARD)).toBe("any size, 3 channels, not resized");
  const input = { widthPx: 640, heightPx: 640, channels: 3, resize: "letterbox" } as const;
  expect(describeInput({ ...CARD, input })).toBe("640 × 640 px, 3 channels, letterbox, grey 114");
});

test("a network is told by what the card changes in it alone", () => {
  expect(describeNetwork(CARD)).toBeUndefined();
  expect(describeNetwork({ ...CARD, network: {} })).toBeUndefined();
  expect(describeNetwork({ ...CARD, network: { minSizePx: 256, proposalScoreFloor: 0 } })).toBe(
    "shorter side 256 px, proposals from 0",
  );
});

test("of many labels the first are named and the rest counted", () => {
  const labels = Object.fromEntries(Array.from({ length: 80 }, (_, index) => [String(index + 1), `class${index + 1}`]));
  expect(describeLabels({ ...CARD, labels })).toMatch(/^1 class1, .*6 class6 and 74 more$/u);
  expect(describeLabels(CARD)).toBe("1 Pneumonia");
});

test("facts that a file does not have are left out of its list", () => {
  const facts = describeFacts({ format: "onnx", parameters: 4_100_000, opset: 17, producer: "pytorch" });
  expect(facts.filter(({ value }) => value !== undefined)).toEqual([
    { name: "Parameters", value: "4.1 M (4,100,000)" },
    { name: "Format", value: "ONNX, opset 17, by pytorch" },
  ]);
});

test("what a person should know of a file stands among its facts", () => {
  const warnings = ["It samples elsewhere.", "It looks more like another."];
  expect(describeFacts({ format: "onnx", parameters: 1, warnings })).toContainEqual({
    name: "Note",
    value: "It samples elsewhere. It looks more like another.",
  });
});
