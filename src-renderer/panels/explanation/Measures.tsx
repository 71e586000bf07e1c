/** @file What was measured of a heat map, for those who want to know before they believe it. */
import type { JSX } from "react";
import type { MapMeasures } from "../../../src-shared/domain/explanation";
import { mapMeasure } from "../../../src-shared/figures/map-measures";
import { PerturbationChart } from "../../charts/PerturbationChart";
import { Figure } from "../../components/Figure";
import { readableShare, UNDEFINED_FIGURE } from "../../components/readable";
import { MEASURE_WORDS } from "./measure-words";

export function Measures({ measures }: { readonly measures: MapMeasures }): JSX.Element {
  const { deletion, insertion } = measures;
  return (
    <>
      <div className="explanation__grid" data-testid="map-measures">
        {figuresOf(measures).map(({ id, value }) => (
          <Figure key={id} {...MEASURE_WORDS[id]} value={value} testId={`measure-${id}`} />
        ))}
      </div>
      {(deletion ?? insertion) && <PerturbationChart deletion={deletion} insertion={insertion} />}
    </>
  );
}

function figuresOf(
  measures: MapMeasures,
): readonly { readonly id: keyof typeof MEASURE_WORDS; readonly value: string }[] {
  const { energyInBox, energyInReferences, deletion, insertion } = measures;
  return [
    { id: "energyInBox", value: readableShare(energyInBox) },
    { id: "boxLift", value: readableLift(mapMeasure("boxLift", measures)) },
    { id: "pointsAtBox", value: readableClaim(measures.pointsAtBox) },
    { id: "energyInReferences", value: readableShare(energyInReferences) },
    { id: "referencesLift", value: readableLift(mapMeasure("referencesLift", measures)) },
    { id: "pointsAtReference", value: readableClaim(measures.pointsAtReference) },
    { id: "deletion", value: readableShare(deletion?.area) },
    { id: "insertion", value: readableShare(insertion?.area) },
    { id: "randomisation", value: readableShare(mapMeasure("randomisation", measures)) },
  ];
}

function readableLift(lift: number | undefined): string {
  return lift === undefined ? UNDEFINED_FIGURE : `${lift.toFixed(1)} ×`;
}

function readableClaim(claim: boolean | undefined): string {
  if (claim === undefined) return UNDEFINED_FIGURE;
  return claim ? "yes" : "no";
}
