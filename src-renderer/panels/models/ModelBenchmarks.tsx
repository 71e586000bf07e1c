/** @file How fast a model runs on each device of this machine, how much memory it takes, and whether it still agrees with
 * the CPU. */
import { Button, Skeleton, Table, Tooltip } from "@mantine/core";
import { IconGauge } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { JSX, ReactNode } from "react";
import type { BenchmarkResult } from "../../../src-shared/domain/benchmark";
import { EXECUTION_PROVIDER_NAMES } from "../../../src-shared/domain/device";
import { Failure } from "../../../src-shared/domain/failure";
import type { Job } from "../../../src-shared/domain/job";
import type { Model } from "../../../src-shared/domain/model";
import { client } from "../../client/client";
import { FailureLine } from "../../components/FailureLine";
import { JobLine } from "../../components/JobLine";
import { PRECISION_NAMES } from "../../components/precision-names";
import { readableDate } from "../../components/readable";
import { reportFailure } from "../../components/report-failure";
import { queries } from "../../stores/queries";
import { describeMeasured, type Measured } from "./describe-benchmark";

type Results = readonly BenchmarkResult[];

export function ModelBenchmarks({ model: { id, name } }: { readonly model: Model }): JSX.Element {
  const { data: results, error } = useQuery(queries.benchmarks(id));
  const jobs = useQuery(queries.jobs()).data ?? [];
  const benchmarks = jobs
    .filter(({ kind, subject }) => kind === "benchmark-model" && subject === id)
    .toSorted((a, b) => a.createdAt.localeCompare(b.createdAt));
  const running = benchmarks.filter(({ current }) => current.state === "running" || current.state === "queued");
  const start = useMutation({ mutationFn: () => client.models.benchmark({ modelId: id }) });
  return (
    <section className="benchmarks" aria-label={`Devices of ${name}`} data-testid="benchmarks">
      <header className="benchmarks__head">
        <h3 className="model__heading">Devices</h3>
        <Button
          variant="default"
          leftSection={<IconGauge size={14} aria-hidden />}
          loading={start.isPending}
          disabled={running.length > 0}
          data-testid="benchmark"
          onClick={() => start.mutate()}
        >
          {results && results.length > 0 ? "Benchmark again" : "Benchmark"}
        </Button>
      </header>
      <FailureLine error={start.error ?? error} />
      {running.map((job) => (
        <JobLine key={job.id} job={job} onCancel={() => reportFailure(client.jobs.cancel({ jobId: job.id }))} />
      ))}
      {running.length === 0 && <FailedBenchmarks jobs={benchmarks} results={results ?? []} />}
      {!results && !error && <Skeleton h={28} />}
      {results?.length === 0 && running.length === 0 && (
        <p className="model__text">
          Not measured yet. A benchmark times the model on each device that works here and compares its boxes with the
          CPU’s.
        </p>
      )}
      {results && results.length > 0 && <BenchmarkTable results={results} />}
    </section>
  );
}

/** A device that cannot run the model is a result; this is a benchmark that came to none, until a later one does. */
function FailedBenchmarks({ jobs, results }: { readonly jobs: readonly Job[]; readonly results: Results }): ReactNode {
  return jobs.map(({ id, title, createdAt, current }) => {
    if (current.state !== "failed" || results.some(({ measuredAt }) => measuredAt > createdAt)) return null;
    return <FailureLine key={id} error={new Failure("internal", `${title}: ${current.message}`)} />;
  });
}

function BenchmarkTable({ results }: { readonly results: Results }): JSX.Element {
  return (
    <Table className="benchmarks__table figures" data-testid="benchmark-table">
      <Table.Thead>
        <Table.Tr>
          <Heading name="Device" definition="Execution provider of ONNX Runtime." />
          <Heading name="Precision" definition="Numbers that the network computes with: float32 or float16." />
          <Heading isNumber name="Images/s" definition="One image after the other, preparation left out." />
          <Heading isNumber name="One image" definition="Median of one detection on a prepared image." />
          <Heading isNumber name="First answer" definition="From the file to the first answer." />
          <Heading
            isNumber
            name="Memory"
            definition="Largest resident memory of the worker above what it had before; a graphics card’s own is not counted."
          />
          <Heading
            name="Nodes"
            definition="Nodes of the network by the device that computes them; operators left to the CPU."
          />
          <Heading
            name="Differs from the CPU by"
            definition="Largest difference of a box’s side, in pixels of the model’s input, and of a score from the CPU at single precision."
          />
          <Heading name="Measured" definition="When this was measured." />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {results.map((result) => (
          <BenchmarkRow key={`${result.provider} ${result.precision}`} result={result} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

interface HeadingProps {
  readonly name: string;
  readonly definition: string;
  readonly isNumber?: boolean;
}

function Heading({ name, definition, isNumber = false }: HeadingProps): JSX.Element {
  return (
    <Tooltip label={definition}>
      <Table.Th tabIndex={0} {...(isNumber && { className: "benchmarks__number" })}>
        {name}
      </Table.Th>
    </Tooltip>
  );
}

function BenchmarkRow({ result }: { readonly result: BenchmarkResult }): JSX.Element {
  const { provider, precision, measuredAt } = result;
  return (
    <Table.Tr data-testid={`benchmark-${provider}-${precision}`} data-outcome={result.result.outcome}>
      <Table.Td className="benchmarks__name">{EXECUTION_PROVIDER_NAMES[provider]}</Table.Td>
      <Table.Td>{PRECISION_NAMES[precision]}</Table.Td>
      {result.result.outcome === "measured" ? (
        <MeasuredCells measured={result.result} />
      ) : (
        <Table.Td colSpan={6} className="benchmarks__reason">
          {result.result.reason}
        </Table.Td>
      )}
      <Table.Td className="benchmarks__date">{readableDate(measuredAt)}</Table.Td>
    </Table.Tr>
  );
}

function MeasuredCells({ measured }: { readonly measured: Measured }): JSX.Element {
  const { rate, image, open, memory, placement, agreement, hasStrangers } = describeMeasured(measured);
  return (
    <>
      <NumberCell>
        <b>{rate}</b>
      </NumberCell>
      <NumberCell>{image}</NumberCell>
      <NumberCell>{open}</NumberCell>
      <NumberCell>{memory}</NumberCell>
      <Table.Td className="benchmarks__words">{placement}</Table.Td>
      <Table.Td className="benchmarks__words" data-warns={hasStrangers}>
        {agreement}
      </Table.Td>
    </>
  );
}

function NumberCell({ children }: { readonly children: ReactNode }): JSX.Element {
  return <Table.Td className="benchmarks__number">{children}</Table.Td>;
}
