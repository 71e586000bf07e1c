/** @file All about one data set: overview, label problems, splits, and the report of its import. */
import { Skeleton, Tabs } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import type { Dataset } from "../../../src-shared/domain/dataset";
import { FailureNotice } from "../../components/FailureNotice";
import { readableCount } from "../../components/readable";
import { queries } from "../../stores/queries";
import { ImportReport } from "./ImportReport";
import { LabelProblems } from "./LabelProblems";
import { OverviewTab } from "./OverviewTab";
import { SplitsCard } from "./SplitsCard";

const TABS = ["overview", "problems", "splits", "report"] as const;

export function DatasetDetail({ dataset }: { readonly dataset: Dataset }): JSX.Element {
  const [tab, setTab] = useState<(typeof TABS)[number]>("overview");
  const { data: overview, error, refetch } = useQuery(queries.overview(dataset.id));
  return (
    <Tabs
      className="dataset__detail"
      value={tab}
      onChange={(value) => setTab(TABS.find((known) => known === value) ?? "overview")}
    >
      <Tabs.List className="dataset__tabs" aria-label={dataset.name}>
        <Tabs.Tab value="overview">Overview</Tabs.Tab>
        <Tabs.Tab value="problems" data-testid="data-tab-problems">
          Label problems {overview && readableCount(overview.problems.length)}
        </Tabs.Tab>
        <Tabs.Tab value="splits" data-testid="data-tab-splits">
          Splits
        </Tabs.Tab>
        <Tabs.Tab value="report" data-testid="data-tab-report">
          Import report {readableCount(dataset.counts.problems)}
        </Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="report">
        <ImportReport key={dataset.id} dataset={dataset} />
      </Tabs.Panel>
      {error && tab !== "report" && (
        <FailureNotice title="The overview cannot be made" error={error} onRetry={refetch} />
      )}
      {!overview && !error && tab !== "report" && <Skeleton h={320} />}
      {overview && (
        <>
          <Tabs.Panel value="overview" className="dataset__overview">
            <OverviewTab overview={overview} name={dataset.name} />
          </Tabs.Panel>
          <Tabs.Panel value="problems">
            <LabelProblems overview={overview} />
          </Tabs.Panel>
          <Tabs.Panel value="splits">
            <SplitsCard datasetId={dataset.id} overview={overview} />
          </Tabs.Panel>
        </>
      )}
    </Tabs>
  );
}
