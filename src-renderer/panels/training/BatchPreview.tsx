/** @file The pictures of one batch as the network would get them, with their boxes and what was done to them. */
import { ActionIcon, Skeleton, Tooltip } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import type { TrainingConfig } from "../../../src-shared/domain/training";
import { FailureLine } from "../../components/FailureLine";
import { readableAmount, readableCount } from "../../components/readable";
import { queries } from "../../stores/queries";
import { AugmentedPicture } from "./AugmentedPicture";

export interface BatchPreviewProps {
  readonly config: TrainingConfig;
  readonly stepsPerEpoch: number;
}

export function BatchPreview({ config, stepsPerEpoch }: BatchPreviewProps): JSX.Element {
  const [number, setNumber] = useState(0);
  const place = { epoch: Math.floor(number / stepsPerEpoch), step: number % stepsPerEpoch };
  const { data: pictures, error } = useQuery(queries.trainingBatch(config, place));
  const last = stepsPerEpoch * config.epochs - 1;
  return (
    <section className="training__preview" aria-label="Preview of a batch" data-testid="batch-preview">
      <header>
        <Tooltip label="The batch before" position="bottom">
          <ActionIcon aria-label="The batch before" disabled={number === 0} onClick={() => setNumber(number - 1)}>
            <IconChevronLeft size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <span className="figures" data-testid="batch-place">
          Step {readableCount(number + 1)}, epoch {place.epoch + 1}
        </span>
        <Tooltip label="The next batch" position="bottom">
          <ActionIcon
            aria-label="The next batch"
            disabled={number >= last}
            data-testid="batch-next"
            onClick={() => setNumber(number + 1)}
          >
            <IconChevronRight size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <span className="aside">The very pictures that this step will see with these settings and this seed.</span>
      </header>
      <FailureLine error={error} />
      {!pictures && !error && <Skeleton h={256} />}
      <div className="training__pictures">
        {pictures?.map((picture) => (
          <figure key={picture.instanceId}>
            <AugmentedPicture picture={picture} />
            <figcaption>
              <b className="mono">{picture.name}</b>
              <span>{picture.changes.length > 0 ? picture.changes.join(", ") : "as it is"}</span>
              <span>
                {readableAmount(picture.boxes.length, "box", "boxes")}
                {picture.boxesLeftOut > 0 &&
                  `; ${readableAmount(picture.boxesLeftOut, "box", "boxes")} left out, too little of it stayed inside`}
              </span>
            </figcaption>
          </figure>
        ))}
      </div>
    </section>
  );
}
