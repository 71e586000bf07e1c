/** @file Reads from shapes which feature pyramid stands on a backbone. */
import type { Backbone, FeaturePyramid, Stage } from "./architecture";
import { backboneStages } from "./backbone-stages";
import type { WeightShapes } from "./weight-shapes";

const FPN = "backbone.fpn";

/** @throws {Failure} `unsupported` when there is none, or when it does not fit the backbone. */
export function readPyramid(shapes: WeightShapes, backbone: Backbone): FeaturePyramid {
  const [channels] = shapes.of(`${FPN}.inner_blocks.0.0.weight`, 4);
  const p6 = `${FPN}.extra_blocks.p6.weight`;
  const hasConvolutions = shapes.has(p6) || shapes.has(`${FPN}.extra_blocks.p7.weight`);
  return {
    channels,
    stages: readStages(shapes, backboneStages(backbone)),
    normalisation: shapes.normalisation(`${FPN}.inner_blocks.0.1`, `${FPN}.`),
    // torchvision's rule as well: where both have the same channels, the pyramid's level is read.
    extra: hasConvolutions
      ? { kind: "p6p7", reads: shapes.of(p6, 4)[1] === channels ? "level" : "stage" }
      : { kind: "max-pool" },
  };
}

/** From the coarsest on, each level reads the last stage before the one below it that has the channels it asks for. */
function readStages(shapes: WeightShapes, stages: readonly Stage[]): readonly Stage[] {
  const found: Stage[] = [];
  let end = stages.length;
  for (let index = shapes.count(`${FPN}.inner_blocks.`) - 1; index >= 0; index--) {
    const name = `${FPN}.inner_blocks.${index}.0.weight`;
    const [, wanted] = shapes.of(name, 4);
    const place = stages.slice(0, end).findLastIndex(({ channels }) => channels === wanted);
    const stage = stages[place];
    if (!stage) {
      const offered = stages.map(({ channels }) => channels).join(", ");
      throw shapes.unfit(`reads ${wanted} channels by ${name}, while its backbone's stages give ${offered}`);
    }
    found.unshift(stage);
    end = place;
  }
  return found;
}
