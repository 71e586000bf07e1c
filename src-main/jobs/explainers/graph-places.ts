/** @file What the raw answer of each convention of imported graphs says about every place: the scores that are explained. */
import type { ModelCard } from "../../../src-shared/domain/model";
import { placesOfDetr, placesOfRtDetr } from "../../detection/candidates/detr-places";
import { placesOfAnswer } from "../../detection/candidates/answer-places";
import { placesOfRetinaNet } from "../../detection/candidates/retinanet-places";
import type { NamedOutput, ScoredPlaces } from "../../detection/candidates/scored-places";
import {
  placesOfEndToEndRows,
  placesOfShareRows,
  placesOfYoloV5Heads,
  placesOfYoloV5Rows,
  placesOfYoloV8,
} from "../../detection/candidates/yolo-places";
import type { PreparedInput } from "../../detection/preprocessing/prepare-input";
import { requireFloats, type Answer } from "../detectors/answer-tensors";
import type { DetectorAnswer } from "../detectors/detector";
import { retinaNetLevels } from "../detectors/retinanet-heads";
import type { ConventionOutputs, GraphConvention } from "../output-rules";

/** One image's raw answer, and what it is read with. */
export interface RawAnswer<Convention extends GraphConvention = GraphConvention> {
  readonly names: ConventionOutputs[Convention];
  readonly raw: Answer;
  /** What the detector made of it. */
  readonly answer: DetectorAnswer;
  readonly card: ModelCard;
  readonly input: PreparedInput;
}

interface FamilyPlaces<Convention extends GraphConvention> {
  /** The graph chooses boxes by itself: what it answers with is all the places there are. */
  readonly isChosenInside?: true;
  /** Boxes, four numbers, stand before the scores along this axis of the output. */
  readonly boxesFirstAlong?: number;
  /** Outputs that scores are made from: what a layer must lead to. */
  readonly scoreOutputs: (names: ConventionOutputs[Convention]) => readonly string[];
  /** @throws {Failure} `unsupported` when the answer's shape is none of this convention's. */
  readonly places: (raw: RawAnswer<Convention>) => ScoredPlaces;
}

export const FAMILY_PLACES: { readonly [Key in GraphConvention]: FamilyPlaces<Key> } = {
  torchvision: {
    isChosenInside: true,
    scoreOutputs: ({ scores }) => [scores],
    places: ({ names, answer }) => placesOfAnswer(answer, names.scores),
  },
  "yolo-v5": {
    scoreOutputs: (names) => ("rows" in names ? [names.rows] : names.heads),
    places: ({ names, ...answered }) =>
      "rows" in names
        ? placesOfYoloV5Rows(outputOf(answered, names.rows))
        : placesOfYoloV5Heads(
            names.heads.map((name) => outputOf(answered, name)),
            sizeOf(answered),
          ),
  },
  "yolo-v8": {
    boxesFirstAlong: 1,
    scoreOutputs: ({ columns }) => [columns],
    places: ({ names, ...answered }) => placesOfYoloV8(outputOf(answered, names.columns)),
  },
  "yolo-end-to-end": {
    isChosenInside: true,
    scoreOutputs: ({ rows }) => [rows],
    places: ({ names, ...answered }) => placesOfEndToEndRows(outputOf(answered, names.rows)),
  },
  detr: {
    scoreOutputs: ({ logits }) => [logits],
    places: ({ names, ...answered }) =>
      placesOfDetr(
        { logits: outputOf(answered, names.logits), boxes: outputOf(answered, names.boxes) },
        sizeOf(answered),
      ),
  },
  "rt-detr": {
    scoreOutputs: ({ logits }) => [logits],
    places: ({ names, ...answered }) =>
      placesOfRtDetr(
        { logits: outputOf(answered, names.logits), boxes: outputOf(answered, names.boxes) },
        sizeOf(answered),
      ),
  },
  "rt-detr-end-to-end": {
    isChosenInside: true,
    scoreOutputs: ({ scores }) => [scores],
    places: ({ names, answer }) => placesOfAnswer(answer, names.scores),
  },
  "rt-detr-ultralytics": {
    boxesFirstAlong: 2,
    scoreOutputs: ({ rows }) => [rows],
    places: ({ names, ...answered }) => placesOfShareRows(outputOf(answered, names.rows), sizeOf(answered)),
  },
  retinanet: {
    scoreOutputs: ({ classLogits }) => classLogits,
    places: ({ names, raw, card, input }) => {
      const { levels, classes } = retinaNetLevels(raw, names, { card, input });
      return placesOfRetinaNet(levels, { classes, ...sizeOf({ input }) });
    },
  },
};

type Answered = Pick<RawAnswer, "raw" | "input">;

function outputOf({ raw }: Pick<Answered, "raw">, name: string): NamedOutput {
  return { name, ...requireFloats(raw, name) };
}

function sizeOf({ input: { shape } }: Pick<Answered, "input">) {
  const [, imageHeight, imageWidth] = shape;
  return { imageHeight, imageWidth };
}
