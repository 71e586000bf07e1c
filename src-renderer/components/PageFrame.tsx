/** @file The frame of a full page: what it is, what can be done on it, and the content that scrolls. */
import type { JSX, ReactNode } from "react";
import "./page-frame.css";

export interface PageFrameProps {
  readonly title: string;
  readonly lead: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

export function PageFrame({ title, lead, actions, children }: PageFrameProps): JSX.Element {
  return (
    <section className="page-frame" aria-label={title}>
      <header className="page-frame__head">
        <div>
          <h1 className="page-frame__title">{title}</h1>
          <p className="page-frame__lead">{lead}</p>
        </div>
        {actions && <div className="page-frame__actions">{actions}</div>}
      </header>
      <div className="page-frame__body">{children}</div>
    </section>
  );
}
