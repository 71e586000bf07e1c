/** @file Checks which weights are drawn anew for each part of a network, and that they keep their numbers. */
import { describe, expect, test } from "vitest";
import { expectedParameters } from "../../../../../src-main/detection/networks/expected-parameters";
import { networkParts } from "../../../../../src-main/detection/networks/network-parts";
import { readArchitecture } from "../../../../../src-main/detection/networks/read-architecture";
import { scrambleParameters } from "../../../../../src-main/detection/networks/scramble-parameters";
import { readDrawnNetwork } from "./drawn-network";

const network = readDrawnNetwork("fasterrcnn-v2");
const WEIGHT = "backbone.body.layer3.0.conv2.weight";

function architectureOf(name: string) {
  return readArchitecture(readDrawnNetwork(name).shapes, "drawn.pth");
}

function draw(isDrawn: (name: string) => boolean, seed = 0) {
  return scrambleParameters(network.parameters, { isDrawn, seed });
}

test("a tensor that is drawn anew has its own numbers in another order, the same for the same seed", () => {
  const before = network.parameters.load(WEIGHT);
  const after = draw(() => true).load(WEIGHT);
  expect(after).not.toEqual(before);
  expect(after.toSorted()).toEqual(before.toSorted());
  expect(draw(() => true).load(WEIGHT)).toEqual(after);
  expect(draw(() => true, 1).load(WEIGHT)).not.toEqual(after);
});

test("tensors of one size are not drawn in one order", () => {
  const parameters = {
    names: ["first.weight", "second.weight"],
    shapeOf: () => [100],
    load: () => Float32Array.from({ length: 100 }, (_, place) => place),
  };
  const { load } = scrambleParameters(parameters, { isDrawn: () => true, seed: 3 });
  expect(load("first.weight")).not.toEqual(load("second.weight"));
});

test("weights of other parts and the statistics of batch norms stay", () => {
  const drawn = draw((name) => name.startsWith("backbone.body.layer3."));
  for (const name of ["backbone.body.layer2.0.conv1.weight", "backbone.body.layer3.0.bn1.running_var"]) {
    expect(drawn.load(name)).toEqual(network.parameters.load(name));
  }
  expect(drawn.names).toEqual(network.parameters.names);
});

describe("parts of a network", () => {
  test("go from the output down to the backbone's first stage", () => {
    expect(networkParts(architectureOf("fasterrcnn-v2")).map(({ name }) => name)).toEqual([
      "predictor",
      "box head",
      "pyramid",
      "layer4",
      "layer3",
      "layer2",
      "layer1",
    ]);
    expect(
      networkParts(architectureOf("retinanet-v1"))
        .map(({ name }) => name)
        .slice(0, 3),
    ).toEqual(["predictor", "heads", "pyramid"]);
    expect(networkParts(architectureOf("fasterrcnn-mobilenet-small")).map(({ name }) => name)).toEqual([
      "predictor",
      "box head",
      "pyramid",
      "body.4",
      "body.2",
      "body.1",
      "body.0",
    ]);
  });

  test.each(["fasterrcnn-v1", "fasterrcnn-v2", "fasterrcnn-mobilenet-large", "retinanet-v1", "retinanet-v2"])(
    "own each weight of %s at most once, and leave but the stem and what proposes regions to nobody",
    (name) => {
      const architecture = architectureOf(name);
      const parts = networkParts(architecture);
      const owners = [...expectedParameters(architecture).keys()].map((parameter) => ({
        parameter,
        count: parts.filter(({ owns }) => owns(parameter)).length,
      }));
      expect(owners.filter(({ count }) => count > 1)).toEqual([]);
      const orphans = owners.filter(({ count }) => count === 0).map(({ parameter }) => parameter);
      expect(orphans.filter((parameter) => !/^rpn\.|^backbone\.body\.(?:conv1|bn1)\./.test(parameter))).toEqual([]);
      for (const { name: part, owns } of parts) expect([part, owners.some(({ parameter }) => owns(parameter))]).toEqual([part, true]); // prettier-ignore
    },
  );
});
