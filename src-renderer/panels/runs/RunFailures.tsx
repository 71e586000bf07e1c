/** @file The images that a run could not read or run, each with its reason. */
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import type { Run } from "../../../src-shared/domain/run";
import { FailureLine } from "../../components/FailureLine";
import { readableAmount, shortIdentifier } from "../../components/readable";
import { queries } from "../../stores/queries";

export function RunFailures({ run }: { readonly run: Run }): JSX.Element {
  const [isOpen, setIsOpen] = useState(false);
  const { data: failures = [], error } = useQuery({ ...queries.runFailures(run.id), enabled: isOpen });
  return (
    <div className="run__failures">
      <Button variant="subtle" color="yellow" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        {readableAmount(run.imagesFailed, "image")} without an answer
      </Button>
      <FailureLine error={error} />
      {isOpen && (
        <ul>
          {failures.map(({ instanceId, reason }) => (
            <li key={instanceId}>
              <span className="mono" title={instanceId}>
                {shortIdentifier(instanceId)}
              </span>{" "}
              {reason}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
