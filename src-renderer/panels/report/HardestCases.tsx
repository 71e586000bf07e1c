/** @file The errors that deserve a reader's eye first, with their pictures. */
import type { JSX } from "react";
import type { DetectionError } from "../../../src-shared/matching/rank-errors";
import { FindingThumbnail } from "../../components/FindingThumbnail";
import { readableShare, readableShareCut, shortIdentifier } from "../../components/readable";
import { findingIdOf } from "../../stores/error-list";
import { detectionBox, referenceBox, type RunAnalysis } from "../../stores/run-analysis";
import { surroundingBoxes } from "../../stores/surrounding-boxes";
import { ReportSection } from "./ReportSection";

/** Rows of four. */
export const CASE_AMOUNTS = [0, 4, 8, 16, 24] as const;
export type CaseAmount = (typeof CASE_AMOUNTS)[number];

export interface HardestCasesProps {
  readonly analysis: RunAnalysis;
  readonly amount: CaseAmount;
}

export function HardestCases({ analysis, amount }: HardestCasesProps): JSX.Element {
  const { falsePositives, misses } = analysis.errors;
  return (
    <>
      <Cases
        title="Most confident false positives"
        none="None at these thresholds."
        analysis={analysis}
        errors={falsePositives.slice(0, amount)}
      />
      <Cases
        title="Largest misses"
        none={
          analysis.table.head.referenceIds.length === 0
            ? "There are no reference boxes."
            : "Every reference box was found."
        }
        analysis={analysis}
        errors={misses.slice(0, amount)}
      />
      <p className="report__note">
        Green: reference box. Red: detection. Dashed: the box in question; the others are solid.
      </p>
    </>
  );
}

interface CasesProps {
  readonly title: string;
  readonly none: string;
  readonly analysis: RunAnalysis;
  readonly errors: readonly DetectionError[];
}

function Cases({ title, none, analysis, errors }: CasesProps): JSX.Element {
  return (
    <ReportSection title={title}>
      {errors.length === 0 && <p className="report__note">{none}</p>}
      <div className="report__cases">
        {errors.map((error) => (
          <Case key={findingIdOf(analysis.table, error)} analysis={analysis} error={error} />
        ))}
      </div>
    </ReportSection>
  );
}

const PICTURE_PX = 150;

function Case({ analysis, error }: { readonly analysis: RunAnalysis; readonly error: DetectionError }): JSX.Element {
  const { table, matches } = analysis;
  const image = table.head.images[error.image]!;
  const box = error.kind === "miss" ? referenceBox(table, error.reference) : detectionBox(table, error.detection);
  const overlap = error.bestIou > 0 ? `best IoU ${readableShareCut(error.bestIou)}` : "no overlap";
  return (
    <figure className="report__case" data-testid="report-case">
      <FindingThumbnail
        image={image}
        box={box}
        kind={error.kind}
        sizePx={PICTURE_PX}
        others={surroundingBoxes(table, error, matches)}
        isEager
      />
      <figcaption>
        <b className="mono">{shortIdentifier(image.patientId)}</b>
        <span>{error.kind === "miss" ? overlap : `score ${readableShare(error.score)}, ${overlap}`}</span>
      </figcaption>
    </figure>
  );
}
