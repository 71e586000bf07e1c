/** @file What is known about the image on screen: patient, study, pixels, file, and where each reference box came from. */
import { Skeleton } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import type { StudyDetail } from "../../../src-shared/contract/studies";
import type { Annotation } from "../../../src-shared/domain/annotation";
import { boxHeightPx, boxWidthPx } from "../../../src-shared/domain/box";
import type { InstanceId } from "../../../src-shared/domain/identifiers";
import { describeLocation } from "../../../src-shared/domain/instance";
import { FactList } from "../../components/FactList";
import { FailureNotice } from "../../components/FailureNotice";
import { Notice } from "../../components/Notice";
import { PanelPart } from "../../components/PanelPart";
import {
  lastPathPart,
  readableAmount,
  readableBytes,
  readableDicomDate,
  readablePersonName,
} from "../../components/readable";
import { queries } from "../../stores/queries";
import { useSelection } from "../../stores/selection-store";
import "./image-info.css";

export function ImageInfoPanel(): JSX.Element {
  const instanceId = useSelection((state) => state.instanceId);
  if (!instanceId)
    return (
      <Notice icon={IconInfoCircle} title="No image is open">
        Choose a case to read about its image.
      </Notice>
    );
  return <ImageInfo instanceId={instanceId} />;
}

function ImageInfo({ instanceId }: { readonly instanceId: InstanceId }): JSX.Element {
  const { data, error, refetch } = useQuery(queries.detail(instanceId));
  if (error) return <FailureNotice title="The image cannot be described" error={error} onRetry={refetch} />;
  if (!data) return <Skeleton h="100%" m="xs" />;
  return (
    <div className="panel" data-testid="image-info">
      <PanelPart title="Patient and study">
        <PatientFacts detail={data} />
      </PanelPart>
      <PanelPart title="Pixels">
        <PixelFacts detail={data} />
      </PanelPart>
      <PanelPart title={readableAmount(data.annotations.length, "reference box", "reference boxes")}>
        {data.annotations.length === 0 ? (
          <p className="aside">The data set states no finding on this image.</p>
        ) : (
          <ReferenceList annotations={data.annotations} />
        )}
      </PanelPart>
      <PanelPart title="File">
        <FileFacts detail={data} />
      </PanelPart>
    </div>
  );
}

function PatientFacts({ detail: { patient, instance, study, series, className } }: { readonly detail: StudyDetail }) {
  return (
    <FactList
      facts={[
        { name: "Patient", value: <span className="mono">{patient.id}</span> },
        {
          name: "Name",
          value: patient.name === patient.id ? undefined : patient.name && readablePersonName(patient.name),
        },
        { name: "Sex", value: patient.sex },
        { name: "Age", value: instance.ageYears === undefined ? undefined : `${instance.ageYears} years` },
        { name: "Class", value: className },
        { name: "Date", value: study.date && readableDicomDate(study.date) },
        { name: "Study", value: study.description },
        { name: "Series", value: series.description },
        { name: "Modality", value: series.modality },
        { name: "Body part", value: series.bodyPart },
        { name: "View", value: series.viewPosition },
      ]}
    />
  );
}

function PixelFacts({ detail: { instance } }: { readonly detail: StudyDetail }): JSX.Element {
  const { pixels } = instance;
  const { spacing } = pixels;
  return (
    <FactList
      facts={[
        { name: "Size", value: `${pixels.columns} × ${pixels.rows} px` },
        { name: "Depth", value: `${pixels.bitsStored} bit stored, ${pixels.isSigned ? "signed" : "unsigned"}` },
        { name: "Photometric", value: pixels.photometric },
        { name: "Spacing", value: spacing && `${spacing.columnMm} × ${spacing.rowMm} mm (${spacing.source})` },
        { name: "Rescale", value: `× ${pixels.rescaleSlope} + ${pixels.rescaleIntercept}` },
        {
          name: "Windows",
          value: pixels.windows.map(({ center, width }) => `C ${center} W ${width}`).join(", ") || "none in the header",
        },
        { name: "Syntax", value: <span className="mono">{pixels.transferSyntax}</span> },
      ]}
    />
  );
}

function FileFacts({ detail: { instance } }: { readonly detail: StudyDetail }): JSX.Element {
  return (
    <FactList
      facts={[
        { name: "Place", value: describeLocation(instance.location) },
        { name: "Size", value: readableBytes(instance.fileBytes) },
        { name: "SHA-256", value: <span className="mono">{instance.sha256}</span> },
        { name: "Instance", value: <span className="mono">{instance.id}</span> },
      ]}
    />
  );
}

function ReferenceList({ annotations }: { readonly annotations: readonly Annotation[] }): JSX.Element {
  const chosen = useSelection((state) => state.findingId);
  const chooseFinding = useSelection((state) => state.chooseFinding);
  return (
    <ul className="row-list">
      {annotations.map(({ id, label, box, provenance }) => (
        <li key={id}>
          <button
            type="button"
            className="row-button row-button--framed image-info__reference"
            aria-pressed={id === chosen}
            onClick={() => chooseFinding(id)}
          >
            <span className="image-info__label">{label}</span>
            <span className="figures">
              {Math.round(boxWidthPx(box))} × {Math.round(boxHeightPx(box))} px at {Math.round(box.x1)},{" "}
              {Math.round(box.y1)}
            </span>
            <span className="image-info__origin">
              {lastPathPart(provenance.file)}, row {provenance.row}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
