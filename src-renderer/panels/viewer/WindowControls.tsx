/** @file The window in numbers and presets, as centre and width in modality units. */
import { Select } from "@mantine/core";
import type { JSX } from "react";
import { useViewport } from "../../stores/viewport-store";
import { WindowNumber } from "./WindowNumber";

export function WindowControls(): JSX.Element {
  const window = useViewport((state) => state.window);
  const presets = useViewport((state) => state.presets);
  const setWindow = useViewport((state) => state.setWindow);
  const applyPreset = useViewport((state) => state.applyPreset);
  const current = presets.find(
    (preset) => preset.window.center === window?.center && preset.window.width === window.width,
  );
  return (
    <div className="viewer-toolbar__group">
      <Select
        className="window-controls__preset"
        aria-label="Window preset"
        placeholder={window ? "Custom" : "Window"}
        disabled={!window}
        rightSectionWidth={20}
        data-testid="window-preset"
        comboboxProps={{ width: 220, position: "bottom-start" }}
        data={presets.map(({ id, name }) => ({ value: id, label: name }))}
        value={current?.id ?? null}
        onChange={(id) => id && applyPreset(id)}
      />
      <WindowNumber
        label="Window centre"
        letter="C"
        testId="window-center"
        value={window?.center}
        onEnter={(center) => window && setWindow({ center, width: window.width })}
      />
      <WindowNumber
        label="Window width"
        letter="W"
        least={1}
        testId="window-width"
        value={window?.width}
        onEnter={(width) => window && setWindow({ center: window.center, width })}
      />
    </div>
  );
}
