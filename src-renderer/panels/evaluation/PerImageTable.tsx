/** @file The notebook's averages: each image counts once, whatever it holds. */
import { Table, Tooltip } from "@mantine/core";
import type { JSX } from "react";
import type { PerImageAverages } from "../../../src-shared/domain/evaluation";
import { readableShare } from "../../components/readable";

export function PerImageTable({ rows }: { readonly rows: readonly PerImageAverages[] }): JSX.Element {
  return (
    <Table className="evaluation__table" data-testid="per-image">
      <Table.Thead>
        <Table.Tr>
          <Heading name="IoU ≥" definition="IoU threshold of the matching." />
          <Heading name="Score ≥" definition="Score threshold of the detections." />
          <Heading
            name="Precision"
            definition="Mean over images of the share of detections that found a box. “–” where no image has a say."
          />
          <Heading name="Recall" definition="Mean over images of the share of reference boxes found." />
          <Heading name="IoU" definition="Mean over images of the mean overlap of matched pairs." />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ iouThreshold, scoreThreshold, precision, recall, meanIou }) => (
          <Table.Tr key={`${iouThreshold} ${scoreThreshold}`}>
            <Table.Td>{iouThreshold.toFixed(2)}</Table.Td>
            <Table.Td>{scoreThreshold.toFixed(2)}</Table.Td>
            <Table.Td>{readableShare(precision, 3)}</Table.Td>
            <Table.Td>{readableShare(recall, 3)}</Table.Td>
            <Table.Td>{readableShare(meanIou, 3)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Heading({ name, definition }: { readonly name: string; readonly definition: string }): JSX.Element {
  return (
    <Tooltip label={definition}>
      <Table.Th tabIndex={0}>{name}</Table.Th>
    </Tooltip>
  );
}
