/** @file Turns heat maps on and off, and says why they are off to begin with. */
import { Button, Loader } from "@mantine/core";
import { IconFlame, IconFlameOff } from "@tabler/icons-react";
import type { JSX } from "react";
import type { Job } from "../../../src-shared/domain/job";
import { client } from "../../client/client";
import { FailureLine } from "../../components/FailureLine";
import { JobLine } from "../../components/JobLine";
import { PanelPart } from "../../components/PanelPart";
import { reportFailure } from "../../components/report-failure";
import { useExplanation } from "../../stores/explanation-store";
import type { ChosenMap } from "../../stores/use-chosen-map";

export interface MapSwitchProps {
  readonly map: ChosenMap;
  /** Checks and D-RISE maps under way. */
  readonly examinations: readonly Job[];
}

export function MapSwitch({ map, examinations }: MapSwitchProps): JSX.Element {
  const { isOn, toggle } = useExplanation();
  return (
    <PanelPart title="Heat map" aside={isOn ? "on" : "off"}>
      <div className="explanation__controls">
        <Button
          variant={isOn ? "default" : "filled"}
          leftSection={isOn ? <IconFlameOff size={16} aria-hidden /> : <IconFlame size={16} aria-hidden />}
          data-testid="toggle-map"
          onClick={toggle}
        >
          {isOn ? "Hide the heat map" : "Show the heat map"}
        </Button>
        {isOn ? <MapState map={map} /> : <WhyOff />}
        {examinations.map((job) => (
          <JobLine key={job.id} job={job} onCancel={() => reportFailure(client.jobs.cancel({ jobId: job.id }))} />
        ))}
      </div>
    </PanelPart>
  );
}

function MapState({ map }: { readonly map: ChosenMap }): JSX.Element | null {
  switch (map.state) {
    case "off":
      return null;
    case "nothing":
      return <p className="aside">{map.reason}</p>;
    case "computing":
      return (
        <p className="explanation__computing" role="status">
          <Loader size={12} /> {map.words ? `Computing ${map.words} …` : "Opening the model …"}
        </p>
      );
    case "failed":
      return <FailureLine error={map.error} />;
    case "ready":
      return (
        <p className="aside" data-testid="map-words">
          {map.words}
        </p>
      );
  }
}

/** Said once where it matters, not beside every map. */
function WhyOff(): JSX.Element {
  return (
    <p className="aside">
      Off until somebody asks. In published studies such maps did not protect readers from a biased model (Jabbour et
      al., JAMA 2023), and they find lesions worse than radiologists do (Saporta et al., Nature Machine Intelligence
      2022). A map shows what moved a score, not whether the model is right.
    </p>
  );
}
