/** @file Writes a model of weights to a file, for PyTorch, as safetensors or as ONNX, on the machine that the back end runs on. */
import { Group, Select, Stack, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconCheck } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, type JSX, useState } from "react";
import type { Model } from "../../src-shared/domain/model";
import { client } from "../client/client";
import { Dialog } from "./Dialog";
import { DialogActions } from "./DialogActions";
import { exportPath } from "./export-path";
import { PathField } from "./PathField";
import { readableBytes } from "./readable";
import { queries } from "../stores/queries";
import { MODEL_FORMATS, type ModelEnding } from "./model-formats";

export interface ExportModelDialogProps {
  readonly model: Model;
  readonly onClose: () => void;
}

export function ExportModelDialog({ model, onClose }: ExportModelDialogProps): JSX.Element {
  const documentsFolder = useQuery(queries.info()).data?.documentsFolder;
  const [typedFolder, setTypedFolder] = useState<string>();
  const [name, setName] = useState(model.name);
  const [ending, setEnding] = useState<ModelEnding>(".safetensors");
  const folder = typedFolder ?? documentsFolder ?? "";
  const file = exportPath({ folder, name, ending });
  // A folder that cannot be listed is refused by the export itself, with its reason.
  const listing = useQuery({ ...queries.folder(folder), enabled: folder !== "" }).data;
  const replaces = listing?.entries.some(({ path, isFolder }) => path === file && !isFolder) ?? false;
  const exporting = useMutation({
    mutationFn: () => client.models.export({ modelId: model.id, file }),
    onSuccess: (written) => {
      tellWritten(written);
      onClose();
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    exporting.mutate();
  };
  return (
    <Dialog onClose={onClose} title={`Export ${model.name}`} size="lg">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Group grow align="flex-start">
            <TextInput
              label="Name"
              data-autofocus
              data-testid="export-name"
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Select
              label="Format"
              data-testid="export-format"
              data={Object.entries(MODEL_FORMATS).map(([value, label]) => ({ value, label }))}
              value={ending}
              onChange={(value) => value && setEnding(value as ModelEnding)}
            />
          </Group>
          <PathField
            label="In the folder"
            description={
              folder && name.trim()
                ? `${replaces ? "Replaces" : "Writes"} ${file}`
                : "The file lies on the machine that runs Overread."
            }
            kind="folder"
            value={folder}
            testId="export-folder"
            onChange={setTypedFolder}
          />
          <DialogActions
            action={replaces ? "Replace" : "Export"}
            submitting={exporting}
            isReady={name.trim() !== "" && folder.trim() !== ""}
            testId="export-start"
            onClose={onClose}
          />
        </Stack>
      </form>
    </Dialog>
  );
}

function tellWritten({ file, fileBytes }: { readonly file: string; readonly fileBytes: number }): void {
  notifications.show({
    color: "green",
    icon: <IconCheck size={18} aria-hidden />,
    title: "Model written",
    message: `${file}, ${readableBytes(fileBytes)}`,
    autoClose: 10_000,
  });
}
