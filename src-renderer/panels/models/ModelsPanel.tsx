/** @file The model registry: what is registered, what was read in it, how fast it runs, and a way to add another. */
import { Button, Skeleton } from "@mantine/core";
import { IconPlus, IconSchemaOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import type { Model } from "../../../src-shared/domain/model";
import { Card } from "../../components/Card";
import { ExportModelDialog } from "../../components/ExportModelDialog";
import { FailureNotice } from "../../components/FailureNotice";
import { Notice } from "../../components/Notice";
import { PageFrame } from "../../components/PageFrame";
import { useDroppedModel } from "../../stores/dropped-model-store";
import { queries } from "../../stores/queries";
import { AbsentDevices } from "./AbsentDevices";
import { AddModelDialog } from "./AddModelDialog";
import { EditCardDialog } from "./EditCardDialog";
import { ModelImports } from "./ModelImports";
import { ModelLine } from "./ModelLine";
import "./models.css";

/** The dialog in front of the list, and the model that it is about. */
type OpenDialog =
  | { readonly kind: "add" }
  | { readonly kind: "edit"; readonly model: Model }
  | { readonly kind: "export"; readonly model: Model };

export function ModelsPanel(): JSX.Element {
  const { data: models, error, refetch } = useQuery(queries.models());
  const [dialog, setDialog] = useState<OpenDialog>();
  const close = (): void => setDialog(undefined);
  const add = (
    <Button
      leftSection={<IconPlus size={16} aria-hidden />}
      data-testid="add-model"
      onClick={() => setDialog({ kind: "add" })}
    >
      Add a model…
    </Button>
  );
  return (
    <PageFrame
      title="Models"
      lead="Detectors: ONNX files, and checkpoints of torchvision’s Faster R-CNN and RetinaNet as they were saved. The card says how an image becomes the model’s input and how its answer is read."
      actions={add}
    >
      <ModelImports />
      <Card title="Registered models" isFlush>
        {error && <FailureNotice title="The models cannot be read" error={error} onRetry={refetch} />}
        {!models && !error && <Skeleton h={80} m="md" />}
        {models?.length === 0 && (
          <Notice icon={IconSchemaOff} title="No model yet" actions={add}>
            Drop a .pth, .pt, .safetensors or .onnx file anywhere on this window. A copy is kept in the project and
            known by its checksum.
          </Notice>
        )}
        {models?.map((model) => (
          <ModelLine
            key={model.id}
            model={model}
            onEdit={() => setDialog({ kind: "edit", model })}
            onExport={() => setDialog({ kind: "export", model })}
          />
        ))}
        {models && models.length > 0 && <AbsentDevices />}
      </Card>
      <AddDialog isAsked={dialog?.kind === "add"} onClose={close} />
      {dialog?.kind === "edit" && <EditCardDialog model={dialog.model} onClose={close} />}
      {dialog?.kind === "export" && <ExportModelDialog model={dialog.model} onClose={close} />}
    </PageFrame>
  );
}

interface AddDialogProps {
  readonly isAsked: boolean;
  readonly onClose: () => void;
}

/** Opened by the button, or by a file that was dropped on the window; the newest drop replaces what was looked into. */
function AddDialog({ isAsked, onClose }: AddDialogProps): JSX.Element | null {
  const dropped = useDroppedModel((state) => state.dropped);
  const turn = useDroppedModel((state) => state.turn);
  const forget = useDroppedModel((state) => state.forget);
  if (!isAsked && !dropped) return null;
  const close = (): void => {
    forget();
    onClose();
  };
  return <AddModelDialog key={turn} dropped={dropped} onClose={close} />;
}
