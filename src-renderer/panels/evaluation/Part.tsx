/** @file One titled part of the evaluation panel. */
import type { JSX, ReactNode } from "react";

export interface PartProps {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

export function Part({ title, aside, children }: PartProps): JSX.Element {
  return (
    <section className="evaluation__part">
      <header className="evaluation__head">
        <h3>{title}</h3>
        <span>{aside}</span>
      </header>
      {children}
    </section>
  );
}
