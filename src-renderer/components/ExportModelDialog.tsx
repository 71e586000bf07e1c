/** @file Writes a model of weights to a file, for PyTorch, as safetensors or as ONNX. */
import { Select } from "@mantine/core";
import { type JSX, useState } from "react";
import type { Model } from "../../src-shared/domain/model";
import { client } from "../client/client";
import { ExportDialog } from "./ExportDialog";
import { MODEL_FORMATS, type ModelEnding } from "./model-formats";
import { readableBytes } from "./readable";

export interface ExportModelDialogProps {
  readonly model: Model;
  readonly onClose: () => void;
}

export function ExportModelDialog({ model: { id: modelId, name }, onClose }: ExportModelDialogProps): JSX.Element {
  const [ending, setEnding] = useState<ModelEnding>(".safetensors");
  return (
    <ExportDialog
      title={`Export ${name}`}
      proposedName={name}
      ending={ending}
      beside={
        <Select
          label="Format"
          data-testid="export-format"
          data={Object.entries(MODEL_FORMATS).map(([value, label]) => ({ value, label }))}
          value={ending}
          onChange={(value) => value && setEnding(value as ModelEnding)}
        />
      }
      write={async (to) => {
        const { file, fileBytes } = await client.models.export({ modelId, file: to });
        return { title: "Model written", message: `${file}, ${readableBytes(fileBytes)}` };
      }}
      onClose={onClose}
    />
  );
}
