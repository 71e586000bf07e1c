/** @file One data set: where it came from and what it holds. */
import { IconDatabase, IconFileZip } from "@tabler/icons-react";
import type { JSX } from "react";
import type { Dataset } from "../../../src-shared/domain/dataset";
import { readableCount, readableDate } from "../../components/readable";

export interface DatasetLineProps {
  readonly dataset: Dataset;
  /** Its report is the one below. */
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

export function DatasetLine({ dataset, isChosen, onChoose }: DatasetLineProps): JSX.Element {
  const { name, kind, source, importedAt, isComplete, counts } = dataset;
  const KindIcon = kind === "rsna-zip" ? IconFileZip : IconDatabase;
  return (
    <button
      type="button"
      className="row-button dataset__line"
      aria-pressed={isChosen}
      data-testid="dataset"
      onClick={onChoose}
    >
      <KindIcon size={20} stroke={1.5} aria-hidden />
      <span className="dataset__name">
        <b>{name}</b>
        <span className="dataset__source">
          {source} · {isComplete ? readableDate(importedAt) : "not complete"}
        </span>
      </span>
      <span className="dataset__counts figures" data-testid="dataset-counts">
        <Count name="images" value={counts.images} />
        <Count name="patients" value={counts.patients} />
        <Count name="positives" value={counts.positives} />
        <Count name="boxes" value={counts.boxes} />
        <Count name="problems" value={counts.problems} />
      </span>
    </button>
  );
}

interface CountProps {
  readonly name: keyof typeof ONE;
  readonly value: number;
}

const ONE = { images: "image", patients: "patient", positives: "positive", boxes: "box", problems: "problem" } as const;

function Count({ name, value }: CountProps): JSX.Element {
  return (
    <span className="dataset__count" data-kind={name} data-some={value > 0}>
      <b>{readableCount(value)}</b> {value === 1 ? ONE[name] : name}
    </span>
  );
}
