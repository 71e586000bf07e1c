/** @file Finds a folder or file on the machine that the back end runs on, for a page without native dialogs. */
import { Button, Group, Skeleton, TextInput } from "@mantine/core";
import { IconArrowUp, IconFile, IconFolder, IconFolderStar } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { Dialog } from "./Dialog";
import { queries } from "../stores/queries";
import { FailureLine } from "./FailureLine";
import { Notice } from "./Notice";
import "./folder-browser.css";

export interface FolderBrowserProps {
  readonly title: string;
  /** Where to begin; the home folder without it. */
  readonly start?: string | undefined;
  /** Endings of the files that may be chosen; none: only folders. */
  readonly fileEndings: readonly string[];
  readonly canChooseFolder: boolean;
  readonly onChoose: (path: string) => void;
  readonly onClose: () => void;
}

export function FolderBrowser(props: FolderBrowserProps): JSX.Element {
  const { title, start, fileEndings, canChooseFolder, onChoose, onClose } = props;
  const [path, setPath] = useState(start);
  const [typed, setTyped] = useState<string>();
  const folder = useQuery(queries.folder(path));
  const listing = folder.data;
  const entries = listing?.entries.filter(({ isFolder, name }) => isFolder || hasEnding(name, fileEndings)) ?? [];
  const enter = (next: string): void => {
    setTyped(undefined);
    setPath(next);
  };
  return (
    <Dialog onClose={onClose} title={title} size="lg">
      <Group gap="xs" wrap="nowrap" mb="xs">
        <Button
          variant="default"
          leftSection={<IconArrowUp size={14} aria-hidden />}
          disabled={!listing?.parent}
          onClick={() => listing?.parent && enter(listing.parent)}
        >
          Up
        </Button>
        <TextInput
          className="folder-browser__path"
          aria-label="Path"
          data-autofocus
          value={typed ?? listing?.path ?? ""}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => event.key === "Enter" && typed && enter(typed)}
        />
      </Group>
      <FailureLine error={folder.error} />
      <ul className="folder-browser__entries" data-testid="folder-entries">
        {folder.isPending && <Skeleton height={180} />}
        {listing && entries.length === 0 && <Notice icon={IconFolder} title="Nothing to choose in this folder" />}
        {entries.map((entry) => {
          const EntryIcon = !entry.isFolder ? IconFile : entry.isProject ? IconFolderStar : IconFolder;
          return (
            <li key={entry.path}>
              <button
                type="button"
                className="row-button folder-browser__entry"
                onClick={() => (entry.isFolder ? enter(entry.path) : onChoose(entry.path))}
              >
                <EntryIcon size={16} stroke={1.6} aria-hidden />
                {entry.name}
                {entry.isProject && <span className="folder-browser__mark">Overread project</span>}
              </button>
            </li>
          );
        })}
      </ul>
      {canChooseFolder && (
        <Group justify="flex-end" mt="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button disabled={!listing} onClick={() => listing && onChoose(listing.path)}>
            Choose this folder
          </Button>
        </Group>
      )}
    </Dialog>
  );
}

function hasEnding(name: string, endings: readonly string[]): boolean {
  return endings.some((ending) => name.toLowerCase().endsWith(ending));
}
