/** @file The bottom line: device, work under way, connection, and what this program is not. */
import { useQuery } from "@tanstack/react-query";
import { IconCpu } from "@tabler/icons-react";
import { type JSX, useSyncExternalStore } from "react";
import { EXECUTION_PROVIDER_NAMES } from "../../src-shared/domain/device";
import type { Job } from "../../src-shared/domain/job";
import { client } from "../client/client";
import { connectionState, type ConnectionState } from "../client/connection-state";
import { JobLine } from "../components/JobLine";
import { reportFailure } from "../components/report-failure";
import { NOT_A_MEDICAL_DEVICE } from "../components/not-a-medical-device";
import { useLayout } from "../stores/layout-store";
import { queries } from "../stores/queries";

const CONNECTION_WORDS = {
  connecting: "Connecting…",
  connected: "Connected",
  lost: "Connection lost",
  refused: "Not connected",
} satisfies Record<ConnectionState["state"], string>;

const SHOWN_JOBS = 2;

export function StatusBar(): JSX.Element {
  return (
    <footer className="status-bar">
      <Device />
      <RunningJobs />
      <Connection />
      <span className="status-bar__notice" data-testid="not-a-medical-device">
        {NOT_A_MEDICAL_DEVICE}
      </span>
    </footer>
  );
}

function Device(): JSX.Element | null {
  const isProjectOpen = Boolean(useQuery(queries.project()).data);
  const devices = useQuery({ ...queries.devices(), enabled: isProjectOpen }).data;
  const goTo = useLayout((state) => state.goTo);
  const chosen = devices?.find(({ isChosen }) => isChosen);
  if (!isProjectOpen) return null;
  return (
    <button
      type="button"
      className="status-bar__item"
      data-testid="device"
      title="Execution provider that detects; see Devices"
      onClick={() => goTo("devices")}
    >
      <IconCpu size={14} stroke={1.6} aria-hidden />
      {chosen ? EXECUTION_PROVIDER_NAMES[chosen.provider] : "Trying devices…"}
    </button>
  );
}

function RunningJobs(): JSX.Element {
  const jobs = useQuery(queries.jobs()).data ?? [];
  const running = jobs.filter(({ current }) => current.state === "running" || current.state === "queued");
  const goTo = useLayout((state) => state.goTo);
  return (
    <div className="status-bar__jobs">
      {running.slice(0, SHOWN_JOBS).map((job) => (
        <JobLine key={job.id} job={job} onCancel={() => reportFailure(client.jobs.cancel({ jobId: job.id }))} />
      ))}
      {running.length > SHOWN_JOBS && (
        <button type="button" className="status-bar__item" onClick={() => goTo("jobs")}>
          {running.length - SHOWN_JOBS} more
        </button>
      )}
      <JobAnnouncer jobs={jobs} />
    </div>
  );
}

/** Says when work begins and ends, not every image of it. */
function JobAnnouncer({ jobs }: { readonly jobs: readonly Job[] }): JSX.Element {
  const newest = jobs.toSorted((a, b) => newestTime(b).localeCompare(newestTime(a)))[0];
  return (
    <span className="visually-hidden" aria-live="polite">
      {newest && `${newest.title}: ${newest.current.state}`}
    </span>
  );
}

function newestTime({ endedAt, createdAt }: Job): string {
  return endedAt ?? createdAt;
}

function Connection(): JSX.Element {
  const { state } = useSyncExternalStore(connectionState.subscribe, connectionState.get);
  return (
    <span className="status-bar__item" data-testid="connection" data-state={state}>
      <span className="status-bar__dot" data-state={state} />
      {CONNECTION_WORDS[state]}
    </span>
  );
}
