/** @file The window in numbers and presets, as centre and width in modality units. */
import { NumberInput, Select } from "@mantine/core";
import type { JSX } from "react";
import { useViewport } from "../../stores/viewport-store";

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
        placeholder={window ? "Own window" : "Window"}
        disabled={!window}
        data-testid="window-preset"
        comboboxProps={{ width: 220, position: "bottom-start" }}
        data={presets.map(({ id, name }) => ({ value: id, label: name }))}
        value={current?.id ?? null}
        onChange={(id) => id && applyPreset(id)}
      />
      <NumberInput
        className="window-controls__number"
        aria-label="Window centre"
        prefix="C "
        hideControls
        disabled={!window}
        data-testid="window-center"
        value={window?.center ?? ""}
        onChange={(center) => window && typeof center === "number" && setWindow({ center, width: window.width })}
      />
      <NumberInput
        className="window-controls__number"
        aria-label="Window width"
        prefix="W "
        hideControls
        min={1}
        disabled={!window}
        data-testid="window-width"
        value={window?.width ?? ""}
        onChange={(width) => window && typeof width === "number" && setWindow({ center: window.center, width })}
      />
    </div>
  );
}
