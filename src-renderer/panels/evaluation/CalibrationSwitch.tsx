/** @file Reads the scores of every view as the model gave them, or through a fitted recalibration. */
import { Button, Select, Tooltip } from "@mantine/core";
import { IconAdjustmentsSpark } from "@tabler/icons-react";
import { type JSX, useState } from "react";
import type { Run } from "../../../src-shared/domain/run";
import { failureOf } from "../../client/failure-of";
import { chooseCalibration, useCalibrationsQuery, useChosenCalibration } from "../../stores/chosen-calibration";
import { CALIBRATION_METHOD_WORDS } from "./calibration-method-words";
import { FitCalibrationDialog } from "./FitCalibrationDialog";

const AS_GIVEN = "as-given";

export function CalibrationSwitch({ run }: { readonly run: Run }): JSX.Element {
  const { data: calibrations = [], error } = useCalibrationsQuery();
  const chosen = useChosenCalibration();
  const [isFitting, setIsFitting] = useState(false);
  const calibration = chosen === "pending" ? undefined : chosen;
  return (
    <div className="evaluation__switch">
      <Tooltip label="What every score on screen means: on images, in lists and in charts.">
        <Select
          aria-label="Scores"
          data-testid="calibration-select"
          w={250}
          comboboxProps={{ width: 360, position: "bottom-end" }}
          error={error && failureOf(error).message}
          value={calibration?.id ?? AS_GIVEN}
          data={[
            { value: AS_GIVEN, label: "Scores as the model gave them" },
            ...calibrations.map(({ id, map, runName }) => ({
              value: id as string,
              label: `Calibrated: ${CALIBRATION_METHOD_WORDS[map.method].name.toLowerCase()}, fitted on ${runName}`,
            })),
          ]}
          onChange={(value) => chooseCalibration(calibrations.find(({ id }) => id === value))}
        />
      </Tooltip>
      <Button
        variant="default"
        leftSection={<IconAdjustmentsSpark size={14} aria-hidden />}
        data-testid="calibrate"
        onClick={() => setIsFitting(true)}
      >
        Calibrate…
      </Button>
      {isFitting && <FitCalibrationDialog run={run} onClose={() => setIsFitting(false)} />}
    </div>
  );
}
