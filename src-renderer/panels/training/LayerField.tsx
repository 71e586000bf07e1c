/** @file The annotation layer that a training learns from, chosen among those that hold a box. */
import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import { readableAmount } from "../../components/readable";
import { queries } from "../../stores/queries";
import { labelled } from "./labelled";

export interface LayerFieldProps {
  readonly value: string;
  readonly onChange: (layer: string) => void;
}

export function LayerField({ value, onChange }: LayerFieldProps): JSX.Element {
  const layers = useQuery(queries.annotationLayers()).data;
  const isKnown = layers?.some(({ name }) => name === value) ?? true;
  return (
    <Select
      {...labelled("annotationLayer")}
      // The list is wider than the field: a name and its count stand in one line.
      comboboxProps={{ width: "max-content", position: "bottom-start" }}
      value={value}
      data={(layers ?? [{ name: value }]).map(({ name }) => ({ value: name, label: name }))}
      renderOption={({ option }) => describeLayer(option.value, layers)}
      error={!isKnown && "It holds no box"}
      onChange={(next) => next !== null && onChange(next)}
    />
  );
}

function describeLayer(
  name: string,
  layers: readonly { readonly name: string; readonly images: number; readonly boxes: number }[] = [],
): string {
  const layer = layers.find((one) => one.name === name);
  if (!layer) return name;
  return `${name}: ${readableAmount(layer.boxes, "box", "boxes")} on ${readableAmount(layer.images, "image")}`;
}
