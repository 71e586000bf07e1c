/** @file A path to type or to pick, with the host's own dialog where it has one. */
import { Button, Group, Input, TextInput } from "@mantine/core";
import { IconFolderOpen } from "@tabler/icons-react";
import { type JSX, useId, useState } from "react";
import { hostAbilities } from "../client/host-abilities";
import { reportFailure } from "./report-failure";
import { FolderBrowser } from "./FolderBrowser";

export interface PathFieldProps {
  readonly label: string;
  readonly description?: string;
  readonly placeholder?: string;
  readonly value: string;
  readonly kind: "folder" | "file" | "folder-or-file";
  /** Endings of files that may be picked, for example ".zip". */
  readonly fileEndings?: readonly string[];
  readonly testId?: string;
  readonly onChange: (path: string) => void;
}

export function PathField(props: PathFieldProps): JSX.Element {
  const { label, description, placeholder, value, kind, fileEndings = [], testId, onChange } = props;
  const id = useId();
  const [isBrowsing, setIsBrowsing] = useState(false);

  const pick = async (pickNatively: () => Promise<string | undefined>): Promise<void> => {
    const path = await pickNatively();
    if (path !== undefined) onChange(path);
  };
  const extensions = fileEndings.map((ending) => ending.replace(/^\./, ""));
  const { pickFolder, pickFile } = hostAbilities;
  return (
    <>
      <Input.Wrapper
        id={id}
        label={label}
        description={description}
        inputWrapperOrder={["label", "input", "description", "error"]}
      >
        <Group gap="xs" wrap="nowrap" mb={description ? 4 : 0}>
          <TextInput
            id={id}
            flex={1}
            placeholder={placeholder}
            value={value}
            data-testid={testId}
            onChange={(event) => onChange(event.currentTarget.value)}
          />
          {pickFolder && pickFile ? (
            <>
              {kind !== "file" && (
                <PickButton label="Folder…" onClick={() => reportFailure(pick(() => pickFolder({ title: label })))} />
              )}
              {kind !== "folder" && (
                <PickButton
                  label="File…"
                  onClick={() =>
                    reportFailure(pick(() => pickFile({ title: label, filters: [{ name: label, extensions }] })))
                  }
                />
              )}
            </>
          ) : (
            <PickButton label="Browse…" onClick={() => setIsBrowsing(true)} />
          )}
        </Group>
      </Input.Wrapper>
      {isBrowsing && (
        <FolderBrowser
          title={label}
          start={value.trim() || undefined}
          fileEndings={kind === "folder" ? [] : fileEndings}
          canChooseFolder={kind !== "file"}
          onClose={() => setIsBrowsing(false)}
          onChoose={(path) => {
            setIsBrowsing(false);
            onChange(path);
          }}
        />
      )}
    </>
  );
}

function PickButton({ label, onClick }: { readonly label: string; readonly onClick: () => void }): JSX.Element {
  return (
    <Button variant="default" leftSection={<IconFolderOpen size={14} aria-hidden />} onClick={onClick}>
      {label}
    </Button>
  );
}
