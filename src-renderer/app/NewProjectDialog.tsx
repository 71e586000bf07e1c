/** @file Makes a project in a folder of its own. */
import { Stack, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, type JSX, useState } from "react";
import { Dialog } from "../components/Dialog";
import { DialogActions } from "../components/DialogActions";
import { PathField } from "../components/PathField";
import { createProject } from "../stores/project-commands";
import { queries } from "../stores/queries";

export function NewProjectDialog({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const documentsFolder = useQuery(queries.info()).data?.documentsFolder;
  const [name, setName] = useState("");
  const [typedParent, setTypedParent] = useState<string>();
  const parent = typedParent ?? documentsFolder ?? "";
  const path = projectPath(parent, name);
  const create = useMutation({ mutationFn: createProject, onSuccess: onClose });

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    create.mutate({ path, name: name.trim() });
  };
  return (
    <Dialog onClose={onClose} title="New project" size="lg">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label="Name"
            data-autofocus
            data-testid="project-name"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <PathField
            label="In the folder"
            description={name.trim() ? `Makes ${path}` : "The project gets a folder of its own in it."}
            kind="folder"
            value={parent}
            testId="project-parent"
            onChange={setTypedParent}
          />
          <DialogActions
            action="Create"
            submitting={create}
            isReady={name.trim() !== "" && parent !== ""}
            onClose={onClose}
          />
        </Stack>
      </form>
    </Dialog>
  );
}

/** The project's folder, named after it, in the spelling of the system that the parent's path is written in. */
export function projectPath(parent: string, name: string): string {
  const separator = parent.includes("\\") && !parent.includes("/") ? "\\" : "/";
  const folder = name.trim().replaceAll(/[<>:"/\\|?*]/g, "-");
  return parent.endsWith(separator) ? `${parent}${folder}` : `${parent}${separator}${folder}`;
}
