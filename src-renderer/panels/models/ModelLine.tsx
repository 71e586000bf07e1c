/** @file One registered model with the main lines of its card. */
import { Button, Group } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import type { Model, ModelCard } from "../../../src-shared/domain/model";
import { client } from "../../client/client";
import { ConfirmDialog } from "../../components/ConfirmDialog";
import { FactList } from "../../components/FactList";
import { readableBytes, readableDate } from "../../components/readable";
import { ToolButton } from "../../components/ToolButton";

export interface ModelLineProps {
  readonly model: Model;
  readonly onEdit: () => void;
}

export function ModelLine({ model, onEdit }: ModelLineProps): JSX.Element {
  const { name, card, sha256, fileBytes, addedAt } = model;
  return (
    <article className="model" data-testid="model">
      <header className="model__head">
        <b>{name}</b>
        <Group gap="xs" wrap="nowrap">
          <Button variant="default" onClick={onEdit}>
            Edit card…
          </Button>
          <RemoveModel model={model} />
        </Group>
      </header>
      {card.description && <p className="model__text">{card.description}</p>}
      <div className="model__facts">
        <FactList
          facts={[
            { name: "Input", value: describeInput(card) },
            { name: "Normalisation", value: describeNormalisation(card) },
            { name: "Boxes", value: card.boxFormat },
            {
              name: "Labels",
              value: Object.entries(card.labels)
                .map(([number, label]) => `${number} ${label}`)
                .join(", "),
            },
          ]}
        />
        <FactList
          facts={[
            { name: "Score floor", value: card.scoreFloor.toFixed(2) },
            { name: "First threshold", value: card.suggestedThreshold.toFixed(2) },
            { name: "File", value: `${readableBytes(fileBytes)}, added ${readableDate(addedAt)}` },
            { name: "SHA-256", value: <span className="mono">{sha256}</span> },
          ]}
        />
      </div>
      {card.intendedUse && <p className="model__text">{card.intendedUse}</p>}
    </article>
  );
}

function describeInput({ input }: ModelCard): string {
  const size = input.widthPx && input.heightPx ? `${input.widthPx} × ${input.heightPx} px` : "any size";
  const resize = input.resize === "none" ? "not resized" : "OpenCV bilinear";
  return `${size}, ${input.channels === 1 ? "1 channel" : "3 channels"}, ${resize}`;
}

function describeNormalisation({ input: { normalisation } }: ModelCard): string {
  if (!normalisation) return "none: values from 0 to 1";
  return `mean ${listNumbers(normalisation.mean)}; deviation ${listNumbers(normalisation.deviation)}`;
}

function listNumbers(values: readonly number[]): string {
  return values.map((value) => value.toFixed(3)).join(", ");
}

function RemoveModel({ model: { id, name } }: { readonly model: Model }): JSX.Element {
  const [isAsking, setIsAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () => client.models.remove({ modelId: id }),
    onSuccess: () => setIsAsking(false),
  });
  return (
    <>
      <ToolButton icon={IconTrash} label="Remove this model…" onClick={() => setIsAsking(true)} />
      {isAsking && (
        <ConfirmDialog
          title={`Remove ${name}?`}
          action="Remove"
          isPending={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate()}
          onClose={() => setIsAsking(false)}
        >
          The project’s copy of the file is removed. A model that has runs is kept.
        </ConfirmDialog>
      )}
    </>
  );
}
