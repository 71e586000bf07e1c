/** @file How images are drawn, where a reader may choose. */
import { Stack, Switch } from "@mantine/core";
import type { JSX } from "react";
import { useLayout } from "../../stores/layout-store";
import { useViewport } from "../../stores/viewport-store";

export function WindowSettings(): JSX.Element {
  const { interpolation, toggleInterpolation, layers, toggleLayer } = useViewport();
  const { isWorklistOpen, toggleWorklist, isSidePanelOpen, toggleSidePanel } = useLayout();
  return (
    <Stack gap="xs">
      <Switch
        size="xs"
        label="Smooth pixels when an image is enlarged"
        checked={interpolation === "linear"}
        onChange={toggleInterpolation}
      />
      <Switch size="xs" label="Words on the image" checked={layers.labels} onChange={() => toggleLayer("labels")} />
      <Switch size="xs" label="Worklist" checked={isWorklistOpen} onChange={toggleWorklist} />
      <Switch size="xs" label="Side panel" checked={isSidePanelOpen} onChange={toggleSidePanel} />
    </Stack>
  );
}
