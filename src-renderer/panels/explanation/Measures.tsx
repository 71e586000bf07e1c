/** @file What was measured of a heat map, for those who want to know before they believe it. */
import type { JSX } from "react";
import { MAP_METHODS, type MapMeasures } from "../../../src-shared/domain/explanation";
import { PerturbationChart } from "../../charts/PerturbationChart";
import { FactList } from "../../components/FactList";
import { Figure } from "../../components/Figure";
import { readableShare, UNDEFINED_FIGURE } from "../../components/readable";
import { METHOD_NAMES } from "../../stores/map-words";
import { MEASURE_WORDS } from "./measure-words";

export function Measures({ measures }: { readonly measures: MapMeasures }): JSX.Element {
  const { agreement, deletion, insertion, randomisation } = measures;
  return (
    <>
      <div className="explanation__grid" data-testid="map-measures">
        {figuresOf(measures).map(({ id, value }) => (
          <Figure key={id} {...MEASURE_WORDS[id]} value={value} testId={`measure-${id}`} />
        ))}
      </div>
      {agreement && (
        <FactList
          facts={MAP_METHODS.map((method) => ({
            name: `Like ${METHOD_NAMES[method]}`,
            value: agreement[method] === undefined ? undefined : readableShare(agreement[method]),
          }))}
        />
      )}
      {(deletion ?? insertion) && <PerturbationChart deletion={deletion} insertion={insertion} />}
      {randomisation && (
        <FactList
          facts={randomisation.map(({ part, similarity }) => ({
            name: `Down to ${part}`,
            value: `${readableShare(similarity)} alike`,
          }))}
        />
      )}
    </>
  );
}

function figuresOf(
  measures: MapMeasures,
): readonly { readonly id: keyof typeof MEASURE_WORDS; readonly value: string }[] {
  const { energyInBox, boxShare, energyInReferences, referencesShare, deletion, insertion, randomisation } = measures;
  return [
    { id: "energyInBox", value: readableShare(energyInBox) },
    { id: "boxLift", value: readableLift(energyInBox, boxShare) },
    { id: "pointsAtBox", value: readableClaim(measures.pointsAtBox) },
    { id: "energyInReferences", value: readableShare(energyInReferences) },
    { id: "referencesLift", value: readableLift(energyInReferences, referencesShare) },
    { id: "pointsAtReference", value: readableClaim(measures.pointsAtReference) },
    { id: "deletion", value: readableShare(deletion?.area) },
    { id: "insertion", value: readableShare(insertion?.area) },
    { id: "randomisation", value: readableShare(mean(randomisation?.map(({ similarity }) => similarity))) },
  ];
}

function readableLift(energy: number | undefined, share: number | undefined): string {
  return energy === undefined || !share ? UNDEFINED_FIGURE : `${(energy / share).toFixed(1)} ×`;
}

function readableClaim(claim: boolean | undefined): string {
  if (claim === undefined) return UNDEFINED_FIGURE;
  return claim ? "yes" : "no";
}

function mean(values: readonly number[] | undefined): number | undefined {
  if (!values || values.length === 0) return undefined;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
