/** @file Any layer of a model, found by a part of its name, its path in the graph, or its title. */
import { type ComboboxParsedItem, Select } from "@mantine/core";
import type { JSX } from "react";
import type { ExplainableLayer } from "../../../src-shared/domain/explanation";
import { readableLayer } from "../../stores/map-words";

export interface LayerSelectProps {
  readonly layers: readonly ExplainableLayer[];
  /** Its name; undefined where none is chosen. */
  readonly chosen: string | undefined;
  /** Over the field; without one the field is named for screen readers alone. */
  readonly label?: string;
  readonly widthPx?: number;
  readonly testId: string;
  readonly onChoose: (name: string) => void;
}

/** Graphs have hundreds, of which nobody reads more at once. */
const MOST_SHOWN = 200;

export function LayerSelect({ layers, chosen, label, widthPx, testId, onChoose }: LayerSelectProps): JSX.Element {
  return (
    <Select
      searchable
      {...(label === undefined ? { "aria-label": "Any layer" } : { label })}
      {...(widthPx !== undefined && { w: widthPx })}
      data-testid={testId}
      nothingFoundMessage="No layer by that name"
      limit={MOST_SHOWN}
      value={chosen ?? null}
      data={layers.map(({ name, title }) => ({ value: name, label: labelOf(name, title) }))}
      filter={({ options, search, limit }) =>
        options.filter((option) => matches(option, search.trim().toLowerCase())).slice(0, limit)
      }
      // What is typed replaces the name that stands there.
      onClick={(event) => event.currentTarget.select()}
      onChange={(name) => name && onChoose(name)}
    />
  );
}

function labelOf(name: string, title: string): string {
  const short = readableLayer(name);
  return short === title ? short : `${short} · ${title}`;
}

function matches(option: ComboboxParsedItem, search: string): boolean {
  return "value" in option && `${option.value} ${option.label}`.toLowerCase().includes(search);
}
