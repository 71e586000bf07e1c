/** @file The data page: bring images in, see what they hold, what looks wrong, and how they are split. */
import { Button, Skeleton } from "@mantine/core";
import { IconDatabaseImport, IconDatabaseOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import type { DatasetId } from "../../../src-shared/domain/identifiers";
import { Card } from "../../components/Card";
import { FailureNotice } from "../../components/FailureNotice";
import { Notice } from "../../components/Notice";
import { PageFrame } from "../../components/PageFrame";
import { queries } from "../../stores/queries";
import { DatasetDetail } from "./DatasetDetail";
import { DatasetLine } from "./DatasetLine";
import { ImportCard } from "./ImportCard";
import { RelinkCard } from "./RelinkCard";
import "./dataset.css";

export function DatasetPanel(): JSX.Element {
  const { data: datasets, error, refetch } = useQuery(queries.datasets());
  const [chosenId, setChosenId] = useState<DatasetId>();
  const [isBringing, setIsBringing] = useState<boolean>();
  // The newest is what somebody who just imported wants to read about.
  const chosen = datasets?.find(({ id }) => id === chosenId) ?? datasets?.at(-1);
  // Without data there is nothing else to do here; with some, they are what the page is about.
  const brings = isBringing ?? datasets?.length === 0;
  return (
    <PageFrame
      title="Data"
      lead="Images stay where they are; the project keeps their paths and checksums, the reference boxes, and where each box came from."
      actions={
        <Button
          variant={brings ? "light" : "default"}
          leftSection={<IconDatabaseImport size={16} aria-hidden />}
          aria-expanded={brings}
          data-testid="bring-data"
          onClick={() => setIsBringing(!brings)}
        >
          Import or find files…
        </Button>
      }
    >
      {brings && (
        <div className="dataset__top">
          <ImportCard />
          <RelinkCard />
        </div>
      )}
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
            onChoose={() => setChosenId(dataset.id)}
          />
        ))}
      </Card>
      {chosen && <DatasetDetail key={chosen.id} dataset={chosen} />}
    </PageFrame>
  );
}
