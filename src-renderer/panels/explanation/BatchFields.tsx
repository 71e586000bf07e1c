/** @file Which boxes of a run get a heat map, how many, and how the maps are made. */
import { Checkbox, NumberInput, Select } from "@mantine/core";
import type { JSX } from "react";
import type { ErrorsToExplain } from "../../../src-shared/contract/explanations";
import { MAP_METHOD_NAMES, MAP_METHODS, type MapMethod } from "../../../src-shared/domain/explanation";
import { readableCount } from "../../components/readable";
import type { MapLayers } from "../../stores/chosen-layer";
import { LayerSelect } from "./LayerSelect";

/** D-RISE takes too long for many. */
type BatchMethod = Exclude<MapMethod, "d-rise">;
const BATCH_METHODS = MAP_METHODS.filter((method): method is BatchMethod => method !== "d-rise");

export interface BatchChoice {
  readonly which: ErrorsToExplain;
  /** Of each kind. */
  readonly limit: number;
  readonly withChecks: boolean;
  readonly method: BatchMethod;
  readonly layer: string;
}

export const WHICH = [
  "truePositives",
  "falsePositives",
  "misses",
] as const satisfies readonly (keyof ErrorsToExplain)[];
const WHICH_NAMES = {
  truePositives: "True positives",
  falsePositives: "False positives",
  misses: "Misses",
} satisfies Record<keyof ErrorsToExplain, string>;

export interface BatchFieldsProps {
  readonly choice: BatchChoice;
  /** How many there are at the thresholds. */
  readonly counts: Readonly<Record<keyof ErrorsToExplain, number>>;
  readonly layers: MapLayers;
  readonly onChange: (part: Partial<BatchChoice>) => void;
}

export function BatchFields({ choice, counts, layers, onChange }: BatchFieldsProps): JSX.Element {
  const { which, limit, method, layer, withChecks } = choice;
  return (
    <>
      <div className="explanation__which">
        {WHICH.map((kind) => (
          <Checkbox
            key={kind}
            label={`${WHICH_NAMES[kind]} (${readableCount(counts[kind])})`}
            data-testid={`explain-${kind}`}
            checked={which[kind]}
            onChange={(event) => onChange({ which: { ...which, [kind]: event.currentTarget.checked } })}
          />
        ))}
      </div>
      <NumberInput
        label="At most of each"
        w={120}
        data-testid="explain-limit"
        min={1}
        allowDecimal={false}
        value={limit}
        onChange={(value) => typeof value === "number" && onChange({ limit: value })}
      />
      <Select
        label="Method"
        w={130}
        value={method}
        data={BATCH_METHODS.map((value) => ({ value, label: MAP_METHOD_NAMES[value] }))}
        onChange={(value) => value && onChange({ method: value })}
      />
      <LayerSelect
        label="Layer"
        widthPx={260}
        layers={layers.layers}
        chosen={layer}
        testId="explain-layer"
        onChoose={(name) => onChange({ layer: name })}
      />
      <Checkbox
        label="Check each (some thirty times as long)"
        data-testid="explain-checks"
        checked={withChecks}
        onChange={(event) => onChange({ withChecks: event.currentTarget.checked })}
      />
    </>
  );
}
