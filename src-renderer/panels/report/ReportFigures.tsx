/** @file The figures of the report: at the thresholds, and over all scores with their intervals. */
import type { JSX, ReactNode } from "react";
import {
  type Evaluation,
  HEADLINE_FIGURES,
  type HeadlineFigure,
  type OperatingPoint,
} from "../../../src-shared/domain/evaluation";
import { FIGURE_DIGITS, HEADLINE_FIGURE_WORDS, headlineValue, whyUndefinedIn } from "../../components/headline-figures";
import { readableCount, readableShare, UNDEFINED_FIGURE } from "../../components/readable";

export interface ReportFiguresProps {
  /** Undefined: the run was not evaluated. */
  readonly evaluation: Evaluation | undefined;
  readonly counts: OperatingPoint;
}

export function ReportFigures({ evaluation, counts }: ReportFiguresProps): JSX.Element {
  return (
    <>
      <LiveFigures counts={counts} />
      {evaluation ? (
        <>
          <HeadlineTable evaluation={evaluation} />
          <div className="report__columns">
            <SizeTable evaluation={evaluation} />
            <FrocTable evaluation={evaluation} />
            <TideTable evaluation={evaluation} />
          </div>
        </>
      ) : (
        <p className="report__note">
          The run is not evaluated: average precision, the challenge’s metric and intervals are missing here.
        </p>
      )}
    </>
  );
}

function LiveFigures({ counts }: { readonly counts: OperatingPoint }): JSX.Element {
  const { truePositives, falsePositives, misses, precision, recall, meanIou } = counts;
  const figures = [
    ["True positives", readableCount(truePositives)],
    ["False positives", readableCount(falsePositives)],
    ["Misses", readableCount(misses)],
    ["Precision", readableShare(precision, FIGURE_DIGITS)],
    ["Recall", readableShare(recall, FIGURE_DIGITS)],
    ["Mean IoU", readableShare(meanIou, FIGURE_DIGITS)],
  ] as const;
  return (
    <dl className="report__live" data-testid="report-live">
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function HeadlineTable({ evaluation }: { readonly evaluation: Evaluation }): JSX.Element {
  const { operatingPoint, resampling } = evaluation;
  return (
    <>
      <table className="report__table" data-testid="report-figures">
        <thead>
          <tr>
            <th scope="col">Figure</th>
            <th scope="col">Value</th>
            <th scope="col">95 % interval</th>
            <th scope="col">Definition</th>
          </tr>
        </thead>
        <tbody>
          {HEADLINE_FIGURES.map((figure) => (
            <HeadlineRow key={figure} figure={figure} evaluation={evaluation} />
          ))}
          {FURTHER_FIGURES.map(({ name, valueOf, definition }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{readableShare(valueOf(evaluation), FIGURE_DIGITS)}</td>
              <td>{UNDEFINED_FIGURE}</td>
              <td className="report__definition">{definition}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="report__note">
        Over all scores as the model gave them; precision, recall and RSNA at score{" "}
        {operatingPoint.scoreThreshold.toFixed(2)} and IoU {operatingPoint.iouThreshold.toFixed(2)}, as evaluated.{" "}
        {resampling
          ? `Intervals: 2.5th to 97.5th percentile of ${readableCount(resampling.resamples)} resamples of ${readableCount(resampling.patients)} patients with replacement, seed ${resampling.seed}.`
          : "This evaluation was made without intervals."}
      </p>
    </>
  );
}

/** Figures of which no interval is resampled. */
const FURTHER_FIGURES = [
  {
    name: "JAFROC",
    valueOf: ({ jafroc }: Evaluation) => jafroc,
    definition:
      "Figure of merit of the jackknife free-response analysis: how often a reference box is rated above the highest false positive of an image without boxes (Chakraborty and Berbaum, 2004).",
  },
  {
    name: "ECE",
    valueOf: ({ calibrationErrors }: Evaluation) => calibrationErrors?.ece,
    definition: "Expected calibration error in ten even bins of the score.",
  },
  {
    name: "Detection ECE",
    valueOf: ({ calibrationErrors }: Evaluation) => calibrationErrors?.detectionEce,
    definition: "The same, with the box’s centre and size as further dimensions (Küppers et al., 2020).",
  },
] as const;

interface HeadlineRowProps {
  readonly figure: HeadlineFigure;
  readonly evaluation: Evaluation;
}

function HeadlineRow({ figure, evaluation }: HeadlineRowProps): JSX.Element {
  const { name, definition } = HEADLINE_FIGURE_WORDS[figure];
  const value = headlineValue(evaluation, figure);
  const interval = evaluation.intervals?.[figure];
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{readableShare(value, FIGURE_DIGITS)}</td>
      <td>
        {interval
          ? `${readableShare(interval.low, FIGURE_DIGITS)} to ${readableShare(interval.high, FIGURE_DIGITS)}`
          : UNDEFINED_FIGURE}
      </td>
      <td className="report__definition">
        {value === undefined ? `${definition} ${whyUndefinedIn(evaluation, figure)}` : definition}
      </td>
    </tr>
  );
}

function SizeTable({ evaluation: { coco, frame } }: { readonly evaluation: Evaluation }): JSX.Element {
  const rows = [
    ["Small, below 32² px", coco.APsmall, coco.ARsmall],
    ["Medium", coco.APmedium, coco.ARmedium],
    ["Large, above 96² px", coco.APlarge, coco.ARlarge],
    ["All", coco.AP, coco.AR100],
  ] as const;
  return (
    <SmallTable
      title="By size"
      head={["Boxes", "AP", "AR 100"]}
      note={frame && `Areas in the model’s frame, ${frame.widthPx} × ${frame.heightPx} px.`}
    >
      {rows.map(([name, precision, recall]) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          <td>{readableShare(precision, FIGURE_DIGITS)}</td>
          <td>{readableShare(recall, FIGURE_DIGITS)}</td>
        </tr>
      ))}
    </SmallTable>
  );
}

function FrocTable({ evaluation: { froc } }: { readonly evaluation: Evaluation }): JSX.Element | null {
  if (!froc) return null;
  return (
    <SmallTable title="FROC" head={["False positives an image", "Sensitivity"]}>
      {froc.map(({ falsePositivesPerImage, sensitivity }) => (
        <tr key={falsePositivesPerImage}>
          <th scope="row">{falsePositivesPerImage}</th>
          <td>{readableShare(sensitivity, FIGURE_DIGITS)}</td>
        </tr>
      ))}
    </SmallTable>
  );
}

const TIDE_NAMES = {
  Cls: "Class",
  Loc: "Localisation",
  Both: "Class and place",
  Dupe: "Duplicate",
  Bkg: "Background",
  Miss: "Missed",
} as const;

function TideTable({ evaluation }: { readonly evaluation: Evaluation }): JSX.Element | null {
  const tide = evaluation.tideAllImages ?? evaluation.tide;
  if (!tide) return null;
  const covered = evaluation.tideAllImages ? "all images" : "images with boxes";
  return (
    <SmallTable
      title="Cost of errors (TIDE)"
      head={["Kind", "AP 50 lost"]}
      note={`Points of 100, over ${covered}; kinds overlap.`}
    >
      {(Object.keys(TIDE_NAMES) as (keyof typeof TIDE_NAMES)[]).map((kind) => (
        <tr key={kind}>
          <th scope="row">{TIDE_NAMES[kind]}</th>
          <td>{tide.main[kind].toFixed(2)}</td>
        </tr>
      ))}
    </SmallTable>
  );
}

interface SmallTableProps {
  readonly title: string;
  readonly head: readonly string[];
  readonly note?: string | undefined;
  readonly children: ReactNode;
}

function SmallTable({ title, head, note, children }: SmallTableProps): JSX.Element {
  return (
    <div>
      <h3>{title}</h3>
      <table className="report__table">
        <thead>
          <tr>
            {head.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
      {note && <p className="report__note">{note}</p>}
    </div>
  );
}
