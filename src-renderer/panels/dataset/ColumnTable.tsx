/** @file Images by the value of one column, with how many of them are positive; a row leads to its images. */
import type { JSX, MouseEvent } from "react";
import { type CaseColumn, UNKNOWN_VALUE } from "../../../src-shared/domain/case-filter";
import type { ColumnCounts } from "../../../src-shared/domain/overview";
import { Card } from "../../components/Card";
import { readableCount } from "../../components/readable";
import { reportFailure } from "../../components/report-failure";
import { askForCases } from "../../stores/land-on-cases";

export interface ColumnTableProps {
  readonly title: string;
  readonly column: CaseColumn;
  readonly rows: ColumnCounts;
}

/** Nothing where the data set does not say. */
export function ColumnTable({ title, column, rows }: ColumnTableProps): JSX.Element | null {
  if (rows.every(({ value }) => value === UNKNOWN_VALUE)) return null;
  const most = Math.max(1, ...rows.map(({ images }) => images));
  return (
    <Card title={title} isFlush testId={`by-${column}`}>
      <table className="column-table">
        <thead>
          <tr>
            <th scope="col">Value</th>
            <th scope="col">Images</th>
            <th scope="col">Positive</th>
            <th scope="col">Boxes</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.value}>
              <th scope="row">
                <button
                  type="button"
                  className="row-button column-table__value"
                  data-testid="column-value"
                  title={`Read the images of ${row.value}`}
                  onClick={(event) => readImages(event, column, row.value)}
                >
                  {row.value}
                  <span className="column-table__bar" aria-hidden>
                    <span style={{ width: `${(100 * row.images) / most}%` }} />
                    <span data-kind="positive" style={{ width: `${(100 * row.positives) / most}%` }} />
                  </span>
                </button>
              </th>
              <td>{readableCount(row.images)}</td>
              <td title={`${readableCount(row.positives)} of ${readableCount(row.images)}`}>
                {((100 * row.positives) / row.images).toFixed(1)} %
              </td>
              <td>{readableCount(row.boxes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

/** Whatever the thresholds are: found or missed is not asked. */
const ANY_THRESHOLD = { scoreThreshold: 0, iouThreshold: 0.5 } as const;

function readImages(event: MouseEvent, column: CaseColumn, value: string): void {
  const filter = { kind: "column", column, value, ...ANY_THRESHOLD } as const;
  reportFailure(askForCases(filter, { isOverRun: false, isAdded: event.shiftKey }));
}
