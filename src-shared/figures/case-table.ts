/** @file What the figures by case need of a run's table beyond boxes: the images' sizes, names and columns. */
import type { MatchableRun } from "../matching/match-run";

/** What an image can be grouped by; a field is absent where the data set does not say. */
export interface CaseColumns {
  readonly sex?: string | undefined;
  readonly ageYears?: number | undefined;
  readonly viewPosition?: string | undefined;
  readonly className?: string | undefined;
  readonly scanner?: string | undefined;
  readonly splitNames?: readonly string[] | undefined;
}

export interface CaseImage extends CaseColumns {
  readonly instanceId: string;
  /** Height and width in pixels of the frame that the boxes lie in. */
  readonly rows: number;
  readonly columns: number;
  readonly detections: number;
  readonly references: number;
}

/** A RunTable (src-shared/contract/run-table.ts) is one. */
export interface CaseTable extends MatchableRun {
  readonly head: Omit<MatchableRun["head"], "images"> & { readonly images: readonly CaseImage[] };
}

/** A run whose images have a size: what sizes of boxes in another frame need. */
export interface SizedRun extends MatchableRun {
  readonly head: Omit<MatchableRun["head"], "images"> & {
    readonly images: readonly Pick<CaseImage, "rows" | "columns" | "detections" | "references">[];
  };
}

/** Width and height that every image is stretched to before boxes are measured: a model's input. */
export interface Frame {
  readonly widthPx: number;
  readonly heightPx: number;
}
