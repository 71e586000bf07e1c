/** @file What a data set holds: counts, the shapes and places of its boxes, and its images by column. */
import type { JSX } from "react";
import type { Overview } from "../../../src-shared/domain/overview";
import { Card } from "../../components/Card";
import { Figure } from "../../components/Figure";
import { readableCount } from "../../components/readable";
import { BoxCharts } from "./BoxCharts";
import { ColumnTable } from "./ColumnTable";

export interface OverviewTabProps {
  readonly overview: Overview;
  readonly name: string;
}

export function OverviewTab({ overview, name }: OverviewTabProps): JSX.Element {
  return (
    <>
      <Counts overview={overview} />
      <BoxCharts overview={overview} subject={name} />
      <div className="dataset__tables">
        <ColumnTable title="Sex" column="sex" rows={overview.bySex} />
        <ColumnTable title="Age" column="ageBand" rows={overview.byAgeBand} />
        <ColumnTable title="View" column="view" rows={overview.byView} />
        <ColumnTable title="Class" column="className" rows={overview.byClass} />
        <ColumnTable title="Split" column="split" rows={overview.bySplit} />
      </div>
    </>
  );
}

function Counts({ overview }: { readonly overview: Overview }): JSX.Element {
  const { images, patients, positivePatients, boxes, patientsWithSeveralBoxes } = overview;
  return (
    <Card title="Counts">
      <div className="dataset__figures" data-testid="overview-counts">
        <Figure name="Patients" value={readableCount(patients)} definition="By Patient ID." />
        <Figure
          name="Positive"
          value={readableCount(positivePatients)}
          definition="Patients with at least one reference box."
          testId="overview-positives"
        />
        <Figure
          name="Negative"
          value={readableCount(patients - positivePatients)}
          definition="Patients without a reference box."
        />
        <Figure name="Images" value={readableCount(images)} definition="Images of the data set." />
        <Figure name="Boxes" value={readableCount(boxes)} definition="Reference boxes." testId="overview-boxes" />
        <Figure
          name="Several boxes"
          value={readableCount(patientsWithSeveralBoxes)}
          definition="Patients with more than one reference box."
        />
      </div>
    </Card>
  );
}
