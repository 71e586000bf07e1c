/** @file The way from an empty project to a list of errors, each step with its state and what to do next. */
import { Button } from "@mantine/core";
import { IconCircle, IconCircleCheckFilled, IconLoader2 } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import type { Job, JobKind } from "../../src-shared/domain/job";
import { type Page, useLayout } from "../stores/layout-store";
import { queries } from "../stores/queries";
import { describeProgress } from "./JobLine";
import { readableAmount } from "./readable";
import "./preparation-steps.css";

interface Step {
  readonly title: string;
  readonly jobKind: JobKind;
  /** What has been reached, in words; undefined while it has not. */
  readonly reached: string | undefined;
  readonly page: Page;
  readonly action: string;
}

export function PreparationSteps(): JSX.Element | null {
  const steps = useSteps();
  const jobs = useQuery(queries.jobs()).data ?? [];
  if (!steps) return null;
  const next = steps.findIndex(({ reached }) => reached === undefined);
  return (
    <ol className="preparation" data-testid="preparation">
      {steps.map((step, index) => (
        <StepLine key={step.title} step={step} job={runningJob(jobs, step.jobKind)} isNext={index === next} />
      ))}
    </ol>
  );
}

/** Undefined until the back end has said what there is: an offer to add what is there already would mislead. */
function useSteps(): readonly Step[] | undefined {
  const counts = useQuery(queries.project()).data?.counts;
  const models = useQuery(queries.models()).data;
  const runs = useQuery(queries.runs()).data;
  if (!models || !runs) return undefined;
  const complete = runs.filter(({ state }) => state === "complete");
  const evaluated = runs.filter(({ isEvaluated }) => isEvaluated);
  return [
    {
      title: "Import radiographs",
      jobKind: "import-dataset",
      reached: counts && counts.images > 0 ? readableAmount(counts.images, "image") : undefined,
      page: "data",
      action: "Import…",
    },
    {
      title: "Add a model",
      jobKind: "import-model",
      reached: models.length > 0 ? readableAmount(models.length, "model") : undefined,
      page: "models",
      action: "Add…",
    },
    {
      title: "Detect",
      jobKind: "detect",
      reached: complete.length > 0 ? readableAmount(complete.length, "run") : undefined,
      page: "runs",
      action: "Detect…",
    },
    {
      title: "Evaluate",
      jobKind: "evaluate",
      reached: evaluated.length > 0 ? `${readableAmount(evaluated.length, "run")} evaluated` : undefined,
      page: "runs",
      action: "Evaluate…",
    },
  ];
}

function runningJob(jobs: readonly Job[], kind: JobKind): Job | undefined {
  return jobs.find((job) => job.kind === kind && (job.current.state === "running" || job.current.state === "queued"));
}

interface StepLineProps {
  readonly step: Step;
  readonly job: Job | undefined;
  readonly isNext: boolean;
}

function StepLine({ step, job, isNext }: StepLineProps): JSX.Element {
  const goTo = useLayout((state) => state.goTo);
  const progress = job?.current.state === "running" ? describeProgress(job.current.progress) : job && "waiting";
  const StepIcon = job ? IconLoader2 : step.reached ? IconCircleCheckFilled : IconCircle;
  const state = job ? "running" : step.reached ? "done" : "open";
  return (
    <li className="preparation__step" data-state={state}>
      <StepIcon className="preparation__icon" size={18} stroke={1.8} aria-label={state} />
      <span>{step.title}</span>
      <span className="preparation__detail figures">{progress ?? step.reached ?? ""}</span>
      {isNext && !job && (
        <Button variant="light" onClick={() => goTo(step.page)}>
          {step.action}
        </Button>
      )}
    </li>
  );
}
