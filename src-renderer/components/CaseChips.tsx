/** @file The marks that were clicked, each a chip with its number of cases, that can be taken away. */
import { Button, Tooltip } from "@mantine/core";
import { IconFilter, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import type { CaseFilter } from "../../src-shared/domain/case-filter";
import { describeCaseFilter, explainCaseFilter } from "../../src-shared/figures/describe-case-filter";
import { useCaseQuery } from "../stores/case-query";
import { useCases } from "../stores/cases-store";
import { queries } from "../stores/queries";
import { useThresholds } from "../stores/thresholds-store";
import { readableAmount, readableCount } from "./readable";
import "./case-chips.css";

/** Nothing where every case is shown. */
export function CaseChips(): JSX.Element | null {
  const filters = useCases((state) => state.filters);
  const clear = useCases((state) => state.clear);
  if (filters.length === 0) return null;
  return (
    <div className="case-chips" role="group" aria-label="Chosen cases" data-testid="case-chips">
      {filters.map((filter, index) => (
        <CaseChip key={JSON.stringify(filter)} filter={filter} index={index} />
      ))}
      {filters.length > 1 && (
        <Button size="compact-xs" variant="subtle" data-testid="clear-cases" onClick={clear}>
          Clear all
        </Button>
      )}
      <HiddenDetections filters={filters} />
    </div>
  );
}

function CaseChip({ filter, index }: { readonly filter: CaseFilter; readonly index: number }): JSX.Element {
  const drop = useCases((state) => state.drop);
  const cases = useCaseQuery();
  const count = useQuery(queries.caseCount(cases && { ...cases, filters: [filter] })).data;
  const title = describeCaseFilter(filter);
  const hint = [capitalised(title), explainCaseFilter(filter), count !== undefined && readableAmount(count, "image")];
  return (
    <span className="case-chip" data-testid="case-chip">
      <Tooltip label={hint.filter(Boolean).join("; ")}>
        <span className="case-chip__words" tabIndex={0}>
          <IconFilter size={12} aria-hidden />
          <span className="case-chip__title">{title}</span>
          {count !== undefined && (
            <b className="figures" data-testid="case-count">
              {readableCount(count)}
            </b>
          )}
        </span>
      </Tooltip>
      <button type="button" aria-label={`Remove: ${title}`} data-testid="drop-case" onClick={() => drop(index)}>
        <IconX size={13} aria-hidden />
      </button>
    </span>
  );
}

/** A bin may lie below the score threshold: without a word, its detections would seem to be missing on the image. */
function HiddenDetections({ filters }: { readonly filters: readonly CaseFilter[] }): JSX.Element | null {
  const scoreThreshold = useThresholds((state) => state.scoreThreshold);
  const setScoreThreshold = useThresholds((state) => state.setScoreThreshold);
  const hidden = filters.find((filter) => filter.kind === "score" && (filter.to ?? 1) <= scoreThreshold);
  if (hidden?.kind !== "score") return null;
  return (
    <p className="case-chips__hint">
      These detections lie below the score threshold.{" "}
      <button type="button" data-testid="show-hidden" onClick={() => setScoreThreshold(hidden.from)}>
        Show them
      </button>
    </p>
  );
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
