/** @file The data page: bring images in, watch the counts grow, read what the import met, find moved files. */
import { Skeleton } from "@mantine/core";
import { IconDatabaseOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import type { DatasetId } from "../../../src-shared/domain/identifiers";
import { Card } from "../../components/Card";
import { FailureNotice } from "../../components/FailureNotice";
import { Notice } from "../../components/Notice";
import { PageFrame } from "../../components/PageFrame";
import { queries } from "../../stores/queries";
import { DatasetLine } from "./DatasetLine";
import { ImportCard } from "./ImportCard";
import { ImportReport } from "./ImportReport";
import { RelinkCard } from "./RelinkCard";
import "./dataset.css";

export function DatasetPanel(): JSX.Element {
  const { data: datasets, error, refetch } = useQuery(queries.datasets());
  const [reportOf, setReportOf] = useState<DatasetId>();
  // The newest is what somebody who just imported wants to read about.
  const chosen = datasets?.find(({ id }) => id === reportOf) ?? datasets?.at(-1);
  return (
    <PageFrame
      title="Data"
      lead="Images stay where they are; the project keeps their paths and checksums, the reference boxes, and where each box came from."
    >
      <div className="dataset__top">
        <ImportCard />
        <RelinkCard />
      </div>
      <Card title="Data sets" isFlush>
        {error && <FailureNotice title="The data sets cannot be read" error={error} onRetry={refetch} />}
        {!datasets && !error && <Skeleton h={60} m="md" />}
        {datasets?.length === 0 && (
          <Notice icon={IconDatabaseOff} title="No data set yet">
            Give the path of an RSNA-format folder or zip archive above.
          </Notice>
        )}
        {datasets?.map((dataset) => (
          <DatasetLine
            key={dataset.id}
            dataset={dataset}
            isChosen={dataset.id === chosen?.id}
            onChoose={() => setReportOf(dataset.id)}
          />
        ))}
      </Card>
      {chosen && <ImportReport key={chosen.id} dataset={chosen} />}
    </PageFrame>
  );
}
