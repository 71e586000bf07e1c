/** @file Writes the weights of a checkpoint anew, for PyTorch or as safetensors, on the machine that the back end runs on. */
import { Group, Select, Stack, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconCheck } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, type JSX, useState } from "react";
import type { Model } from "../../../src-shared/domain/model";
import { client } from "../../client/client";
import { Dialog } from "../../components/Dialog";
import { DialogActions } from "../../components/DialogActions";
import { exportPath } from "../../components/export-path";
import { PathField } from "../../components/PathField";
import { readableBytes } from "../../components/readable";
import { queries } from "../../stores/queries";
import { WEIGHT_FORMATS, type WeightEnding } from "./weight-formats";

export interface ExportModelDialogProps {
  readonly model: Model;
  readonly onClose: () => void;
}

export function ExportModelDialog({ model, onClose }: ExportModelDialogProps): JSX.Element {
  const documentsFolder = useQuery(queries.info()).data?.documentsFolder;
  const [typedFolder, setTypedFolder] = useState<string>();
  const [name, setName] = useState(model.name);
  const [ending, setEnding] = useState<WeightEnding>(".safetensors");
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
    <Dialog onClose={onClose} title={`Export the weights of ${model.name}`} size="lg">
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
              data={Object.entries(WEIGHT_FORMATS).map(([value, label]) => ({ value, label }))}
              value={ending}
              onChange={(value) => value && setEnding(value as WeightEnding)}
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
    title: "Weights written",
    message: `${file}, ${readableBytes(fileBytes)}`,
    autoClose: 10_000,
  });
}
