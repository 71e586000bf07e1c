/** @file Fields with one place below them where the help of the one that is pointed at, or has the focus, can be read. */
import type { JSX, ReactNode } from "react";

export function FieldGrid({ children }: { readonly children: ReactNode }): JSX.Element {
  return (
    <div className="training__helped">
      {children}
      <p className="training__invitation" aria-hidden>
        Point at a setting, or step to it with Tab, to read here what it does.
      </p>
    </div>
  );
}
