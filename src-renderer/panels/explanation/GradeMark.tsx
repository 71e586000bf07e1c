/** @file What a heat map is worth, by sign, colour and word. */
import { IconAlertTriangle, IconCircleCheck, IconHelpCircle, IconZoomQuestion, type Icon } from "@tabler/icons-react";
import type { JSX } from "react";
import type { MapGrade } from "../../../src-shared/figures/grade-map";

export const GRADES = {
  convincing: { name: "Convincing", icon: IconCircleCheck },
  doubtful: { name: "Doubtful", icon: IconHelpCircle },
  misleading: { name: "Misleading", icon: IconAlertTriangle },
  unchecked: { name: "Not checked yet", icon: IconZoomQuestion },
} satisfies Record<MapGrade, { readonly name: string; readonly icon: Icon }>;

/** The sign alone, where a line has no room for the word. */
export function GradeMark({ grade }: { readonly grade: MapGrade }): JSX.Element {
  const { name, icon: GradeIcon } = GRADES[grade];
  return (
    <span className="explanation__grade-mark" data-grade={grade} role="img" aria-label={name} title={name}>
      <GradeIcon size={15} stroke={1.8} aria-hidden />
    </span>
  );
}
