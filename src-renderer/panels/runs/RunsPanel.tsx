/** @file The runs page: let a model detect, watch, evaluate, go on, remove. */
import { Skeleton } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import { Card } from "../../components/Card";
import { FailureNotice } from "../../components/FailureNotice";
import { Notice } from "../../components/Notice";
import { PageFrame } from "../../components/PageFrame";
import { queries } from "../../stores/queries";
import { DetectCard } from "./DetectCard";
import { RunLine } from "./RunLine";
import "./runs.css";

export function RunsPanel(): JSX.Element {
  const { data: runs, error, refetch } = useQuery(queries.runs());
  return (
    <PageFrame
      title="Runs"
      lead="A run is one model applied to one list of images, kept with everything that explains its figures."
    >
      <DetectCard />
      <Card title="Runs" isFlush>
        {error && <FailureNotice title="The runs cannot be read" error={error} onRetry={refetch} />}
        {!runs && !error && <Skeleton h={80} m="md" />}
        {runs?.length === 0 && (
          <Notice icon={IconPlayerPlay} title="No run yet">
            Choose a model above and let it detect.
          </Notice>
        )}
        {runs
          ?.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))
          .map((run) => (
            <RunLine key={run.id} run={run} />
          ))}
      </Card>
    </PageFrame>
  );
}
