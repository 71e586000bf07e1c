/** @file What a training begins with, in words. */
import type { LabelWords } from "./label-words";

export const SOURCE_WORDS = {
  model: {
    label: "Begin with",
    term: "checkpoint",
    help: "The model that goes on learning: one that holds the weights of a Faster R-CNN or a RetinaNet. Those in an ONNX file cannot.",
  },
  split: {
    label: "Learn from",
    term: "train split",
    help: "These images are shown to the model in each round, with their boxes. Patients of a test split are left out.",
  },
  validation: {
    label: "Judge on",
    term: "validation split",
    help: "Images that it does not learn from: after each round it is measured on them, and the best round is what is kept.",
  },
  name: {
    label: "Name",
    term: "of the model too",
    help: "The training stands in the list by this name, and so does the model that it makes.",
  },
} as const satisfies Record<string, LabelWords>;
