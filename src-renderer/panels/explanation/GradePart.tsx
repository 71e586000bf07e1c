/** @file Whether the map on screen deserves belief: a grade and one sentence; the figures behind it folded away. */
import { Skeleton } from "@mantine/core";
import type { JSX } from "react";
import type { Explanation } from "../../../src-shared/domain/explanation";
import { describeGrade } from "../../../src-shared/figures/describe-grade";
import { PanelPart } from "../../components/PanelPart";
import { CheckButton } from "./CheckButton";
import { GRADES } from "./GradeMark";
import { Measures } from "./Measures";

const TITLE = "Should one believe it?";

/** In the place of the grade while a map is made, so that nothing below moves away under the pointer. */
export function GradeToCome(): JSX.Element {
  return (
    <PanelPart title={TITLE}>
      <div className="explanation__grade-to-come">
        <Skeleton h={12} />
        <Skeleton h={12} w="60%" />
      </div>
    </PanelPart>
  );
}

export interface GradePartProps {
  readonly explanation: Explanation;
  readonly isBusy: boolean;
  /** Whether the figures are unfolded, from map to map. */
  readonly isDetailed: boolean;
  readonly onDetail: (isDetailed: boolean) => void;
}

export function GradePart({ explanation, isBusy, isDetailed, onDetail }: GradePartProps): JSX.Element {
  const { grade, sentence, details } = describeGrade(explanation);
  const { name, icon: GradeIcon } = GRADES[grade];
  return (
    <PanelPart title={TITLE}>
      <div className="explanation__grade" data-grade={grade} data-testid="map-grade">
        <GradeIcon size={18} stroke={1.8} aria-hidden />
        <p>
          <b>{name}.</b> {sentence}
        </p>
      </div>
      {explanation.method !== "d-rise" && !explanation.isEmpty && <CheckButton map={explanation} isBusy={isBusy} />}
      <details
        className="explanation__details"
        open={isDetailed}
        onToggle={({ currentTarget }) => onDetail(currentTarget.open)}
      >
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
