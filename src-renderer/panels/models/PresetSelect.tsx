/** @file The ready-made cards that suit a file, to start from one of them. */
import { Select } from "@mantine/core";
import { type JSX, useState } from "react";
import type { ModelCard, ModelInspection } from "../../../src-shared/domain/model";

export interface CardPreset {
  readonly title: string;
  readonly card: ModelCard;
}

export interface PresetSelectProps {
  readonly presets: readonly CardPreset[];
  readonly conventions: ModelInspection["conventions"];
  readonly onChoose: (card: ModelCard) => void;
}

export function PresetSelect({ presets, conventions, onChoose }: PresetSelectProps): JSX.Element | null {
  const [chosen, setChosen] = useState<string | null>(null);
  const fitting = presets.filter(({ card }) => conventions.some(({ convention }) => convention === card.convention));
  if (fitting.length === 0) return null;
  return (
    <Select
      label="Card"
      placeholder="As the file suggests"
      data-testid="card-preset"
      data={fitting.map(({ title }) => title)}
      value={chosen}
      onChange={(title) => {
        const preset = fitting.find((one) => one.title === title);
        setChosen(title);
        if (preset) onChoose(preset.card);
      }}
    />
  );
}
