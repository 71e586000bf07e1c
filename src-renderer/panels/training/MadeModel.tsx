/** @file The model that a training made: its name, and a way to write it to a file. */
import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import type { Training } from "../../../src-shared/domain/training";
import { ExportModelDialog } from "../../components/ExportModelDialog";
import { queries } from "../../stores/queries";
import { CaseChanges } from "./CaseChanges";

/** Nothing until the training has made its model. */
export function MadeModel({ training }: { readonly training: Training }): JSX.Element | null {
  const models = useQuery(queries.models()).data;
  const [isExporting, setIsExporting] = useState(false);
  const { madeModelId, bestEpoch, config } = training;
  if (!madeModelId || !models) return null;
  const model = models.find(({ id }) => id === madeModelId);
  if (!model) {
    return (
      <div className="training__cases" data-testid="training-model">
        The model that it made has been removed since.
      </div>
    );
  }
  return (
    <>
      <div className="training__cases" data-testid="training-model">
        <span>
          {bestEpoch === undefined ? "It is" : `Epoch ${bestEpoch} is`} registered as <b>{model.name}</b>.
        </span>
        <Button
          variant="default"
          leftSection={<IconDownload size={14} aria-hidden />}
          data-testid="training-export"
          onClick={() => setIsExporting(true)}
        >
          Export…
        </Button>
        {isExporting && <ExportModelDialog model={model} onClose={() => setIsExporting(false)} />}
      </div>
      <CaseChanges
        training={training}
        made={model}
        start={config.isFromScratch ? undefined : models.find(({ id }) => id === config.modelId)}
      />
    </>
  );
}
