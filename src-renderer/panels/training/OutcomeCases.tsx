/** @file What training changed on the validation split, case by case: above all, what got worse. */
import { Button } from "@mantine/core";
import { IconFilter } from "@tabler/icons-react";
import type { JSX } from "react";
import { thumbnailPath } from "../../../src-shared/contract/byte-paths";
import type { ChangedCase } from "../../../src-shared/domain/comparison";
import type { Training } from "../../../src-shared/domain/training";
import { byteUrl } from "../../client/bytes";
import { readableAmount, shortIdentifier } from "../../components/readable";
import { reportFailure } from "../../components/report-failure";
import { askForCases } from "../../stores/land-on-cases";
import { useLayout } from "../../stores/layout-store";
import { useSelection } from "../../stores/selection-store";
import { describeChange, sortChanges } from "./changed-cases";

export interface OutcomeCasesProps {
  readonly training: Training;
  readonly outcome: NonNullable<Training["outcome"]>;
}

const SHOWN = 12;
const PICTURE_PX = 40;

export function OutcomeCases({ training, outcome }: OutcomeCasesProps): JSX.Element {
  const { scoreThreshold, iouThreshold, changed } = outcome;
  const { better, worse } = sortChanges(changed);
  return (
    <section className="training__outcome" aria-label="Changed cases" data-testid="training-outcome">
      <p>
        At score {scoreThreshold.toFixed(2)} and IoU {iouThreshold.toFixed(2)}, the best epoch does better than{" "}
        {training.modelName} on {readableAmount(better.length, "image")} of {training.validationSplitName}, and worse on{" "}
        {worse.length}.
        {[
          { cases: worse, word: "worse" },
          { cases: better, word: "better" },
        ].map(
          ({ cases, word }) =>
            cases.length > 0 && (
              <Button
                key={word}
                variant="default"
                size="compact-xs"
                leftSection={<IconFilter size={13} aria-hidden />}
                data-testid={`training-read-${word}`}
                onClick={() => readCases(cases, `${word} after ${training.name}`)}
              >
                Read the {word}
              </Button>
            ),
        )}
      </p>
      <ul>
        {worse.slice(0, SHOWN).map((one) => (
          <li key={one.instanceId}>
            <button type="button" data-testid="training-worse" onClick={() => openCase(one)}>
              <img
                src={byteUrl(thumbnailPath(one.instanceId, 2 * PICTURE_PX))}
                width={PICTURE_PX}
                height={PICTURE_PX}
                alt=""
                loading="lazy"
              />
              <span>
                <span className="mono">{shortIdentifier(one.patientId)}</span>
                <small>{describeChange(one)}</small>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function readCases(cases: readonly ChangedCase[], title: string): void {
  const instanceIds = cases.map(({ instanceId }) => instanceId);
  reportFailure(askForCases({ kind: "images", title, instanceIds }, { isOverRun: false }));
}

function openCase({ instanceId }: ChangedCase): void {
  useSelection.getState().show(instanceId);
  useLayout.getState().goTo("reading");
}
