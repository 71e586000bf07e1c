/** @file What narrows the worklist. */
import { CloseButton, SegmentedControl, Select, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { JSX, KeyboardEvent } from "react";
import { WORKLIST_ORDERS } from "../../../src-shared/contract/studies";
import { readableCount } from "../../components/readable";
import { reportFailure } from "../../components/report-failure";
import { queries } from "../../stores/queries";
import { showFirstMatch } from "../../stores/reading-commands";
import { PRESENCES, useWorklist } from "../../stores/worklist-store";

const PRESENCE_NAMES = { all: "All", positive: "With boxes", negative: "Without" } as const;
const ORDER_NAMES = { patient: "By patient", boxes: "Most boxes first", imported: "As imported" } as const;
const EVERY_SPLIT = "every";

export function WorklistFilters(): JSX.Element {
  const state = useWorklist();
  const splits = useQuery(queries.splits()).data ?? [];
  return (
    <div className="worklist__filters">
      <TextInput
        id="worklist-search"
        type="text"
        role="searchbox"
        aria-label="Search patients and classes"
        placeholder="Patient or class"
        data-testid="worklist-search"
        leftSection={<IconSearch size={14} aria-hidden />}
        rightSection={
          state.search && <CloseButton size="sm" aria-label="Clear search" onClick={() => state.setSearch("")} />
        }
        value={state.search}
        onChange={(event) => state.setSearch(event.currentTarget.value)}
        onKeyDown={leaveSearch}
      />
      <SegmentedControl
        fullWidth
        aria-label="Reference boxes"
        data-testid="worklist-presence"
        value={state.presence}
        data={PRESENCES.map((value) => ({ value, label: PRESENCE_NAMES[value] }))}
        onChange={state.setPresence}
      />
      <div className="worklist__selects">
        <Select
          aria-label="Split"
          data-testid="worklist-split"
          value={state.splitId ?? EVERY_SPLIT}
          data={[
            { value: EVERY_SPLIT, label: "Every split" },
            ...splits.map(({ id, name, images }) => ({
              value: id as string,
              label: `${name} (${readableCount(images)})`,
            })),
          ]}
          onChange={(value) => state.setSplit(splits.find(({ id }) => id === value)?.id)}
        />
        <Select
          aria-label="Order"
          value={state.order}
          data={WORKLIST_ORDERS.map((value) => ({ value, label: ORDER_NAMES[value] }))}
          onChange={(value) => value && state.setOrder(value)}
        />
      </div>
    </div>
  );
}

/** Into the list, or back to the image: without it the field keeps every key that follows. */
function leaveSearch(event: KeyboardEvent<HTMLInputElement>): void {
  if (event.key === "Enter" || event.key === "ArrowDown") reportFailure(showFirstMatch());
  else if (event.key !== "Escape") return;
  event.preventDefault();
  event.currentTarget.blur();
}
