/** @file A framed part of a page with a heading. */
import type { JSX, ReactNode } from "react";
import "./page-frame.css";

export interface CardProps {
  readonly title: ReactNode;
  readonly aside?: ReactNode;
  readonly isFlush?: boolean;
  readonly testId?: string;
  readonly children: ReactNode;
}

export function Card({ title, aside, isFlush = false, testId, children }: CardProps): JSX.Element {
  return (
    <section className="card" data-testid={testId}>
      <header className="card__head">
        <h2 className="card__title">{title}</h2>
        {aside}
      </header>
      {isFlush ? children : <div className="card__body">{children}</div>}
    </section>
  );
}
