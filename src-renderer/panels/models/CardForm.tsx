/** @file A model card as a form. */
import { Button, Group, NumberInput, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, type JSX, useState } from "react";
import { BOX_FORMATS, type ModelCard, RESIZE_METHODS } from "../../../src-shared/domain/model";
import { FailureLine } from "../../components/FailureLine";
import { type CardDraft, checkDraft, type DraftProblems, draftOf } from "./card-draft";

export interface CardFormProps {
  readonly card: ModelCard;
  readonly action: string;
  readonly isPending: boolean;
  readonly error: unknown;
  readonly onSubmit: (card: ModelCard) => void;
  readonly onCancel: () => void;
}

const RESIZE_NAMES = { "opencv-bilinear": "OpenCV bilinear", none: "none" } as const;
const BOX_FORMAT_NAMES = { xyxy: "x1, y1, x2, y2", xywh: "x, y, width, height" } as const;

export function CardForm({ card, action, isPending, error, onSubmit, onCancel }: CardFormProps): JSX.Element {
  const [draft, setDraft] = useState(() => draftOf(card));
  const [problems, setProblems] = useState<DraftProblems>({});
  const change = (part: Partial<CardDraft>): void => setDraft((before) => ({ ...before, ...part }));
  const text = (
    field: "name" | "description" | "widthPx" | "heightPx" | "mean" | "deviation" | "labels" | "intendedUse",
  ) => ({
    value: draft[field],
    error: problems[field],
    onChange: (event: { readonly currentTarget: { readonly value: string } }) =>
      change({ [field]: event.currentTarget.value }),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const checked = checkDraft(draft);
    setProblems(checked.problems ?? {});
    if (checked.card) onSubmit(checked.card);
  };
  return (
    <form onSubmit={submit} data-testid="card-form">
      <Stack gap="sm">
        <TextInput label="Name" {...text("name")} />
        <Textarea label="Description" autosize minRows={1} maxRows={4} {...text("description")} />
        <Group grow align="flex-start">
          <TextInput label="Input width, px" placeholder="any" {...text("widthPx")} />
          <TextInput label="Input height, px" placeholder="any" {...text("heightPx")} />
          <Select
            label="Channels"
            data={["1", "3"]}
            value={draft.channels}
            onChange={(value) => change({ channels: value === "1" ? "1" : "3" })}
          />
          <Select
            label="Resize"
            data={RESIZE_METHODS.map((value) => ({ value, label: RESIZE_NAMES[value] }))}
            value={draft.resize}
            onChange={(value) => value && change({ resize: value })}
          />
        </Group>
        <Group grow align="flex-start">
          <TextInput label="Mean" placeholder="none" {...text("mean")} />
          <TextInput label="Deviation" placeholder="none" {...text("deviation")} />
        </Group>
        <Group grow align="flex-start">
          <Select
            label="Box format"
            data={BOX_FORMATS.map((value) => ({ value, label: BOX_FORMAT_NAMES[value] }))}
            value={draft.boxFormat}
            onChange={(value) => value && change({ boxFormat: value })}
          />
          <ShareInput label="Score floor" value={draft.scoreFloor} onChange={(scoreFloor) => change({ scoreFloor })} />
          <ShareInput
            label="First threshold"
            value={draft.suggestedThreshold}
            onChange={(suggestedThreshold) => change({ suggestedThreshold })}
          />
        </Group>
        <Textarea label="Labels, one a line" autosize minRows={1} maxRows={8} {...text("labels")} />
        <Textarea label="Intended use" autosize minRows={1} maxRows={4} {...text("intendedUse")} />
        <div className="card-form__actions">
          <FailureLine error={error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onCancel}>
              Cancel
            </Button>
            <Button type="submit" loading={isPending} data-testid="card-submit">
              {action}
            </Button>
          </Group>
        </div>
      </Stack>
    </form>
  );
}

interface ShareInputProps {
  readonly label: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

function ShareInput({ label, value, onChange }: ShareInputProps): JSX.Element {
  return (
    <NumberInput
      label={label}
      min={0}
      max={1}
      step={0.05}
      decimalScale={3}
      value={value}
      onChange={(next) => typeof next === "number" && onChange(next)}
    />
  );
}
