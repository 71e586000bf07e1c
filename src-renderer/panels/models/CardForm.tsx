/** @file A model card as a form. */
import { Button, Group, NumberInput, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, type JSX, useState } from "react";
import { BOX_FORMATS, type ModelCard, type ModelConvention, RESIZE_METHODS } from "../../../src-shared/domain/model";
import { FailureLine } from "../../components/FailureLine";
import { type CardDraft, checkDraft, type DraftProblems, draftOf, draftUnder } from "./card-draft";
import { type ConventionChoice, ConventionSelect } from "./ConventionSelect";
import { BOX_FORMAT_NAMES, RESIZE_NAMES } from "./describe-card";
import { hasNetworkSettings } from "./network-draft";
import { NetworkFields } from "./NetworkFields";
import { SuppressionFields } from "./SuppressionFields";
import type { TextFieldOf } from "./text-field";

export interface CardFormProps {
  readonly card: ModelCard;
  /** The conventions that the file allows, the likeliest first. */
  readonly conventions: readonly ConventionChoice[];
  /** What to start from under another convention; without it the fields stay as they are. */
  readonly cardFor?: (convention: ModelConvention) => ModelCard | undefined;
  readonly action: string;
  /** Enter alone accepts the card as it stands; for a form that comes up while nothing else has the keyboard. */
  readonly isActionFocused?: boolean;
  readonly isPending: boolean;
  readonly error: unknown;
  readonly onSubmit: (card: ModelCard) => void;
  readonly onCancel: () => void;
}

export function CardForm(props: CardFormProps): JSX.Element {
  const { card, conventions, cardFor, onSubmit } = props;
  const [draft, setDraft] = useState(() => draftOf(card));
  const [problems, setProblems] = useState<DraftProblems>({});
  const change = (part: Partial<CardDraft>): void => setDraft((before) => ({ ...before, ...part }));
  const text: TextFieldOf = (field) => ({
    value: draft[field],
    error: problems[field],
    onChange: (event) => change({ [field]: event.currentTarget.value }),
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const checked = checkDraft(draft);
    setProblems(checked.problems ?? {});
    if (checked.card) onSubmit(checked.card);
    else goToProblem(event.currentTarget);
  };
  return (
    <form onSubmit={submit} data-testid="card-form">
      <Stack gap="sm">
        <ConventionSelect
          conventions={conventions}
          value={draft.convention}
          onChange={(convention) => setDraft(draftUnder(convention, draft, cardFor?.(convention)))}
        />
        <TextInput label="Name" {...text("name")} />
        <Textarea label="Description" autosize minRows={1} maxRows={4} {...text("description")} />
        <InputFields draft={draft} text={text} onChange={change} />
        {hasNetworkSettings(draft.convention) && <NetworkFields draft={draft} problems={problems} text={text} />}
        <SuppressionFields convention={draft.convention} text={text} />
        <AnswerFields draft={draft} onChange={change} />
        <Textarea
          label="Labels, one a line"
          placeholder="1 Pneumonia"
          autosize
          minRows={1}
          maxRows={8}
          {...text("labels")}
        />
        <Textarea label="Intended use" autosize minRows={1} maxRows={4} {...text("intendedUse")} />
        <FormActions {...props} />
      </Stack>
    </form>
  );
}

/** The form is longer than the window: what is wrong may stand out of sight. */
function goToProblem(form: HTMLFormElement): void {
  // Once the fields are drawn with what is wrong with them.
  requestAnimationFrame(() => form.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
}

type FormActionsProps = Pick<CardFormProps, "action" | "isActionFocused" | "isPending" | "error" | "onCancel">;

function FormActions({ action, isActionFocused, isPending, error, onCancel }: FormActionsProps): JSX.Element {
  return (
    <div className="card-form__actions">
      <FailureLine error={error} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button
          type="submit"
          loading={isPending}
          data-testid="card-submit"
          {...(isActionFocused && { ref: focusUnlessInUse })}
        >
          {action}
        </Button>
      </Group>
    </div>
  );
}

/** Kept outside, so that React calls it when the button comes and not with each drawing of it. */
function focusUnlessInUse(button: HTMLButtonElement | null): void {
  if (!document.activeElement?.matches("input, textarea")) button?.focus({ preventScroll: true });
}

interface FieldsProps {
  readonly draft: CardDraft;
  readonly onChange: (part: Partial<CardDraft>) => void;
}

function InputFields({ draft, text, onChange }: FieldsProps & { readonly text: TextFieldOf }): JSX.Element {
  return (
    <>
      <Group grow align="flex-start">
        <TextInput label="Input width, px" placeholder="any" {...text("widthPx")} />
        <TextInput label="Input height, px" placeholder="any" {...text("heightPx")} />
        <Select
          label="Channels"
          data={["1", "3"]}
          value={draft.channels}
          onChange={(value) => onChange({ channels: value === "1" ? "1" : "3" })}
        />
        <Select
          label="Resize"
          data={RESIZE_METHODS.map((value) => ({ value, label: RESIZE_NAMES[value] }))}
          value={draft.resize}
          onChange={(value) => value && onChange({ resize: value })}
        />
      </Group>
      <Group grow align="flex-start">
        <TextInput label="Mean" placeholder="none" {...text("mean")} />
        <TextInput label="Deviation" placeholder="none" {...text("deviation")} />
      </Group>
    </>
  );
}

function AnswerFields({ draft, onChange }: FieldsProps): JSX.Element {
  return (
    <Group grow align="flex-start">
      {/* Every other convention says itself how its boxes read. */}
      {draft.convention === "torchvision" && (
        <Select
          label="Box format"
          data={BOX_FORMATS.map((value) => ({ value, label: BOX_FORMAT_NAMES[value] }))}
          value={draft.boxFormat}
          onChange={(value) => value && onChange({ boxFormat: value })}
        />
      )}
      <ShareInput label="Score floor" value={draft.scoreFloor} onChange={(scoreFloor) => onChange({ scoreFloor })} />
      <ShareInput
        label="First threshold"
        value={draft.suggestedThreshold}
        onChange={(suggestedThreshold) => onChange({ suggestedThreshold })}
      />
    </Group>
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
