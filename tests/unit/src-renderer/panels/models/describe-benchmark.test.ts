/** @file How the figures of a benchmark are told. */
import { expect, test } from "vitest";
import { describeMeasured, type Measured } from "../../../../../src-renderer/panels/models/describe-benchmark";

const MEASURED: Measured = {
  outcome: "measured",
  openSeconds: 1.234,
  imageSeconds: 0.094,
  runs: 20,
  memoryBytes: 412_000_000,
};

test("speed, time and memory carry their units", () => {
  expect(describeMeasured(MEASURED)).toMatchObject({
    rate: "10.6",
    image: "94 ms",
    open: "1.23 s",
    memory: "412 MB",
    placement: "–",
    agreement: "is what the others are compared with",
    hasStrangers: false,
  });
});

test("nodes are told by device, and what was left to the CPU by operator", () => {
  const placement = { nodes: { cpu: 6, webgpu: 1312 }, fallenBack: { TopK: 1, RoiAlign: 4, Sign: 1 } };
  expect(describeMeasured({ ...MEASURED, placement }).placement).toBe("WebGPU 1,312, CPU 6: RoiAlign 4, TopK, Sign");
});

test("a difference is told with its sample, and a detection without a partner is a warning", () => {
  const agreement = { images: 3, matched: 12, unmatched: 0, boxPx: 0.000_041, score: 0 };
  expect(describeMeasured({ ...MEASURED, agreement }).agreement).toBe("4.1e-5 px, score 0; 12 detections on 3 images");
  const apart = describeMeasured({ ...MEASURED, agreement: { ...agreement, unmatched: 2 } });
  expect(apart).toMatchObject({ hasStrangers: true, agreement: expect.stringContaining("2 without a partner") });
});

test("where no pair was found, it is told whether there was anything to find", () => {
  const agreement = { images: 3, matched: 0, unmatched: 0, boxPx: 0, score: 0 };
  expect(describeMeasured({ ...MEASURED, agreement }).agreement).toBe(
    "nothing to compare: neither found a box on 3 images",
  );
  expect(describeMeasured({ ...MEASURED, agreement: { ...agreement, unmatched: 4 } }).agreement).toBe(
    "no box in common on 3 images; 4 without a partner",
  );
});

test("memory below what can be told is not told as nothing", () => {
  expect(describeMeasured({ ...MEASURED, memoryBytes: 0 }).memory).toBe("< 1 MB");
});
