/** @file One job under way: title, bar, speed and time left, and a way to stop it. */
import { ActionIcon, Progress, Tooltip } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import type { JSX } from "react";
import type { Job, Progress as JobProgress } from "../../src-shared/domain/job";
import { readableCount, readableDuration } from "./readable";
import "./job-line.css";

export interface JobLineProps {
  readonly job: Job;
  readonly onCancel: (job: Job) => void;
}

export function JobLine({ job, onCancel }: JobLineProps): JSX.Element {
  const { current } = job;
  const progress = current.state === "running" ? current.progress : undefined;
  const share = progress?.total ? (100 * progress.done) / progress.total : undefined;
  return (
    <div className="job-line" data-testid="job-progress" data-kind={job.kind}>
      <span className="job-line__title">{job.title}</span>
      <Progress
        className="job-line__bar"
        value={share ?? 100}
        animated={share === undefined}
        striped={share === undefined}
        aria-label={job.title}
      />
      <span className="job-line__figures figures">{progress ? describeProgress(progress) : "waiting"}</span>
      <Tooltip label="Cancel">
        <ActionIcon
          size="sm"
          aria-label={`Cancel: ${job.title}`}
          data-testid="job-cancel"
          onClick={() => onCancel(job)}
        >
          <IconX size={14} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}

/** For example "7 of 22 · 10.4/s · 2 s left". */
export function describeProgress({ done, total, note, perSecond, secondsLeft }: JobProgress): string {
  const parts = [
    total === undefined ? readableCount(done) : `${readableCount(done)} of ${readableCount(total)}`,
    perSecond !== undefined && perSecond > 0
      ? `${perSecond < 100 ? perSecond.toFixed(1) : Math.round(perSecond)}/s`
      : "",
    secondsLeft === undefined ? "" : `${readableDuration(secondsLeft)} left`,
  ].filter((part) => part !== "");
  return done === 0 && total === undefined ? note : parts.join(" · ");
}
