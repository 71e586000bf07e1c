/** @file How a detector is fed and how its answer reads: what the file allows, to be confirmed by a person. */
import { Select } from "@mantine/core";
import type { JSX } from "react";
import { MODEL_CONVENTIONS, type Model, ModelConvention } from "../../../src-shared/domain/model";
import { readableAmount } from "../../components/readable";
import { isCheckpoint } from "./describe-facts";

export interface ConventionChoice {
  readonly convention: ModelConvention;
  /** Why the file allows it; absent where nobody has looked. */
  readonly reason?: string;
}

export interface ConventionSelectProps {
  readonly conventions: readonly ConventionChoice[];
  readonly value: ModelConvention;
  readonly onChange: (convention: ModelConvention) => void;
}

export function ConventionSelect({ conventions, value, onChange }: ConventionSelectProps): JSX.Element {
  const chosen = conventions.find(({ convention }) => convention === value);
  const choices = chosen ? conventions : [{ convention: value }, ...conventions];
  return (
    <Select
      label="Convention"
      description={describeChoice(chosen, conventions)}
      inputWrapperOrder={["label", "input", "description", "error"]}
      data-testid="card-convention"
      value={value}
      data={choices.map(({ convention }) => ({ value: convention, label: MODEL_CONVENTIONS[convention] }))}
      onChange={(next) => next && onChange(next)}
    />
  );
}

/** Names and shapes seldom tell for certain: where they allow several, a person has the last word. */
function describeChoice(
  chosen: ConventionChoice | undefined,
  conventions: readonly ConventionChoice[],
): string | undefined {
  if (chosen?.reason === undefined) return undefined;
  const others = conventions.length - 1;
  if (others === 0) return chosen.reason;
  return `${chosen.reason} ${readableAmount(others, "other convention")} would fit its shapes too; please confirm.`;
}

/** The conventions that a registered model may be given: weights alone have one, an ONNX file any of the others. */
export function conventionsOf(model: Pick<Model, "facts" | "card">): readonly ConventionChoice[] {
  const isOfWeights = isCheckpoint(model);
  return ModelConvention.options
    .filter((convention) => (convention === "checkpoint") === isOfWeights)
    .map((convention) => ({ convention }));
}
