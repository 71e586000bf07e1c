/** @file Trainings beside each other: what they reached, and the settings in which they differ. */
import type { JSX } from "react";
import type { Training } from "../../../src-shared/domain/training";
import { Card } from "../../components/Card";
import { readableCount, readableDuration, UNDEFINED_FIGURE } from "../../components/readable";
import { differingFields } from "./field-words";
import { reachedFigures } from "./reached-figures";

export function ComparedTrainings({ trainings }: { readonly trainings: readonly Training[] }): JSX.Element {
  const rows = [...reached(trainings), ...differingFields(trainings.map(({ config }) => config))];
  return (
    <Card title="Compared" isFlush testId="compared-trainings">
      <div className="training__beside">
        <table className="training__table">
          <thead>
            <tr>
              <th scope="col" />
              {trainings.map(({ id, name }) => (
                <th key={id} scope="col" title={name}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ label, values }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                {values.map((value, index) => (
                  <td key={trainings[index]!.id}>{value ?? UNDEFINED_FIGURE}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="aside training__foot">
        Judged on few images, a training says little: intervals are over resampled patients, and come when it has ended.
        Which cases got better or worse than another training’s comes with runs of both models, under Compare.
      </p>
    </Card>
  );
}

function reached(
  trainings: readonly Training[],
): readonly { readonly label: string; readonly values: readonly (string | undefined)[] }[] {
  const row = (label: string, read: (training: Training) => string | undefined) => ({
    label,
    values: trainings.map(read),
  });
  return [
    row("State", ({ state }) => state),
    row("AP before training (95 %)", (training) => reachedFigures(training).start),
    row("Best AP on validation (95 %)", (training) => reachedFigures(training).best),
    row("Gain in AP (95 %)", (training) => reachedFigures(training).gain),
    row("After epoch", ({ bestEpoch }) => bestEpoch?.toString()),
    row("Steps", ({ stepsDone }) => readableCount(stepsDone)),
    row("Time of the steps", ({ seconds }) => (seconds > 0 ? readableDuration(seconds) : undefined)),
    row("Same images and boxes", ({ data }) => (data.sha256 === trainings[0]!.data.sha256 ? "yes" : "no")),
  ];
}
