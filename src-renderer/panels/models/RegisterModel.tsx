/** @file The step after the look into a file: its facts, the card to start from, and the trial that registers it. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import type { JobId } from "../../../src-shared/domain/identifiers";
import type { ModelCard, ModelConvention, ModelInspection } from "../../../src-shared/domain/model";
import { client } from "../../client/client";
import { FailureLine } from "../../components/FailureLine";
import { queries } from "../../stores/queries";
import { CardForm } from "./CardForm";
import { InspectionFacts } from "./InspectionFacts";
import { PresetSelect } from "./PresetSelect";
import { startCard } from "./start-card";

export interface RegisterModelProps {
  readonly file: string;
  readonly inspection: ModelInspection;
  /** The trial has begun, in a job of its own. */
  readonly onAdded: (jobId: JobId) => void;
  readonly onCancel: () => void;
}

export function RegisterModel({ file, inspection, onAdded, onCancel }: RegisterModelProps): JSX.Element {
  const { conventions, suggestedCard } = inspection;
  const [card, setCard] = useState(suggestedCard);
  const { data: presets = [], error: presetsError } = useQuery(queries.modelPresets());
  const add = useMutation({
    mutationFn: (checked: ModelCard) => client.models.add({ file, card: checked }),
    onSuccess: ({ jobId }) => onAdded(jobId),
  });
  const cardFor = (convention: ModelConvention): ModelCard | undefined => {
    if (convention === suggestedCard.convention) return suggestedCard;
    const preset = presets.find((one) => one.card.convention === convention);
    return preset && startCard(preset.card, inspection);
  };
  return (
    <>
      <InspectionFacts inspection={inspection} />
      <FailureLine error={presetsError} />
      <PresetSelect
        presets={presets}
        conventions={conventions}
        onChoose={(preset) => setCard(startCard(preset, inspection))}
      />
      <CardForm
        key={JSON.stringify(card)}
        card={card}
        conventions={conventions}
        cardFor={cardFor}
        action="Try and register"
        // Which convention it is has to be seen where several would fit.
        isActionFocused={conventions.length === 1}
        isPending={add.isPending}
        error={add.error}
        onSubmit={(checked) => add.mutate(checked)}
        onCancel={onCancel}
      />
    </>
  );
}
