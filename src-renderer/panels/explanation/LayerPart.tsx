/** @file At which layer a heat map is made, and by which method. */
import { SegmentedControl, Select, Skeleton } from "@mantine/core";
import type { JSX } from "react";
import { MAP_METHODS, MAP_METHOD_NAMES, type MapMethod } from "../../../src-shared/domain/explanation";
import { KeyHint } from "../../components/KeyHint";
import { PanelPart } from "../../components/PanelPart";
import type { ShortcutId } from "../../components/shortcuts";
import { readableLayer } from "../../stores/map-words";
import { chosenLayer, type MapLayers } from "../../stores/chosen-layer";
import { useExplanation } from "../../stores/explanation-store";
import { useMapLayers } from "../../stores/use-chosen-map";
import { RiseControls, type RiseControlsProps } from "./RiseControls";
import { LayerSelect } from "./LayerSelect";
import { METHOD_MEANINGS } from "./method-words";

export interface LayerPartProps {
  /** What D-RISE would be asked; undefined where there is nothing to explain. */
  readonly examined: RiseControlsProps["examined"] | undefined;
  readonly isBusy: boolean;
}

export function LayerPart({ examined, isBusy }: LayerPartProps): JSX.Element {
  // A model that cannot be explained is told beside the switch.
  const { data: layers, isPending } = useMapLayers(true);
  const { method, setMethod } = useExplanation();
  return (
    <PanelPart title="Method and layer">
      <div className="explanation__controls">
        <Select<MapMethod>
          aria-label="Method"
          data-testid="map-method"
          value={method}
          data={MAP_METHODS.map((value) => ({ value, label: MAP_METHOD_NAMES[value] }))}
          onChange={(value) => value && setMethod(value)}
        />
        <p className="aside">{METHOD_MEANINGS[method]}</p>
        {isPending && <Skeleton h={30} />}
        {examined && method === "d-rise" && <RiseControls examined={examined} isBusy={isBusy} />}
        {layers && method !== "d-rise" && <LayerChoices layers={layers} />}
      </div>
    </PanelPart>
  );
}

/** Letters of a name of which four fit beside each other. */
const LONGEST_BESIDE = 8;
const KEYS = ["map-layer-1", "map-layer-2", "map-layer-3", "map-layer-4"] as const satisfies readonly ShortcutId[];

function LayerChoices({ layers }: { readonly layers: MapLayers }): JSX.Element {
  const { layer: choice, showLayer } = useExplanation();
  const chosen = chosenLayer(layers, choice);
  const { suggested } = layers;
  const hasLongNames = suggested.some((name) => readableLayer(name).length > LONGEST_BESIDE);
  const isSuggested = chosen !== undefined && suggested.includes(chosen.name);
  return (
    <>
      {suggested.length > 1 && (
        <SegmentedControl
          fullWidth
          orientation={hasLongNames ? "vertical" : "horizontal"}
          aria-label="Suggested layers"
          data-testid="map-layer"
          value={isSuggested ? chosen.name : ""}
          data={suggested.map((name, place) => ({ value: name, label: <LayerName name={name} place={place} /> }))}
          onChange={(name) => showLayer({ kind: "suggested", place: suggested.indexOf(name) })}
        />
      )}
      {layers.layers.length > suggested.length && (
        <LayerSelect
          layers={layers.layers}
          chosen={chosen?.name}
          testId="any-map-layer"
          onChoose={(name) => showLayer({ kind: "named", name })}
        />
      )}
    </>
  );
}

function LayerName({ name, place }: { readonly name: string; readonly place: number }): JSX.Element {
  const shortcut = KEYS[place];
  return (
    <span className="explanation__layer">
      {readableLayer(name)} {shortcut && <KeyHint shortcut={shortcut} />}
    </span>
  );
}
