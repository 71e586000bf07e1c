/** @file The model registry: what is registered, with card and checksum, and a way to add another. */
import { Button, Skeleton } from "@mantine/core";
import { IconPlus, IconSchemaOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import type { Model } from "../../../src-shared/domain/model";
import { Card } from "../../components/Card";
import { FailureNotice } from "../../components/FailureNotice";
import { Notice } from "../../components/Notice";
import { PageFrame } from "../../components/PageFrame";
import { queries } from "../../stores/queries";
import { AddModelDialog } from "./AddModelDialog";
import { EditCardDialog } from "./EditCardDialog";
import { ModelImports } from "./ModelImports";
import { ModelLine } from "./ModelLine";
import "./models.css";

export function ModelsPanel(): JSX.Element {
  const { data: models, error, refetch } = useQuery(queries.models());
  const [isAdding, setIsAdding] = useState(false);
  const [edited, setEdited] = useState<Model>();
  const add = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} data-testid="add-model" onClick={() => setIsAdding(true)}>
      Add a model…
    </Button>
  );
  return (
    <PageFrame
      title="Models"
      lead="ONNX detectors as torchvision exports them: one image in; boxes, labels and scores out. The card says how an image becomes the model’s input and how its answer is read."
      actions={add}
    >
      <ModelImports />
      <Card title="Registered models" isFlush>
        {error && <FailureNotice title="The models cannot be read" error={error} onRetry={refetch} />}
        {!models && !error && <Skeleton h={80} m="md" />}
        {models?.length === 0 && (
          <Notice icon={IconSchemaOff} title="No model yet" actions={add}>
            A copy of the file is kept in the project and known by its checksum.
          </Notice>
        )}
        {models?.map((model) => (
          <ModelLine key={model.id} model={model} onEdit={() => setEdited(model)} />
        ))}
      </Card>
      {isAdding && <AddModelDialog onClose={() => setIsAdding(false)} />}
      {edited && <EditCardDialog model={edited} onClose={() => setEdited(undefined)} />}
    </PageFrame>
  );
}
