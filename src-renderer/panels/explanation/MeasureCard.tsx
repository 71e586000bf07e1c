/** @file One measure of a run's heat maps: its distribution for each outcome, each bar a way to its cases. */
import type { JSX } from "react";
import type { Explanation } from "../../../src-shared/domain/explanation";
import {
  binOfMeasure,
  MAP_OUTCOMES,
  type MapOutcome,
  type MeasureFigures,
  type OutcomeOf,
} from "../../../src-shared/figures/map-figures";
import { type MapMeasure, mapMeasure } from "../../../src-shared/figures/map-measures";
import type { RankSum } from "../../../src-shared/figures/rank-sum";
import { toCsv } from "../../../src-shared/figures/to-csv";
import { DistributionRows } from "../../charts/DistributionRows";
import { ChartCard } from "../../components/ChartCard";
import { explainedBoxId } from "../../stores/explained-box";
import { askForMaps } from "./ask-for-maps";
import { MEASURE_WORDS } from "./measure-words";
import { OUTCOME_WORDS } from "./outcome-words";

export interface MapsOfRun {
  /** Made in the same way. */
  readonly maps: readonly Explanation[];
  readonly outcomeOf: OutcomeOf;
  /** For the names of files. */
  readonly subject: string;
}

const SHARE_AXIS = { ticks: [0, 0.25, 0.5, 0.75, 1], xLabel: "Share" } as const;
const CORRELATION_AXIS = { ticks: [-1, -0.5, 0, 0.5, 1], xLabel: "Rank correlation" } as const;
const RATIO_AXIS = { ticks: [0.125, 0.5, 1, 2, 8, 32, 128], xLabel: "Times chance", isLogarithmic: true } as const;
const AREA_AXIS = { ticks: [0, 0.25, 0.5, 0.75, 1], xLabel: "Area under the curve of the score" } as const;

const AXES = {
  energyInBox: SHARE_AXIS,
  boxLift: RATIO_AXIS,
  energyInReferences: SHARE_AXIS,
  referencesLift: RATIO_AXIS,
  randomisation: CORRELATION_AXIS,
  deletion: AREA_AXIS,
  insertion: AREA_AXIS,
  agreement: CORRELATION_AXIS,
} as const satisfies Record<MapMeasure, object>;

export function MeasureCard({
  figures,
  maps,
  outcomeOf,
  subject,
}: MapsOfRun & { readonly figures: MeasureFigures }): JSX.Element {
  const { measure, edges, outcomes, rightAgainstWrong } = figures;
  const { title, definition, whyUndefined } = MEASURE_WORDS[measure];
  const isMeasured = MAP_OUTCOMES.some((outcome) => outcomes[outcome].n > 0);
  return (
    <ChartCard
      title={title}
      subject={subject}
      aside={rightAgainstWrong && describeAuc(rightAgainstWrong)}
      testId={`chart-map-${measure}`}
      csv={isMeasured ? () => measureCsv(measure, maps, outcomeOf) : undefined}
      note={`${definition}${rightAgainstWrong ? " AUC: right boxes against wrong ones." : ""}`}
    >
      {isMeasured ? (
        <DistributionRows<MapOutcome>
          label={`${title} of the heat maps by outcome`}
          edges={edges}
          groups={MAP_OUTCOMES.map((id) => ({ id, ...OUTCOME_WORDS[id], ...outcomes[id] }))}
          {...AXES[measure]}
          onAsk={(outcome, bin, isAdded) => {
            const behind = maps.filter((map) => {
              const value = mapMeasure(measure, map.measures);
              return outcomeOf(map) === outcome && value !== undefined && binOfMeasure(value, edges) === bin;
            });
            const range = `${edges[bin]!.toPrecision(2)} to ${edges[bin + 1]!.toPrecision(2)}`;
            askForMaps(behind, { title: `${OUTCOME_WORDS[outcome].name}, ${title.toLowerCase()} ${range}`, isAdded });
          }}
        />
      ) : (
        <p className="aside">– {whyUndefined}</p>
      )}
    </ChartCard>
  );
}

function describeAuc({ auc, isBeyondChance }: RankSum): string {
  return `AUC ${auc.toFixed(2)}, ${isBeyondChance ? "beyond" : "within"} chance`;
}

function measureCsv(measure: MapMeasure, maps: readonly Explanation[], outcomeOf: OutcomeOf): string {
  return toCsv<Explanation>(
    {
      image: ({ instanceId }) => instanceId,
      explained: ({ target }) => explainedBoxId(target),
      outcome: (map) => outcomeOf(map),
      method: ({ method }) => method,
      layer: ({ layer }) => layer,
      score: ({ score }) => score,
      [measure]: ({ measures }) => mapMeasure(measure, measures),
    },
    maps,
  );
}
