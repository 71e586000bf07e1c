/** @file How the heat map is drawn over the image: colours, opacity, and from which value on. */
import { SegmentedControl } from "@mantine/core";
import type { JSX } from "react";
import { PanelPart } from "../../components/PanelPart";
import { ThresholdControl } from "../../components/ThresholdControl";
import { COLOUR_MAPS, type ColourMap, useExplanation } from "../../stores/explanation-store";
import { cssGradient } from "../../viewer/overlays/colour-maps";

const COLOUR_NAMES = { turbo: "Turbo", viridis: "Viridis", inferno: "Inferno" } satisfies Record<ColourMap, string>;
const GREATEST_THRESHOLD = 0.95;
const STEP = 0.05;

export function AppearancePart(): JSX.Element {
  const { colours, opacity, threshold, setAppearance } = useExplanation();
  return (
    <PanelPart title="Drawing">
      <div className="explanation__controls">
        <SegmentedControl
          fullWidth
          aria-label="Colours of the heat map"
          data-testid="map-colours"
          value={colours}
          data={COLOUR_MAPS.map((value) => ({ value, label: <Swatch colours={value} /> }))}
          onChange={(value) => setAppearance({ colours: value })}
        />
        <ThresholdControl
          label="Opacity"
          spokenName="Opacity of the heat map"
          definition="How much of the heat map lies over the image. Alone on black it is always opaque."
          value={opacity}
          least={0}
          greatest={1}
          step={STEP}
          testId="map-opacity"
          onChange={(value) => setAppearance({ opacity: value })}
        />
        <ThresholdControl
          label="Hide below"
          spokenName="Least value of the heat map that is drawn"
          definition="Values below this share of the map’s greatest value are left transparent over the image."
          value={threshold}
          least={0}
          greatest={GREATEST_THRESHOLD}
          step={STEP}
          testId="map-threshold"
          onChange={(value) => setAppearance({ threshold: value })}
        />
      </div>
    </PanelPart>
  );
}

function Swatch({ colours }: { readonly colours: ColourMap }): JSX.Element {
  return (
    <span className="explanation__swatch">
      {COLOUR_NAMES[colours]}
      <span style={{ background: cssGradient(colours) }} />
    </span>
  );
}
