/** @file What program this is, where it keeps things, and what it must not be used for. */
import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import { Card } from "../../components/Card";
import { FactList } from "../../components/FactList";
import { FailureNotice } from "../../components/FailureNotice";
import { NOT_A_MEDICAL_DEVICE } from "../../components/not-a-medical-device";
import { PageFrame } from "../../components/PageFrame";
import { readableDate } from "../../components/readable";
import { queries } from "../../stores/queries";
import { WindowSettings } from "./WindowSettings";

const HOST_NAMES = { desktop: "desktop window", browser: "browser host" } as const;

export function SettingsPanel(): JSX.Element {
  const { data: info, error, refetch } = useQuery(queries.info());
  const project = useQuery(queries.project()).data;
  return (
    <PageFrame title="Settings" lead="This project, this window and this program.">
      <Card title="Project">
        <FactList
          facts={[
            { name: "Name", value: project?.name },
            { name: "Folder", value: <span className="mono">{project?.path}</span> },
            { name: "Made", value: project && readableDate(project.createdAt) },
          ]}
        />
      </Card>
      <Card title="Display">
        <WindowSettings />
      </Card>
      <Card title="About Overread" testId="about">
        {error ? (
          <FailureNotice title="The program does not answer" error={error} onRetry={refetch} />
        ) : (
          <FactList
            facts={[
              { name: "Version", value: info && `${info.version} on ${info.platform}, ${HOST_NAMES[info.host]}` },
              { name: "Log", value: info && <span className="mono">{info.logFile}</span> },
              { name: "Licence", value: "MIT" },
              { name: "Purpose", value: <b>{NOT_A_MEDICAL_DEVICE}</b> },
              {
                name: "Sample",
                value:
                  "Chest radiographs of the NIH Clinical Center with labels of the Radiological Society of North America; the notice lies beside them.",
              },
            ]}
          />
        )}
      </Card>
    </PageFrame>
  );
}
