/** @file Writes a file on the machine that the back end runs on, and says beforehand where, and whether it replaces one. */
import { Group, Stack, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconCheck } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, type JSX, type ReactNode, useState } from "react";
import { queries } from "../stores/queries";
import { Dialog } from "./Dialog";
import { DialogActions } from "./DialogActions";
import { exportPath } from "./export-path";
import { PathField } from "./PathField";

export interface ExportDialogProps {
  readonly title: string;
  /** What the file is called unless told. */
  readonly proposedName: string;
  /** With its point, for example ".xlsx". */
  readonly ending: string;
  /** Fields before the name, and beside it. */
  readonly before?: ReactNode;
  readonly beside?: ReactNode;
  /** Whether these fields hold what is needed. */
  readonly isReady?: boolean;
  readonly write: (file: string) => Promise<Written>;
  readonly onClose: () => void;
}

export interface Written {
  /** For example "Model written". */
  readonly title: string;
  readonly message: string;
}

export function ExportDialog(props: ExportDialogProps): JSX.Element {
  const { title, proposedName, ending, before, beside, isReady = true, write, onClose } = props;
  const documentsFolder = useQuery(queries.info()).data?.documentsFolder;
  const [typedFolder, setTypedFolder] = useState<string>();
  const [name, setName] = useState(proposedName);
  const folder = typedFolder ?? documentsFolder ?? "";
  const isNamed = name.trim() !== "" && folder.trim() !== "";
  const file = isNamed ? exportPath({ folder, name, ending }) : undefined;
  const replaces = useIsThere(folder, file);
  const exporting = useMutation({
    mutationFn: write,
    onSuccess: (written) => {
      tellWritten(written);
      onClose();
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (file !== undefined) exporting.mutate(file);
  };
  return (
    <Dialog onClose={onClose} title={title} size="lg">
      <form onSubmit={submit}>
        <Stack gap="sm">
          {before}
          <Group grow align="flex-start">
            <TextInput
              label="Name"
              data-autofocus
              data-testid="export-name"
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            {beside}
          </Group>
          <PathField
            label="In the folder"
            description={
              file === undefined
                ? "The file lies on the machine that runs Overread."
                : `${replaces ? "Replaces" : "Writes"} ${file}`
            }
            kind="folder"
            value={folder}
            testId="export-folder"
            onChange={setTypedFolder}
          />
          <DialogActions
            action={replaces ? "Replace" : "Export"}
            submitting={exporting}
            isReady={isReady && isNamed}
            testId="export-start"
            onClose={onClose}
          />
        </Stack>
      </form>
    </Dialog>
  );
}

/** A folder that cannot be listed is refused by the export itself, with its reason. */
function useIsThere(folder: string, file: string | undefined): boolean {
  const listing = useQuery({ ...queries.folder(folder), enabled: file !== undefined }).data;
  return listing?.entries.some(({ path, isFolder }) => path === file && !isFolder) ?? false;
}

function tellWritten({ title, message }: Written): void {
  notifications.show({
    color: "green",
    icon: <IconCheck size={18} aria-hidden />,
    title,
    message,
    autoClose: 10_000,
  });
}
