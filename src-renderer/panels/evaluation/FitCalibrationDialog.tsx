/** @file Fits a recalibration on a run of the same model, and lists those that were fitted. */
import { ActionIcon, Button, Group, Select, Stack, Table, Tooltip } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import type { Calibration } from "../../../src-shared/domain/calibration";
import { CALIBRATION_METHODS, type CalibrationMethod } from "../../../src-shared/domain/calibration";
import type { Run } from "../../../src-shared/domain/run";
import { client } from "../../client/client";
import { Dialog } from "../../components/Dialog";
import { FailureLine } from "../../components/FailureLine";
import { readableCount } from "../../components/readable";
import { useCalibration } from "../../stores/calibration-store";
import { chooseCalibration, useCalibrationsQuery } from "../../stores/chosen-calibration";
import { queries } from "../../stores/queries";
import { queryClient } from "../../stores/query-client";
import { useThresholds } from "../../stores/thresholds-store";
import { CALIBRATION_METHOD_WORDS } from "./calibration-method-words";

export interface FitCalibrationDialogProps {
  /** The run that is being read. */
  readonly run: Run;
  readonly onClose: () => void;
}

export function FitCalibrationDialog({ run, onClose }: FitCalibrationDialogProps): JSX.Element {
  const runs = (useQuery(queries.runs()).data ?? []).filter(
    ({ modelId, state }) => modelId === run.modelId && state === "complete",
  );
  const iouThreshold = useThresholds((state) => state.iouThreshold);
  const [method, setMethod] = useState<CalibrationMethod>("temperature");
  // A map that is judged on the run it was fitted on looks better than it is.
  const [runId, setRunId] = useState(runs.find(({ id }) => id !== run.id)?.id ?? runs[0]?.id);
  const fit = useMutation({
    mutationFn: async () => {
      const calibration = await client.evaluations.calibrate({ runId: runId!, method, iouThreshold });
      await queryClient.invalidateQueries({ queryKey: queries.calibrations(run.modelId).queryKey });
      return calibration;
    },
    onSuccess: (calibration) => {
      chooseCalibration(calibration);
      onClose();
    },
  });
  return (
    <Dialog title="Calibrate scores" size="lg" onClose={onClose}>
      <Stack gap="sm">
        <p className="evaluation__dialog-text">
          Fits a rising map from a score to the share of detections that are right at IoU {iouThreshold.toFixed(2)}. It
          stays with the model {run.modelName}; the order of detections, and AP with it, changes by new ties at most.
        </p>
        <Select
          label="Fit on"
          description={
            runId === run.id
              ? "This is the run being read: its reliability will look better than it is on new images. A run over another split tells the truth."
              : "Another run of the same model: what is read now stays unseen."
          }
          data-testid="calibrate-run"
          value={runId ?? null}
          data={runs.map(({ id, name }) => ({ value: id as string, label: name }))}
          onChange={(value) => setRunId(runs.find(({ id }) => id === value)?.id)}
        />
        <Select
          label="Method"
          description={CALIBRATION_METHOD_WORDS[method].meaning}
          data-testid="calibrate-method"
          value={method}
          data={CALIBRATION_METHODS.map((value) => ({ value, label: CALIBRATION_METHOD_WORDS[value].name }))}
          onChange={(value) => value && setMethod(value)}
        />
        <FailureLine error={fit.error} />
        <Fitted />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Close
          </Button>
          <Button
            disabled={runId === undefined}
            loading={fit.isPending}
            data-testid="calibrate-fit"
            onClick={() => fit.mutate()}
          >
            Fit and use
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

function Fitted(): JSX.Element | null {
  const calibrations = useCalibrationsQuery().data ?? [];
  const remove = useMutation({
    mutationFn: async ({ id, modelId }: Calibration) => {
      if (useCalibration.getState().calibrationId === id) chooseCalibration(undefined);
      await client.evaluations.removeCalibration({ calibrationId: id });
      await queryClient.invalidateQueries({ queryKey: queries.calibrations(modelId).queryKey });
    },
  });
  if (calibrations.length === 0) return null;
  return (
    <>
      <Table className="evaluation__fitted">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Fitted</Table.Th>
            <Table.Th>On</Table.Th>
            <Table.Th>Detections</Table.Th>
            <Table.Th>ECE before → after</Table.Th>
            <Table.Th />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {calibrations.map((calibration) => (
            <Table.Tr key={calibration.id}>
              <Table.Td>{CALIBRATION_METHOD_WORDS[calibration.map.method].name}</Table.Td>
              <Table.Td>
                {calibration.runName}, IoU {calibration.iouThreshold.toFixed(2)}
              </Table.Td>
              <Table.Td className="figures">{readableCount(calibration.detections)}</Table.Td>
              <Table.Td className="figures">
                {calibration.errorBefore.toFixed(3)} → {calibration.errorAfter.toFixed(3)}
              </Table.Td>
              <Table.Td>
                <Tooltip label="Remove">
                  <ActionIcon
                    size="sm"
                    aria-label={`Remove the calibration fitted on ${calibration.runName}`}
                    onClick={() => remove.mutate(calibration)}
                  >
                    <IconTrash size={14} aria-hidden />
                  </ActionIcon>
                </Tooltip>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <FailureLine error={remove.error} />
    </>
  );
}
