/** @file Changes the card of a registered model. */
import { useMutation } from "@tanstack/react-query";
import type { JSX } from "react";
import { Dialog } from "../../components/Dialog";
import type { Model, ModelCard } from "../../../src-shared/domain/model";
import { client } from "../../client/client";
import { CardForm } from "./CardForm";
import { conventionsOf } from "./ConventionSelect";

export function EditCardDialog({
  model,
  onClose,
}: {
  readonly model: Model;
  readonly onClose: () => void;
}): JSX.Element {
  const update = useMutation({
    mutationFn: (card: ModelCard) => client.models.updateCard({ modelId: model.id, card }),
    onSuccess: onClose,
  });
  return (
    <Dialog onClose={onClose} title={`Card of ${model.name}`} size={720}>
      <CardForm
        card={model.card}
        conventions={conventionsOf(model)}
        action="Save"
        isPending={update.isPending}
        error={update.error}
        onSubmit={(card) => update.mutate(card)}
        onCancel={onClose}
      />
    </Dialog>
  );
}
