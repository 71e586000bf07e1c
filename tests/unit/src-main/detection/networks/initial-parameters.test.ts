/** @file Checks weights drawn anew against those of torchvision's own networks fresh from their constructors. */
import { expect, test } from "vitest";
import { initialParameters } from "../../../../../src-main/detection/networks/initial-parameters";
import { readArchitecture } from "../../../../../src-main/detection/networks/read-architecture";
import { readFixture } from "../../../../builders/read-arrays";
import { readDrawnNetwork } from "./drawn-network";

/** By network and tensor: mean, standard deviation and largest number without its sign, of 40 networks. */
const fixture = readFixture<Record<string, Record<string, readonly [number, number, number]>>>("networks/initial.json");
const SEEDS = Array.from({ length: 40 }, (_, seed) => seed);

test.each(Object.keys(fixture))("%s: every tensor is of the distribution that torchvision draws it from", (name) => {
  const architecture = readArchitecture(readDrawnNetwork(name).shapes, name);
  const networks = SEEDS.map((seed) => initialParameters(architecture, seed));
  expect(networks[0]!.names.toSorted()).toEqual(Object.keys(fixture[name]!).toSorted());
  for (const [tensor, [mean, deviation, largest]] of Object.entries(fixture[name]!)) {
    const values = networks.flatMap(({ load }) => [...load(tensor)]);
    const found = values.reduce((sum, value) => sum + value, 0) / values.length;
    const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - found) ** 2, 0) / values.length);
    // Both are samples: six standard errors of either's difference.
    const noise = (6 * Math.SQRT2 * deviation) / Math.sqrt(values.length) + 1e-6;
    expect(Math.abs(found - mean), `mean of ${tensor}`).toBeLessThan(noise);
    expect(Math.abs(spread - deviation), `deviation of ${tensor}`).toBeLessThan(noise);
    // A normal one reaches beyond twice its deviation, a uniform one never.
    if (values.length > 1000)
      expect(
        values.some((value) => Math.abs(value) > 2 * spread),
        tensor,
      ).toBe(largest > 2 * deviation);
  }
});

test("a seed gives the same weights again, another seed others", () => {
  const architecture = readArchitecture(readDrawnNetwork("fasterrcnn-v1").shapes, "fasterrcnn-v1");
  const load = (seed: number): Float32Array => initialParameters(architecture, seed).load("backbone.body.conv1.weight");
  expect(load(5)).toEqual(load(5));
  expect(load(5)).not.toEqual(load(6));
});
