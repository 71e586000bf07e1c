/** @file One titled part of the report. */
import type { JSX, ReactNode } from "react";

export interface ReportSectionProps {
  readonly title: string;
  readonly children: ReactNode;
}

export function ReportSection({ title, children }: ReportSectionProps): JSX.Element {
  return (
    <section className="report__section">
      <h2>{title}</h2>
      {children}
    </section>
  );
}
