/** @file The pointing game over a run: how many maps have their greatest value in the box, and in a reference box. */
import type { JSX } from "react";
import { countPointing, MAP_OUTCOMES, type MapOutcome } from "../../../src-shared/figures/map-figures";
import { toCsv } from "../../../src-shared/figures/to-csv";
import { type BarRow, type BarTone, RowBars } from "../../charts/RowBars";
import { ChartCard } from "../../components/ChartCard";
import { askForMaps } from "./ask-for-maps";
import type { MapsOfRun } from "./MeasureCard";
import { OUTCOME_WORDS } from "./outcome-words";

const PLACES = { pointsAtBox: "in box", pointsAtReference: "in reference" } as const;
type Place = keyof typeof PLACES;

export function PointingCard(source: MapsOfRun): JSX.Element {
  const rows = MAP_OUTCOMES.flatMap((outcome) =>
    (Object.keys(PLACES) as Place[]).map((at) => ({
      outcome,
      at,
      ...countPointing(source.maps, { ...source, outcome, at }),
    })),
  ).filter(({ outcome, at }) => !(outcome === "miss" && at === "pointsAtReference"));
  return (
    <ChartCard
      title="Where the peak lies"
      subject={source.subject}
      testId="chart-map-pointing"
      csv={() =>
        toCsv(
          { outcome: (row) => row.outcome, at: (row) => row.at, hits: (row) => row.hits, maps: (row) => row.n },
          rows,
        )
      }
      note="The pointing game: maps whose greatest value lies in the explained box, or in any reference box of the image (Zhang et al., 2018)."
    >
      <RowBars
        label="Maps whose greatest value lies inside"
        namePx={190}
        axis={{ from: "0", to: "1", name: "Share of the maps" }}
        rows={rows.map((row) => barOf(row, source))}
      />
    </ChartCard>
  );
}

interface PointingRow {
  readonly outcome: MapOutcome;
  readonly at: Place;
  readonly hits: number;
  readonly n: number;
}

function barOf({ outcome, at, hits, n }: PointingRow, { maps, outcomeOf }: MapsOfRun): BarRow {
  const { name: group, tone } = OUTCOME_WORDS[outcome];
  const name = `${group}, ${PLACES[at]}`;
  const share = n === 0 ? 0 : hits / n;
  const title = `${name}: ${hits} of ${n}`;
  const onAsk = (isAdded: boolean): void =>
    askForMaps(
      maps.filter((map) => outcomeOf(map) === outcome && map.measures[at]),
      { title: `${group} with their peak ${PLACES[at]}`, isAdded },
    );
  const ask = hits > 0 ? { onAsk } : {};
  const part = { id: at, share, tone: tone satisfies BarTone, title, ...ask, isWholeRow: true };
  return {
    id: `${outcome} ${at}`,
    name,
    title,
    figure: n === 0 ? "–" : share.toFixed(2),
    count: `${hits} of ${n}`,
    ...ask,
    parts: [part],
  };
}
