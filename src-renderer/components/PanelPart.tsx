/** @file One titled part of a side panel. */
import type { JSX, ReactNode } from "react";
import "./panel.css";

export interface PanelPartProps {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

export function PanelPart({ title, aside, children }: PanelPartProps): JSX.Element {
  return (
    <section className="panel__part">
      <header className="panel__head">
        <h3>{title}</h3>
        <span className="aside">{aside}</span>
      </header>
      {children}
    </section>
  );
}
