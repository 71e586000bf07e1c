/** @file A long list of rows of equal height, of which only those in sight are drawn. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { type JSX, type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";
import "./virtual-list.css";

export interface VirtualRowsProps {
  readonly count: number;
  readonly rowHeightPx: number;
  readonly label: string;
  readonly testId?: string;
  /** Row to keep in sight; nothing scrolls while it is undefined. */
  readonly chosenIndex?: number | undefined;
  readonly renderRow: (index: number) => ReactNode;
  /** First and last row in sight. */
  readonly onRange?: (first: number, last: number) => void;
  /** An arrow key while the list has the focus. */
  readonly onStep?: (step: 1 | -1) => void;
}

export function VirtualRows(props: VirtualRowsProps): JSX.Element {
  const { count, rowHeightPx, label, testId, chosenIndex, renderRow, onRange, onStep } = props;
  const scroller = useRef<HTMLDivElement>(null);
  // Nothing here is memoised by the React Compiler, which is not in use, so the virtualizer's functions cannot go stale.
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeightPx,
    overscan: 6,
  });
  const rows = virtualizer.getVirtualItems();
  const first = rows[0]?.index ?? 0;
  const last = rows.at(-1)?.index ?? 0;

  useEffect(() => onRange?.(first, last), [onRange, first, last]);
  useEffect(() => {
    if (chosenIndex !== undefined && chosenIndex >= 0) virtualizer.scrollToIndex(chosenIndex, { align: "auto" });
  }, [virtualizer, chosenIndex]);

  const step = (event: KeyboardEvent): void => {
    const direction = { ArrowDown: 1, ArrowUp: -1 }[event.key] as 1 | -1 | undefined;
    if (!onStep || direction === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onStep(direction);
  };
  return (
    <div
      ref={scroller}
      className="virtual-list"
      role="listbox"
      aria-label={label}
      aria-activedescendant={chosenIndex !== undefined && chosenIndex >= 0 ? `${testId}-${chosenIndex}` : undefined}
      data-testid={testId}
      tabIndex={0}
      onKeyDown={step}
    >
      <div className="virtual-list__all" style={{ height: virtualizer.getTotalSize() }}>
        {rows.map((row) => (
          <div
            key={row.key}
            id={`${testId}-${row.index}`}
            role="option"
            aria-selected={row.index === chosenIndex}
            aria-posinset={row.index + 1}
            aria-setsize={count}
            className="virtual-list__row"
            style={{ height: rowHeightPx, transform: `translateY(${row.start}px)` }}
          >
            {renderRow(row.index)}
          </div>
        ))}
      </div>
    </div>
  );
}
