/** @file The cases that training made better or worse. */
import { expect, test } from "vitest";
import {
  describeChange,
  describeTotals,
  mayBeSilent,
  sortChanges,
} from "../../../../../src-renderer/panels/training/changed-cases";
import type { ChangedCase } from "../../../../../src-shared/domain/comparison";
import { InstanceId } from "../../../../../src-shared/domain/identifiers";

test("a case is better by boxes gained and false positives gone, worse by the contrary, and neither where they balance", () => {
  const found = buildChange("found", { gained: 1 });
  const quieter = buildChange("quieter", { falsePositivesLeft: 3, falsePositivesRight: 1 });
  const lost = buildChange("lost", { lost: 2, falsePositivesLeft: 1 });
  const even = buildChange("even", { gained: 1, falsePositivesRight: 1 });
  expect(sortChanges([found, quieter, lost, even])).toEqual({ better: [found, quieter], worse: [lost] });
});

test("a change is told in words, without what stayed the same", () => {
  expect(describeChange(buildChange("a", { lost: 1, falsePositivesRight: 2 }))).toBe(
    "1 box lost, false positives 0 → 2",
  );
  expect(describeChange(buildChange("b", { gained: 2 }))).toBe("2 boxes gained");
});

test("a model that scores all boxes higher is told by its false positives, whatever it gained", () => {
  const changed = [
    buildChange("a", { gained: 2, falsePositivesLeft: 1, falsePositivesRight: 4 }),
    buildChange("b", { lost: 1, falsePositivesRight: 1 }),
  ];
  expect(describeTotals(changed)).toBe("2 boxes gained, 1 lost; false positives 1 → 5, more of them on 2 images");
  expect(describeTotals([buildChange("a", { gained: 1 })])).toBe("1 box gained, 0 lost");
});

test("fewer false positives and nothing else may be silence, a box gained is none", () => {
  const quieter = buildChange("a", { falsePositivesLeft: 4, lost: 1 });
  expect(mayBeSilent([quieter])).toBe(true);
  expect(mayBeSilent([quieter, buildChange("b", { gained: 1 })])).toBe(false);
  expect(mayBeSilent([buildChange("a", { falsePositivesLeft: 4, falsePositivesRight: 1 })])).toBe(false);
  expect(mayBeSilent([])).toBe(false);
});

function buildChange(id: string, change: Partial<ChangedCase>): ChangedCase {
  const nothing = { gained: 0, lost: 0, falsePositivesLeft: 0, falsePositivesRight: 0 };
  return { instanceId: InstanceId.parse(id), patientId: id, ...nothing, ...change };
}
