/** @file The parts of a detector's loss as people call them; torchvision's names are those of files. */

const NAMES: Readonly<Record<string, string>> = {
  loss_objectness: "objectness (RPN)",
  loss_rpn_box_reg: "boxes (RPN)",
  loss_classifier: "classes (head)",
  loss_box_reg: "boxes (head)",
  classification: "classes",
  bbox_regression: "boxes",
};

/** A part that is not known keeps its own name. */
export function lossPartName(name: string): string {
  return NAMES[name] ?? name;
}
