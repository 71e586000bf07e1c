/** @file The reading area: toolbar, radiograph with its boxes, and what a reading room writes into the corners. */
import { Button } from "@mantine/core";
import { IconFileAlert, IconPhoto } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type JSX, useMemo } from "react";
import type { StudyDetail } from "../../../src-shared/contract/studies";
import { framePath } from "../../../src-shared/contract/byte-paths";
import { describeLocation } from "../../../src-shared/domain/instance";
import type { InstanceId } from "../../../src-shared/domain/identifiers";
import { fetchBytes } from "../../client/bytes";
import { FailureNotice } from "../../components/FailureNotice";
import { Notice } from "../../components/Notice";
import { reportFailure } from "../../components/report-failure";
import { useExplanation } from "../../stores/explanation-store";
import { useLayout } from "../../stores/layout-store";
import { queries } from "../../stores/queries";
import { stepCase } from "../../stores/reading-commands";
import { useSelection } from "../../stores/selection-store";
import { useChosenMap } from "../../stores/use-chosen-map";
import { Viewer } from "../../viewer/Viewer";
import type { FetchFrame, ViewerImage } from "../../viewer/viewer-image";
import { ImageCorners } from "./ImageCorners";
import { MapLegend } from "./MapLegend";
import { useNeighbours } from "./use-neighbours";
import { useOverlayLayers } from "./use-overlay-layers";
import { useViewerHeatMap } from "./use-viewer-heat-map";
import { ViewerToolbar } from "./ViewerToolbar";
import "./viewer-panel.css";

export function ViewerPanel(): JSX.Element {
  const instanceId = useSelection((state) => state.instanceId);
  return (
    <section className="viewer-panel" aria-label="Image">
      <ViewerToolbar />
      <div className="viewer-panel__stage" data-testid="stage">
        {instanceId ? <Stage instanceId={instanceId} /> : <NothingOpen />}
      </div>
    </section>
  );
}

const fetchFrame: FetchFrame = (instanceId, frame, signal) => fetchBytes(framePath(instanceId, frame), signal);

function Stage({ instanceId }: { readonly instanceId: InstanceId }): JSX.Element | null {
  const { data, error, refetch } = useQuery({
    ...queries.detail(instanceId),
    // The image before stays on screen until the next one is known, so that stepping does not flash.
    placeholderData: (previous) => previous,
  });
  const neighbours = useNeighbours(data?.instance.id);
  const findingId = useSelection((state) => state.findingId);
  const chooseFinding = useSelection((state) => state.chooseFinding);
  const chosenMap = useChosenMap();
  const heatMap = useViewerHeatMap(chosenMap, data?.instance.id);
  const layers = useOverlayLayers(data, chosenMap);
  const isInThreeViews = useExplanation((state) => state.isOn && state.isInThreeViews);
  const image = useMemo(() => data && viewerImageOf(data), [data]);

  if (error) return <FailureNotice title="This image cannot be shown" error={error} onRetry={refetch} />;
  if (!data) return null;
  if (!data.isFilePresent) return <MissingFile detail={data} />;
  return (
    <>
      <Viewer
        image={image}
        layers={layers}
        fetchFrame={fetchFrame}
        neighbours={neighbours}
        heatMap={heatMap}
        isInThreeViews={isInThreeViews}
        selectedFindingId={findingId}
        onSelect={chooseFinding}
        onStep={(direction) => reportFailure(stepCase(direction))}
      />
      <ImageCorners detail={data} isInThreeViews={isInThreeViews} legend={<MapLegend map={chosenMap} />} />
    </>
  );
}

function viewerImageOf({ instance, patient, series }: StudyDetail): ViewerImage {
  const view = [series.bodyPart?.toLowerCase(), series.viewPosition].filter(Boolean).join(" ");
  return {
    instanceId: instance.id,
    pixels: instance.pixels,
    description: `Radiograph of patient ${patient.id}${view && `, ${view}`}`,
  };
}

function NothingOpen(): JSX.Element | null {
  const isEmpty = useQuery(queries.project()).data?.counts.images === 0;
  // With images, the first one is on its way.
  if (!isEmpty) return null;
  return (
    <Notice icon={IconPhoto} title="No image is open">
      The first one appears here while it is being imported.
    </Notice>
  );
}

function MissingFile({ detail }: { readonly detail: StudyDetail }): JSX.Element {
  const goTo = useLayout((state) => state.goTo);
  return (
    <Notice
      icon={IconFileAlert}
      title="The file of this image is not at its place"
      tone="failure"
      actions={
        <Button variant="default" onClick={() => goTo("data")}>
          Find moved files…
        </Button>
      }
    >
      <span className="mono">{describeLocation(detail.instance.location)}</span>
    </Notice>
  );
}
