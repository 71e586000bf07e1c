/** @file Many pictures of equal size beside and under each other, of which only those in sight are drawn. */
import { useElementSize, useMergedRef } from "@mantine/hooks";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type JSX, type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";
import "./virtual-list.css";
import "./virtual-tiles.css";

export interface VirtualTilesProps {
  readonly count: number;
  readonly tileWidthPx: number;
  readonly tileHeightPx: number;
  readonly label: string;
  readonly testId: string;
  /** Tile to keep in sight; nothing scrolls while it is negative. */
  readonly chosenIndex: number;
  readonly renderTile: (index: number) => ReactNode;
  /** An arrow key while the tiles have the focus: so many places ahead or back. */
  readonly onStep: (step: number) => void;
}

export function VirtualTiles(props: VirtualTilesProps): JSX.Element {
  const { count, tileWidthPx, tileHeightPx, label, testId, chosenIndex, renderTile, onStep } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const { ref: measured, width } = useElementSize<HTMLDivElement>();
  const merged = useMergedRef(scroller, measured);
  const columns = Math.max(1, Math.floor(width / tileWidthPx));
  // As in VirtualRows: nothing here is memoised, so the virtualizer's functions cannot go stale.
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count: Math.ceil(count / columns),
    getScrollElement: () => scroller.current,
    estimateSize: () => tileHeightPx,
    overscan: 3,
  });
  const chosenRow = Math.floor(chosenIndex / columns);
  useEffect(() => {
    if (chosenRow >= 0) virtualizer.scrollToIndex(chosenRow, { align: "auto" });
  }, [virtualizer, chosenRow]);

  const step = (event: KeyboardEvent): void => {
    const places = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
    if (places === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onStep(places);
  };
  return (
    <div
      ref={merged}
      className="virtual-list"
      role="listbox"
      aria-label={label}
      aria-orientation="horizontal"
      aria-activedescendant={chosenIndex >= 0 ? `${testId}-${chosenIndex}` : undefined}
      data-testid={testId}
      tabIndex={0}
      onKeyDown={step}
    >
      <div className="virtual-list__all" role="presentation" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((row) => (
          <div
            key={row.key}
            className="virtual-list__row virtual-tiles__row"
            role="presentation"
            style={{
              height: tileHeightPx,
              gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
              transform: `translateY(${row.start}px)`,
            }}
          >
            {indicesOfRow(row.index, columns, count).map((index) => (
              <div
                key={index}
                id={`${testId}-${index}`}
                role="option"
                aria-selected={index === chosenIndex}
                aria-posinset={index + 1}
                aria-setsize={count}
                className="virtual-tiles__tile"
              >
                {renderTile(index)}
              </div>
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}

function indicesOfRow(row: number, columns: number, count: number): readonly number[] {
  const first = row * columns;
  return Array.from({ length: Math.min(columns, count - first) }, (_, index) => first + index);
}
