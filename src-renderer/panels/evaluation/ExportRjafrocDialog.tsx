/** @file Writes runs as the workbook that RJafroc reads, each run a modality, on the machine that the back end runs on. */
import { Button, MultiSelect, Stack, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconCheck, IconTableExport } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, type JSX, useState } from "react";
import type { RunId } from "../../../src-shared/domain/identifiers";
import type { Run } from "../../../src-shared/domain/run";
import { client } from "../../client/client";
import { Dialog } from "../../components/Dialog";
import { DialogActions } from "../../components/DialogActions";
import { exportPath } from "../../components/export-path";
import { PathField } from "../../components/PathField";
import { readableAmount } from "../../components/readable";
import { queries } from "../../stores/queries";
import { useThresholds } from "../../stores/thresholds-store";

export function ExportRjafrocButton({ run }: { readonly run: Run }): JSX.Element {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconTableExport size={14} aria-hidden />}
        data-testid="export-rjafroc"
        onClick={() => setIsOpen(true)}
      >
        RJafroc…
      </Button>
      {isOpen && <ExportRjafrocDialog run={run} onClose={() => setIsOpen(false)} />}
    </>
  );
}

function ExportRjafrocDialog({ run, onClose }: { readonly run: Run; readonly onClose: () => void }): JSX.Element {
  const runs = (useQuery(queries.runs()).data ?? []).filter(({ state }) => state === "complete");
  const documentsFolder = useQuery(queries.info()).data?.documentsFolder;
  const iouThreshold = useThresholds((state) => state.iouThreshold);
  const [runIds, setRunIds] = useState<readonly RunId[]>([run.id]);
  const [typedFolder, setTypedFolder] = useState<string>();
  const [name, setName] = useState(`${run.name} RJafroc`);
  const folder = typedFolder ?? documentsFolder ?? "";
  const path = exportPath({ folder, name, ending: ".xlsx" });
  const exporting = useMutation({
    mutationFn: () => client.evaluations.exportRjafroc({ runIds: [...runIds], iouThreshold, path }),
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
    <Dialog onClose={onClose} title="Export for RJafroc" size="lg">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <MultiSelect
            label="Runs, each a modality"
            description={`Lesions are found at IoU ${iouThreshold.toFixed(2)}; only images that all of these runs cover are written.`}
            value={[...runIds]}
            data={runs.map((one) => ({ value: one.id as string, label: one.name }))}
            onChange={(chosen) => setRunIds(runs.filter(({ id }) => chosen.includes(id)).map(({ id }) => id))}
          />
          <TextInput label="Name" value={name} onChange={(event) => setName(event.currentTarget.value)} />
          <PathField
            label="In the folder"
            description={folder && name.trim() ? `Writes ${path}` : "The file lies on the machine that runs Overread."}
            kind="folder"
            value={folder}
            testId="rjafroc-folder"
            onChange={setTypedFolder}
          />
          <DialogActions
            action="Export"
            submitting={exporting}
            isReady={runIds.length > 0 && name.trim() !== "" && folder.trim() !== ""}
            testId="rjafroc-start"
            onClose={onClose}
          />
        </Stack>
      </form>
    </Dialog>
  );
}

interface Written {
  readonly path: string;
  readonly cases: number;
  /** Images that only some of the runs cover. */
  readonly leftOut: number;
}

function tellWritten({ path, cases, leftOut }: Written): void {
  const rest = leftOut > 0 ? `; ${readableAmount(leftOut, "image")} left out that not all runs cover` : "";
  notifications.show({
    color: "green",
    icon: <IconCheck size={18} aria-hidden />,
    title: "Workbook written",
    message: `${path}, ${readableAmount(cases, "case")}${rest}`,
    autoClose: 10_000,
  });
}
