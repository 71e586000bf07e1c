/** @file Errors and images behind the marks that were clicked, read as the reader reads the scores. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readThrough } from "../../../../src-renderer/stores/chosen-calibration";
import { analyseRun } from "../../../../src-renderer/stores/run-analysis";
import { casesOf, isBehindCases } from "../../../../src-renderer/stores/run-cases";
import type { Calibration } from "../../../../src-shared/domain/calibration";
import type { CaseFilter } from "../../../../src-shared/domain/case-filter";
import { arbitraryImages, arbitraryThresholds, runTableOf } from "../../../builders/arbitrary-images";

test("misses are the errors behind a click on misses, and no false positive is", () => {
  fc.assert(
    fc.property(arbitraryImages(), arbitraryThresholds, (images, thresholds) => {
      const table = runTableOf(images);
      const { errors } = analyseRun(table, thresholds);
      const filters: CaseFilter[] = [{ kind: "error", error: "miss", ...thresholds }];
      const cases = casesOf(table, filters)!;
      expect(errors.misses.every((miss) => isBehindCases(cases, miss))).toBe(true);
      expect(errors.falsePositives.some((error) => isBehindCases(cases, error))).toBe(false);
      expect(cases.imageCount).toBe(new Set(errors.misses.map(({ image }) => image)).size);
    }),
  );
});

test("nothing asked is every case, and the same question is answered once", () => {
  const table = runTableOf([]);
  const filters: CaseFilter[] = [{ kind: "reference-count", from: 1, holds: "both-edges" }];
  expect(casesOf(table, [])).toBeUndefined();
  expect(casesOf(table, filters)).toBe(casesOf(table, filters));
});

test("a table is read through a recalibration once, keeps its boxes and its order, and can be read as it was", () => {
  const calibration = { id: "map-1", map: { method: "temperature", temperature: 2 } } as unknown as Calibration;
  fc.assert(
    fc.property(arbitraryImages(), (images) => {
      const table = runTableOf(images);
      const reading = readThrough(table, calibration);
      expect(readThrough(table, calibration)).toBe(reading);
      expect(readThrough(table, undefined)).toBe(table);
      expect(reading.head).toBe(table.head);
      expect([...reading.references]).toEqual([...table.references]);
    }),
  );
});
