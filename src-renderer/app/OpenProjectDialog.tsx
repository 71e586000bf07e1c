/** @file Opens a project by its folder. */
import { Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, type JSX, useState } from "react";
import { Dialog } from "../components/Dialog";
import { DialogActions } from "../components/DialogActions";
import { PathField } from "../components/PathField";
import { openProject } from "../stores/project-commands";

export function OpenProjectDialog({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const [path, setPath] = useState("");
  const open = useMutation({ mutationFn: openProject, onSuccess: onClose });

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    open.mutate(path.trim());
  };
  return (
    <Dialog onClose={onClose} title="Open project" size="lg">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <PathField
            label="Project folder"
            description="A folder that Overread made; it holds the file overread.sqlite."
            kind="folder"
            value={path}
            testId="open-project-path"
            onChange={setPath}
          />
          <DialogActions action="Open" submitting={open} isReady={path.trim() !== ""} onClose={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}
