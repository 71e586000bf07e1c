/** @file Whether the map on screen deserves belief: a grade and one sentence; the figures behind it folded away. */
import type { JSX } from "react";
import type { Explanation } from "../../../src-shared/domain/explanation";
import { describeGrade } from "../../../src-shared/figures/describe-grade";
import { PanelPart } from "../../components/PanelPart";
import { CheckButton } from "./CheckButton";
import { GRADES } from "./GradeMark";
import { Measures } from "./Measures";

export interface GradePartProps {
  readonly explanation: Explanation;
  readonly isBusy: boolean;
}

export function GradePart({ explanation, isBusy }: GradePartProps): JSX.Element {
  const { grade, sentence, details } = describeGrade(explanation);
  const { name, icon: GradeIcon } = GRADES[grade];
  return (
    <PanelPart title="Should one believe it?">
      <div className="explanation__grade" data-grade={grade} data-testid="map-grade">
        <GradeIcon size={18} stroke={1.8} aria-hidden />
        <p>
          <b>{name}.</b> {sentence}
        </p>
      </div>
      {explanation.method !== "d-rise" && !explanation.isEmpty && <CheckButton map={explanation} isBusy={isBusy} />}
      <details className="explanation__details">
        <summary data-testid="map-details">Figures</summary>
        <Measures measures={explanation.measures} />
        <ul className="explanation__reasons">
          {details.map((detail) => (
            <li key={detail}>{detail}</li>
          ))}
        </ul>
      </details>
    </PanelPart>
  );
}
