/** @file The table of a run on its way to the page: whole, or refused in one sentence. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { decodeRunTable, encodeRunTable } from "../../../../src-shared/contract/run-table";
import { Failure } from "../../../../src-shared/domain/failure";
import { arbitraryImages, runTableOf } from "../../../builders/arbitrary-images";

test("any table is read back as it was written", () => {
  fc.assert(
    fc.property(arbitraryImages(), (images) => {
      const table = runTableOf(images);
      expect(decodeRunTable(encodeRunTable(table).buffer)).toEqual(table);
    }),
  );
});

test("a table that is cut off or changed anywhere is read or refused", () => {
  const whole = encodeRunTable(runTableOf(fc.sample(arbitraryImages(), { seed: 7, numRuns: 20 }).flat()));
  fc.assert(
    fc.property(fc.nat(whole.length), fc.nat(whole.length - 1), fc.nat(255), (length, place, byte) => {
      const bytes = whole.slice();
      bytes[place] = byte;
      for (const damaged of [whole.slice(0, length), bytes]) expect(faultOf(damaged.buffer)).toBeUndefined();
    }),
  );
});

test("an image that counts rows the table does not have is refused", () => {
  const box = { x1: 0, y1: 0, x2: 1, y2: 1 };
  const image = { id: "a", references: [{ box, label: "nodule" }], detections: [] };
  const table = runTableOf([image]);
  const images = table.head.images.map((one) => ({ ...one, references: 2 }));
  expect(() => decodeRunTable(encodeRunTable({ ...table, head: { ...table.head, images } }).buffer)).toThrow(
    "The head of the run's table cannot be read as one.",
  );
});

/** What was thrown and is no sentence for the person who reads it. */
function faultOf(bytes: ArrayBuffer): unknown {
  try {
    decodeRunTable(bytes);
    return undefined;
  } catch (thrown) {
    return thrown instanceof Failure ? undefined : thrown;
  }
}
