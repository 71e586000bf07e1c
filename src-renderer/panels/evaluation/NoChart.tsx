/** @file Stands where a chart would, and says why there is none. */
import type { JSX, ReactNode } from "react";

export function NoChart({ children }: { readonly children: ReactNode }): JSX.Element {
  return <p className="evaluation__no-chart">{children}</p>;
}
