/** @file Each execution provider: whether it works on this machine, why not, how fast, and which one is chosen. */
import { Button, Skeleton, Table } from "@mantine/core";
import { IconCheck, IconRefresh, IconStarFilled, IconX } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { JSX } from "react";
import { type DeviceTrial, EXECUTION_PROVIDER_NAMES } from "../../../src-shared/domain/device";
import { client } from "../../client/client";
import { Card } from "../../components/Card";
import { FailureLine } from "../../components/FailureLine";
import { FailureNotice } from "../../components/FailureNotice";
import { PageFrame } from "../../components/PageFrame";
import { UNDEFINED_FIGURE } from "../../components/readable";
import { queries } from "../../stores/queries";
import "./devices.css";

export function DevicesPanel(): JSX.Element {
  const { data: trials, error, refetch } = useQuery(queries.devices());
  const queryClient = useQueryClient();
  const again = useMutation({
    mutationFn: () => client.models.devices({ isFresh: true }),
    onSuccess: (fresh) => queryClient.setQueryData(queries.devices().queryKey, fresh),
  });
  return (
    <PageFrame
      title="Devices"
      lead="Each execution provider is tried with a small model in a process of its own. “Automatic” takes the first that works, in the order of this list; TensorRT only where it is asked for."
      actions={
        <Button
          variant="default"
          leftSection={<IconRefresh size={16} aria-hidden />}
          loading={again.isPending}
          data-testid="probe-again"
          onClick={() => again.mutate()}
        >
          Try again
        </Button>
      }
    >
      <FailureLine error={again.error} />
      <Card title="Execution providers" isFlush>
        {error && <FailureNotice title="The devices cannot be tried" error={error} onRetry={refetch} />}
        {!trials && !error && <Skeleton h={180} m="md" />}
        {trials && (
          <Table className="devices" data-testid="devices">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Provider</Table.Th>
                <Table.Th>State</Table.Th>
                <Table.Th className="devices__number">Trial</Table.Th>
                <Table.Th>What was seen</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {trials.map((trial) => (
                <TrialRow key={trial.provider} trial={trial} />
              ))}
            </Table.Tbody>
          </Table>
        )}
      </Card>
    </PageFrame>
  );
}

function TrialRow({
  trial: { provider, works, detail, trialMs, isChosen },
}: {
  readonly trial: DeviceTrial;
}): JSX.Element {
  return (
    <Table.Tr data-testid={`device-${provider}`} data-chosen={isChosen}>
      <Table.Td className="devices__name">
        {EXECUTION_PROVIDER_NAMES[provider]}
        {isChosen && (
          <span className="devices__chosen">
            <IconStarFilled size={12} aria-hidden /> chosen
          </span>
        )}
      </Table.Td>
      <Table.Td>
        <span className="devices__state" data-works={works}>
          {works ? <IconCheck size={16} aria-hidden /> : <IconX size={16} aria-hidden />}
          {works ? "works" : "does not work"}
        </span>
      </Table.Td>
      <Table.Td className="devices__number">
        {trialMs === undefined ? UNDEFINED_FIGURE : `${trialMs.toFixed(trialMs < 10 ? 1 : 0)} ms`}
      </Table.Td>
      <Table.Td className="devices__detail">{detail}</Table.Td>
    </Table.Tr>
  );
}
