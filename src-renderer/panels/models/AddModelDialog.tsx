/** @file Adds a model: look into the file, start from a fitting card or a preset, adjust it, and have it tried. */
import { Button, Group, Progress, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, type JSX, useMemo, useState } from "react";
import { Dialog } from "../../components/Dialog";
import type { JobId } from "../../../src-shared/domain/identifiers";
import { client } from "../../client/client";
import { FailureLine } from "../../components/FailureLine";
import { PathField } from "../../components/PathField";
import { readableBytes } from "../../components/readable";
import { type DroppedModel, MODEL_FILE_ENDINGS } from "../../stores/dropped-model-store";
import { RegisterModel } from "./RegisterModel";
import { type BroughtFiles, useBroughtFiles } from "./use-brought-files";

export interface AddModelDialogProps {
  /** Looked into at once; without one, a person types or picks a path. */
  readonly dropped: DroppedModel | undefined;
  readonly onClose: () => void;
}

export function AddModelDialog({ dropped, onClose }: AddModelDialogProps): JSX.Element {
  const [file, setFile] = useState("");
  const inspect = useMutation({ mutationFn: (path: string) => client.models.inspect({ file: path }) });
  const look = (path: string): void => {
    setFile(path);
    inspect.mutate(path);
  };
  const files = useMemo(() => dropped && [dropped.file, ...dropped.companions], [dropped]);
  const brought = useBroughtFiles(files, look);
  const changeFile = (next: string): void => {
    setFile(next);
    inspect.reset();
  };
  const add = (jobId: JobId): void => {
    brought.handOver(jobId);
    onClose();
  };
  return (
    <Dialog onClose={onClose} title={dropped ? `Add ${dropped.file.name}` : "Add a model"} size={720}>
      <Stack gap="md">
        {dropped ? (
          <Bringing brought={brought} isLooking={inspect.isPending} />
        ) : (
          <PathForm
            file={file}
            isLooking={inspect.isPending}
            isKnown={inspect.isSuccess}
            onChange={changeFile}
            onLook={look}
          />
        )}
        <FailureLine error={brought.error ?? inspect.error} />
        {inspect.data && <RegisterModel file={file} inspection={inspect.data} onAdded={add} onCancel={onClose} />}
      </Stack>
    </Dialog>
  );
}

interface PathFormProps {
  readonly file: string;
  readonly isLooking: boolean;
  /** Looked into already: the next step stands below. */
  readonly isKnown: boolean;
  readonly onChange: (file: string) => void;
  readonly onLook: (file: string) => void;
}

function PathForm({ file, isLooking, isKnown, onChange, onLook }: PathFormProps): JSX.Element {
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (file.trim() !== "" && !isLooking) onLook(file);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <PathField
          label="Model file"
          description="An ONNX detector, or the weights of a Faster R-CNN or RetinaNet of torchvision as they were saved: .pth, .pt or .safetensors."
          placeholder="/models/detection_model.pth"
          kind="file"
          fileEndings={MODEL_FILE_ENDINGS}
          value={file}
          testId="model-file"
          onChange={onChange}
        />
        {!isKnown && (
          <Group justify="flex-end">
            <Button type="submit" loading={isLooking} disabled={file.trim() === ""} data-testid="inspect-model">
              Look into it
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  );
}

interface BringingProps {
  readonly brought: BroughtFiles;
  readonly isLooking: boolean;
}

/** What happens to a dropped file before there is anything to show of it. */
function Bringing({ brought: { progress }, isLooking }: BringingProps): JSX.Element | null {
  if (!progress && !isLooking) return null;
  const share = progress && progress.totalBytes > 0 ? (100 * progress.sentBytes) / progress.totalBytes : undefined;
  return (
    <div className="models__bringing" role="status">
      <Progress
        value={share ?? 100}
        animated={share === undefined}
        striped={share === undefined}
        aria-label="Reading the dropped file"
      />
      <span className="figures">
        {progress && share !== undefined
          ? `Sending ${readableBytes(progress.sentBytes)} of ${readableBytes(progress.totalBytes)}`
          : "Looking into it"}
      </span>
    </div>
  );
}
