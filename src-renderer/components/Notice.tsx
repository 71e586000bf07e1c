/** @file Stands where there is nothing to show: says why, and what to do next. */
import type { Icon } from "@tabler/icons-react";
import type { JSX, ReactNode } from "react";
import "./notice.css";

export interface NoticeProps {
  readonly icon?: Icon;
  readonly title: string;
  readonly children?: ReactNode;
  /** Buttons for what to do next. */
  readonly actions?: ReactNode;
  readonly tone?: "calm" | "failure";
}

export function Notice({ icon: NoticeIcon, title, children, actions, tone = "calm" }: NoticeProps): JSX.Element {
  return (
    <div className="notice" data-tone={tone} role={tone === "failure" ? "alert" : "status"}>
      {NoticeIcon && <NoticeIcon className="notice__icon" size={28} stroke={1.4} aria-hidden />}
      <p className="notice__title">{title}</p>
      {children && <div className="notice__text">{children}</div>}
      {actions && <div className="notice__actions">{actions}</div>}
    </div>
  );
}
