/** @file Project, run, the two linked thresholds and what follows from them. */
import { Select, Tooltip } from "@mantine/core";
import { IconCommand, IconKeyboard, IconLayoutSidebar, IconLayoutSidebarRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import { spotlight } from "@mantine/spotlight";
import type { Run } from "../../src-shared/domain/run";
import overreadIcon from "../../resources/icons/overread.svg";
import { ThresholdControl } from "../components/ThresholdControl";
import { ToolButton } from "../components/ToolButton";
import { useActiveRun } from "../stores/active-run-store";
import { scoreAsRead, useChosenCalibration } from "../stores/chosen-calibration";
import { useLayout } from "../stores/layout-store";
import { queries } from "../stores/queries";
import { GREATEST_IOU_THRESHOLD, LEAST_IOU_THRESHOLD, THRESHOLD_STEP, useThresholds } from "../stores/thresholds-store";
import { LiveCounts } from "./LiveCounts";
import { ProjectMenu } from "./ProjectMenu";

export function TopBar(): JSX.Element {
  const { toggleWorklist, toggleSidePanel, openDialog } = useLayout();
  return (
    <header className="top-bar">
      <img className="top-bar__brand" src={overreadIcon} width={28} height={28} alt="Overread" />
      <ProjectMenu />
      <RunSelect />
      <span className="top-bar__divider" />
      <Thresholds />
      <LiveCounts />
      <span className="top-bar__divider" />
      <div style={{ display: "flex" }}>
        <ToolButton icon={IconLayoutSidebar} label="Show or hide the worklist" onClick={toggleWorklist} />
        <ToolButton icon={IconLayoutSidebarRight} label="Show or hide the side panel" onClick={toggleSidePanel} />
        <ToolButton icon={IconCommand} label="Command palette" shortcut="palette" onClick={spotlight.open} />
        <ToolButton
          icon={IconKeyboard}
          label="Keyboard shortcuts"
          shortcut="help"
          onClick={() => openDialog("shortcuts")}
        />
      </div>
    </header>
  );
}

/** Apart from the bar, which need not be drawn again while a slider moves. */
function Thresholds(): JSX.Element {
  const { scoreThreshold, iouThreshold, setScoreThreshold, setIouThreshold } = useThresholds();
  return (
    <>
      <ThresholdControl
        label="Score"
        definition="Detections below this score are hidden and not counted. Keys: [ and ]"
        least={0}
        greatest={1}
        step={THRESHOLD_STEP}
        value={scoreThreshold}
        testId="score-threshold"
        onChange={setScoreThreshold}
      />
      <CalibratedBadge />
      <ThresholdControl
        label="IoU"
        definition="A detection has found a reference box from this overlap (intersection over union) up."
        least={LEAST_IOU_THRESHOLD}
        greatest={GREATEST_IOU_THRESHOLD}
        step={THRESHOLD_STEP}
        value={iouThreshold}
        testId="iou-threshold"
        onChange={setIouThreshold}
      />
    </>
  );
}

/** Scores that are not the model's own must never look as if they were. */
function CalibratedBadge(): JSX.Element | null {
  const calibration = useChosenCalibration();
  const goTo = useLayout((state) => state.goTo);
  if (!calibration || calibration === "pending") return null;
  const { map, runName } = calibration;
  return (
    <Tooltip
      label={`Scores are calibrated (${map.method}, fitted on ${runName}), not the model’s own. Click to change that.`}
    >
      <button type="button" className="top-bar__calibrated" data-testid="calibrated" onClick={() => goTo("evaluation")}>
        calibrated
      </button>
    </Tooltip>
  );
}

function RunSelect(): JSX.Element {
  const runs = useQuery(queries.runs()).data ?? [];
  const runId = useActiveRun((state) => state.runId);
  const chosen = runs.find(({ id }) => id === runId);
  const chooseRun = useActiveRun((state) => state.chooseRun);
  const setScoreThreshold = useThresholds((state) => state.setScoreThreshold);
  return (
    <Select
      className="top-bar__run"
      aria-label="Run"
      placeholder="No run yet"
      data-testid="run-select"
      disabled={runs.length === 0}
      title={chosen && describeRun(chosen)}
      comboboxProps={{ width: 300, position: "bottom-start" }}
      value={runId ?? null}
      data={runs.map((run) => ({ value: run.id as string, label: describeRun(run) }))}
      onChange={(value) => {
        const run = runs.find(({ id }) => id === value);
        if (!run) return;
        chooseRun(run.id);
        setScoreThreshold(scoreAsRead(run.suggestedThreshold));
      }}
    />
  );
}

function describeRun({ name, state, imagesDone, images }: Run): string {
  return state === "complete" ? name : `${name} (${imagesDone} of ${images})`;
}
