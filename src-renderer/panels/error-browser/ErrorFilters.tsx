/** @file What narrows the listed errors: their kinds, and what readers said of them. */
import { Checkbox, Chip, Select, Tooltip } from "@mantine/core";
import type { JSX } from "react";
import { FALSE_POSITIVE_KINDS, type FalsePositiveKind } from "../../../src-shared/matching/rank-errors";
import { readableCount } from "../../components/readable";
import { useErrorBrowser, VERDICT_FILTERS, type VerdictFilter } from "../../stores/error-browser-store";
import { FALSE_POSITIVE_KIND_WORDS } from "./false-positive-kind-words";

export type KindCounts = Readonly<Record<FalsePositiveKind, number>>;

const VERDICT_FILTER_NAMES = {
  any: "Any verdict",
  none: "No verdict",
  "model-wrong": "Model wrong",
  "label-wrong": "Label wrong",
  unclear: "Unclear",
} satisfies Record<VerdictFilter, string>;

export interface ErrorFiltersProps {
  /** How many false positives there are of each kind, whatever is filtered here. */
  readonly kindCounts: KindCounts;
  readonly knownTags: readonly string[];
}

export function ErrorFilters({ kindCounts, knownTags }: ErrorFiltersProps): JSX.Element {
  const state = useErrorBrowser();
  return (
    <>
      {state.segment === "false-positives" && <KindChips counts={kindCounts} />}
      <div className="errors__filters">
        <Select
          className="errors__filter"
          aria-label="Verdict"
          data-testid="verdict-filter"
          value={state.verdict}
          data={VERDICT_FILTERS.map((value) => ({ value, label: VERDICT_FILTER_NAMES[value] }))}
          onChange={(value) => value && state.filterVerdict(value)}
        />
        {(knownTags.length > 0 || state.tag !== undefined) && (
          <Select
            className="errors__filter"
            aria-label="Tag"
            placeholder="Any tag"
            data-testid="tag-filter"
            clearable
            value={state.tag ?? null}
            data={[...knownTags]}
            onChange={(value) => state.filterTag(value ?? undefined)}
          />
        )}
        <Checkbox
          label="Unreviewed only"
          data-testid="unreviewed-only"
          checked={state.isUnreviewedOnly}
          onChange={(event) => state.showUnreviewedOnly(event.currentTarget.checked)}
        />
      </div>
    </>
  );
}

function KindChips({ counts }: { readonly counts: KindCounts }): JSX.Element {
  const kinds = useErrorBrowser((state) => state.kinds);
  const toggleKind = useErrorBrowser((state) => state.toggleKind);
  const shown = FALSE_POSITIVE_KINDS.filter((kind) => counts[kind] > 0 || kinds.includes(kind));
  return (
    <div className="errors__kinds" role="group" aria-label="Kinds of false positives">
      {shown.map((kind) => (
        <Tooltip key={kind} label={FALSE_POSITIVE_KIND_WORDS[kind].meaning}>
          <div>
            <Chip
              size="xs"
              variant="light"
              checked={kinds.includes(kind)}
              data-testid={`kind-${kind}`}
              onChange={() => toggleKind(kind)}
            >
              {FALSE_POSITIVE_KIND_WORDS[kind].name} {readableCount(counts[kind])}
            </Chip>
          </div>
        </Tooltip>
      ))}
    </div>
  );
}
