/** @file What a person is told of an export that means otherwise than it says. */
import { expect, test } from "vitest";
import { graphWarnings } from "../../../../src-main/jobs/graph-warnings";
import type { Attribute, Graph } from "../../../../src-main/numerics/onnx/graph";

const PRODUCER = "pytorch 1.13.0";
const OUTPUT_HALF_PIXEL: Attribute = { kind: "text", value: "output_half_pixel" };

function graphOf(operator: string, attributes: Readonly<Record<string, Attribute>> = {}): Graph {
  const node = { name: "", operator, domain: "", inputs: [], outputs: [], attributes };
  return { name: "", inputs: [], outputs: [], initialisers: new Map(), nodes: [node], values: new Map() };
}

function warned(graph: Graph, opset: number, producer = PRODUCER): readonly string[] {
  return graphWarnings(graph, { format: "onnx", parameters: 1, opset, producer }, "tv.onnx");
}

test("torchvision's RoiAlign that does not say where it samples is told from operator set 16 on", () => {
  expect(warned(graphOf("RoiAlign"), 16)).toEqual([
    expect.stringMatching(
      /^tv\.onnx does not say where its RoiAlign samples, which at operator set 16 means half_pixel; /,
    ),
  ]);
  expect(warned(graphOf("RoiAlign"), 17)).toHaveLength(1);
});

test("before operator set 16, said outright, of another exporter or without RoiAlign there is nothing to tell", () => {
  expect(warned(graphOf("RoiAlign"), 15)).toEqual([]);
  expect(warned(graphOf("RoiAlign", { coordinate_transformation_mode: OUTPUT_HALF_PIXEL }), 16)).toEqual([]);
  expect(warned(graphOf("RoiAlign"), 16, "tf2onnx 1.16")).toEqual([]);
  expect(warned(graphOf("Conv"), 16)).toEqual([]);
});
