/** @file Writes runs as the workbook that RJafroc reads, each run a modality. */
import { Button, MultiSelect } from "@mantine/core";
import { IconTableExport } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import type { RunId } from "../../../src-shared/domain/identifiers";
import type { Run } from "../../../src-shared/domain/run";
import { client } from "../../client/client";
import { ExportDialog, type Written } from "../../components/ExportDialog";
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
  const iouThreshold = useThresholds((state) => state.iouThreshold);
  const [runIds, setRunIds] = useState<readonly RunId[]>([run.id]);
  return (
    <ExportDialog
      title="Export for RJafroc"
      proposedName={`${run.name} RJafroc`}
      ending=".xlsx"
      before={
        <MultiSelect
          label="Runs, each a modality"
          description={`Lesions are found at IoU ${iouThreshold.toFixed(2)}; only images that all of these runs cover are written.`}
          value={[...runIds]}
          data={runs.map((one) => ({ value: one.id as string, label: one.name }))}
          onChange={(chosen) => setRunIds(runs.filter(({ id }) => chosen.includes(id)).map(({ id }) => id))}
        />
      }
      isReady={runIds.length > 0}
      write={async (path) =>
        describeWritten(await client.evaluations.exportRjafroc({ runIds: [...runIds], iouThreshold, path }))
      }
      onClose={onClose}
    />
  );
}

interface WrittenWorkbook {
  readonly path: string;
  readonly cases: number;
  /** Images that only some of the runs cover. */
  readonly leftOut: number;
}

function describeWritten({ path, cases, leftOut }: WrittenWorkbook): Written {
  const rest = leftOut > 0 ? `; ${readableAmount(leftOut, "image")} left out that not all runs cover` : "";
  return { title: "Workbook written", message: `${path}, ${readableAmount(cases, "case")}${rest}` };
}
