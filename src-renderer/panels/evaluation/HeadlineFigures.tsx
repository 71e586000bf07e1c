/** @file The figures that stand at the top of a report, each with its interval. */
import type { JSX } from "react";
import { type Evaluation, HEADLINE_FIGURES, type Interval } from "../../../src-shared/domain/evaluation";
import { Figure } from "../../components/Figure";
import {
  FIGURE_DIGITS,
  HEADLINE_FIGURE_WORDS,
  headlineValue,
  isOfOlderVersion,
  NOT_HELD,
  whyUndefinedIn,
} from "../../components/headline-figures";
import { readableCount, readableShare } from "../../components/readable";

export function HeadlineFigures({ evaluation }: { readonly evaluation: Evaluation }): JSX.Element {
  const { intervals, jafroc, calibrationErrors } = evaluation;
  const isOld = isOfOlderVersion(evaluation);
  return (
    <div className="evaluation__headlines" data-testid="headline-figures">
      {HEADLINE_FIGURES.map((figure) => (
        <Headline
          key={figure}
          {...HEADLINE_FIGURE_WORDS[figure]}
          whyUndefined={whyUndefinedIn(evaluation, figure)}
          value={headlineValue(evaluation, figure)}
          interval={intervals?.[figure]}
          testId={`headline-${figure}`}
        />
      ))}
      <Headline
        name="JAFROC"
        definition="Figure of merit of the jackknife alternative free-response analysis: how often a lesion is rated above the highest false positive of a normal image (Chakraborty and Berbaum, 2004)."
        whyUndefined={isOld ? NOT_HELD : "It needs reference boxes, and images without any."}
        value={jafroc}
        testId="headline-jafroc"
      />
      <Headline
        name="Detection ECE"
        definition="Expected calibration error over score, place and size of the boxes (Küppers et al., 2020)."
        whyUndefined={isOld ? NOT_HELD : "There are too few detections in any bin of score, place and size."}
        value={calibrationErrors?.detectionEce}
        testId="headline-detection-ece"
      />
      <p className="aside evaluation__note">{describeResampling(evaluation)}</p>
    </div>
  );
}

interface HeadlineProps {
  readonly name: string;
  readonly definition: string;
  readonly whyUndefined: string;
  readonly value: number | undefined;
  readonly interval?: Interval | undefined;
  readonly testId: string;
}

function Headline({ value, interval, ...figure }: HeadlineProps): JSX.Element {
  return (
    <div className="evaluation__headline">
      <Figure {...figure} value={readableShare(value, FIGURE_DIGITS)} />
      <span className="aside figures">
        {interval && `${interval.low.toFixed(FIGURE_DIGITS)}–${interval.high.toFixed(FIGURE_DIGITS)}`}
      </span>
    </div>
  );
}

function describeResampling({ resampling, operatingPoint }: Evaluation): string {
  const { scoreThreshold, iouThreshold } = operatingPoint;
  const point = `Scores as the model gave them; precision, recall and RSNA at score ${scoreThreshold.toFixed(2)}, IoU of the counts ${iouThreshold.toFixed(2)}.`;
  if (!resampling) return point;
  const { resamples, patients, seed } = resampling;
  return `95 % intervals below the figures: ${readableCount(resamples)} resamples of ${readableCount(patients)} patients, seed ${seed}. ${point}`;
}
