/** @file The trainings of a sweep stand by their AP. */
import { expect, test } from "vitest";
import { SweepMember } from "../../../../src-shared/domain/sweep";
import { rankMembers } from "../../../../src-shared/figures/rank-sweep";

function buildMember(number: number, AP?: number): SweepMember {
  const work = { stepsDone: 0, stepsTotal: 10, epochsDone: 0, seconds: 0 };
  return SweepMember.parse({
    number,
    name: `m ${number}`,
    point: { learningRate: 0.1 },
    state: "complete",
    ...work,
    AP,
  });
}

test("the best stands first, equals in their order, and those without a figure last", () => {
  const members = [buildMember(1), buildMember(2, 0.1), buildMember(3, 0.3), buildMember(4), buildMember(5, 0.1)];
  expect(rankMembers(members).map(({ number }) => number)).toEqual([3, 2, 5, 1, 4]);
});
