/** @file What the kept heat maps of a run measure, for right boxes, wrong boxes and misses apart. */
import { Select, Skeleton } from "@mantine/core";
import { IconFlame } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type JSX, useMemo } from "react";
import type { Explanation } from "../../../src-shared/domain/explanation";
import type { Run } from "../../../src-shared/domain/run";
import { describeMapFigures } from "../../../src-shared/figures/describe-map-figures";
import { mapFigures, type MapOutcome, MAP_OUTCOMES, type OutcomeOf } from "../../../src-shared/figures/map-figures";
import { Card } from "../../components/Card";
import { FailureNotice } from "../../components/FailureNotice";
import { Notice } from "../../components/Notice";
import { readableAmount } from "../../components/readable";
import { explainedBoxId } from "../../stores/explained-box";
import { queries } from "../../stores/queries";
import type { RunAnalysis } from "../../stores/run-analysis";
import { targetOutcome } from "../../stores/target-outcome";
import { MeasureCard } from "./MeasureCard";
import { mapGroups } from "./map-groups";
import { PointingCard } from "./PointingCard";

export interface RunMapsProps {
  readonly run: Run;
  readonly analysis: RunAnalysis;
  /** Those that were made last or chosen; where there are none of them, those of which there are most. */
  readonly groupId: string | undefined;
  readonly onGroup: (id: string) => void;
}

export function RunMaps(props: RunMapsProps): JSX.Element {
  const { run } = props;
  const { data: maps, error, refetch } = useQuery(queries.explanationsOfRun(run.id));
  if (error) return <FailureNotice title="The heat maps of this run cannot be read" error={error} onRetry={refetch} />;
  if (!maps) return <Skeleton h={240} />;
  if (!maps.some(({ target }) => explainedBoxId(target) !== undefined)) {
    return (
      <Notice icon={IconFlame} title="No box of this run has a heat map yet">
        Make some above. Then this page shows whether the maps of right boxes differ from those of wrong ones.
      </Notice>
    );
  }
  return <Figures {...props} maps={maps} />;
}

function Figures(props: RunMapsProps & { readonly maps: readonly Explanation[] }): JSX.Element {
  const { run, analysis, maps, groupId, onGroup } = props;
  const groups = useMemo(() => mapGroups(maps), [maps]);
  const group = groups.find(({ id }) => id === groupId) ?? groups[0]!;
  const outcomeOf = useMemo(() => outcomesOf(analysis), [analysis]);
  const figures = useMemo(() => mapFigures(group.maps, outcomeOf), [group, outcomeOf]);
  const source = { maps: group.maps, outcomeOf, subject: `${run.name} ${group.name}` };
  return (
    <>
      <Card
        title="Do these maps mean anything?"
        testId="map-figures"
        aside={
          <Select
            aria-label="Which maps"
            data-testid="map-group"
            w={290}
            value={group.id}
            data={groups.map(({ id, name, maps: ofGroup }) => ({
              value: id,
              label: `${name} · ${readableAmount(ofGroup.length, "map")}`,
            }))}
            onChange={(value) => value && onGroup(value)}
          />
        }
      >
        <ul className="explanation__sentences" data-testid="map-sentences">
          {describeMapFigures(figures).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        <p className="aside">
          At the thresholds of the moment. Right boxes and wrong ones are compared by one measure alone, how much of the
          map lies in the box against chance, so that none is picked because it says so.
        </p>
      </Card>
      <div className="explanation__charts">
        {figures.map((one) => (
          <MeasureCard key={one.measure} figures={one} {...source} />
        ))}
        <PointingCard {...source} />
      </div>
    </>
  );
}

function outcomesOf(analysis: RunAnalysis): OutcomeOf {
  return ({ target }) => {
    const outcome = targetOutcome(analysis, target);
    return isMapOutcome(outcome) ? outcome : undefined;
  };
}

function isMapOutcome(outcome: string | undefined): outcome is MapOutcome {
  return (MAP_OUTCOMES as readonly (string | undefined)[]).includes(outcome);
}
