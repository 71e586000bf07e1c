/** @file One registered model: what was read in its file, the main lines of its card, and how fast it runs where. */
import { Button, Group } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { MODEL_CONVENTIONS, type Model } from "../../../src-shared/domain/model";
import { client } from "../../client/client";
import { ConfirmDialog } from "../../components/ConfirmDialog";
import { FactList } from "../../components/FactList";
import { readableBytes, readableDate } from "../../components/readable";
import { ToolButton } from "../../components/ToolButton";
import {
  BOX_FORMAT_NAMES,
  describeInput,
  describeLabels,
  describeNetwork,
  describeNormalisation,
  describeSuppression,
} from "./describe-card";
import { describeFacts, isCheckpoint } from "./describe-facts";
import { ModelBenchmarks } from "./ModelBenchmarks";

export interface ModelLineProps {
  readonly model: Model;
  readonly onEdit: () => void;
  readonly onExport: () => void;
}

export function ModelLine({ model, onEdit, onExport }: ModelLineProps): JSX.Element {
  const { name, card } = model;
  return (
    <article className="model" data-testid="model">
      <header className="model__head">
        <b>{name}</b>
        <Group gap="xs" wrap="nowrap">
          {isCheckpoint(model) && (
            <Button variant="default" data-testid="export-model" onClick={onExport}>
              Export…
            </Button>
          )}
          <Button variant="default" data-testid="edit-card" onClick={onEdit}>
            Edit card…
          </Button>
          <RemoveModel model={model} />
        </Group>
      </header>
      {card.description && <p className="model__text">{card.description}</p>}
      <div className="model__facts">
        <FileFacts model={model} />
        <CardFacts model={model} />
      </div>
      {card.intendedUse && <p className="model__text">{card.intendedUse}</p>}
      <ModelBenchmarks model={model} />
    </article>
  );
}

function FileFacts({ model: { facts, fileBytes, addedAt, sha256 } }: { readonly model: Model }): JSX.Element {
  return (
    <section>
      <h3 className="model__heading">File</h3>
      <FactList
        facts={[
          ...(facts ? describeFacts(facts) : []),
          { name: "Size", value: `${readableBytes(fileBytes)}, added ${readableDate(addedAt)}` },
          { name: "SHA-256", value: <span className="mono">{sha256}</span> },
        ]}
      />
    </section>
  );
}

function CardFacts({ model: { card } }: { readonly model: Model }): JSX.Element {
  return (
    <section>
      <h3 className="model__heading">Card</h3>
      <FactList
        facts={[
          { name: "Convention", value: MODEL_CONVENTIONS[card.convention] },
          { name: "Input", value: describeInput(card) },
          { name: "Normalisation", value: describeNormalisation(card) },
          { name: "Network", value: describeNetwork(card) },
          { name: "Detections", value: describeSuppression(card) },
          { name: "Boxes", value: card.convention === "torchvision" ? BOX_FORMAT_NAMES[card.boxFormat] : undefined },
          { name: "Labels", value: describeLabels(card) },
          {
            name: "Scores",
            value: `kept from ${card.scoreFloor.toFixed(2)}, first threshold ${card.suggestedThreshold.toFixed(2)}`,
          },
        ]}
      />
    </section>
  );
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
          The project’s copy of the file and the model’s calibrations are removed. A model that has runs is kept.
        </ConfirmDialog>
      )}
    </>
  );
}
