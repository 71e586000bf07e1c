/** @file The twelve figures of COCO's detection evaluation, each with its definition. */
import type { JSX } from "react";
import type { CocoFigures, Evaluation } from "../../../src-shared/domain/evaluation";
import { Figure } from "../../components/Figure";
import { readableShare } from "../../components/readable";

interface CocoFigureWords {
  readonly name: string;
  readonly definition: string;
}

const SIZES = {
  small: "area below 32² px",
  medium: "area from 32² to 96² px",
  large: "area above 96² px",
} as const;

export const COCO_FIGURE_WORDS = {
  AP: {
    name: "AP",
    definition: "Average precision: mean over IoU 0.50, 0.55 … 0.95 of the area under the precision-recall curve.",
  },
  AP50: { name: "AP 50", definition: "Average precision at IoU 0.50." },
  AP75: { name: "AP 75", definition: "Average precision at IoU 0.75, which asks for a close outline." },
  APsmall: { name: "AP small", definition: `Average precision for small boxes (${SIZES.small}).` },
  APmedium: { name: "AP medium", definition: `Average precision for medium boxes (${SIZES.medium}).` },
  APlarge: { name: "AP large", definition: `Average precision for large boxes (${SIZES.large}).` },
  AR1: { name: "AR 1", definition: "Average recall with the one most confident detection an image." },
  AR10: { name: "AR 10", definition: "Average recall with at most 10 detections an image." },
  AR100: { name: "AR 100", definition: "Average recall with at most 100 detections an image." },
  ARsmall: { name: "AR small", definition: `Average recall for small boxes (${SIZES.small}).` },
  ARmedium: { name: "AR medium", definition: `Average recall for medium boxes (${SIZES.medium}).` },
  ARlarge: { name: "AR large", definition: `Average recall for large boxes (${SIZES.large}).` },
} satisfies Record<keyof CocoFigures, CocoFigureWords>;

const KEYS = Object.keys(COCO_FIGURE_WORDS) as readonly (keyof CocoFigures)[];

export function CocoFiguresGrid({ evaluation }: { readonly evaluation: Evaluation }): JSX.Element {
  const { frame, coco } = evaluation;
  return (
    <>
      <div className="evaluation__grid" data-testid="coco-figures">
        {KEYS.map((key) => (
          <Figure
            key={key}
            name={COCO_FIGURE_WORDS[key].name}
            value={readableShare(coco[key], 3)}
            definition={COCO_FIGURE_WORDS[key].definition}
            whyUndefined="There is no reference box of this size."
            testId={`coco-${key}`}
          />
        ))}
      </div>
      {frame && (
        <p className="aside evaluation__note">
          Areas are measured in the model’s input frame, {frame.widthPx} × {frame.heightPx} px.
        </p>
      )}
    </>
  );
}
