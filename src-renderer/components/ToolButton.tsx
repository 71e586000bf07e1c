/** @file A small square button whose tooltip names it and its keys. */
import { ActionIcon, Tooltip } from "@mantine/core";
import type { Icon } from "@tabler/icons-react";
import type { JSX } from "react";
import { KeyHint } from "./KeyHint";
import { type ShortcutId, SHORTCUTS } from "./shortcuts";

export interface ToolButtonProps {
  readonly icon: Icon;
  readonly label: string;
  readonly shortcut?: ShortcutId;
  readonly isActive?: boolean;
  readonly isDisabled?: boolean;
  /** Colour of the icon while active, for switches of coloured layers. */
  readonly activeColour?: string;
  readonly testId?: string;
  readonly onClick: () => unknown;
}

export function ToolButton(props: ToolButtonProps): JSX.Element {
  const { icon: ToolIcon, label, shortcut, isActive, isDisabled = false, activeColour, testId, onClick } = props;
  const tooltip = (
    <>
      {label} {shortcut && <KeyHint shortcut={shortcut} />}
    </>
  );
  return (
    <Tooltip label={tooltip}>
      <ActionIcon
        size={26}
        variant={isActive ? "light" : "subtle"}
        color={isActive ? "blue" : "gray"}
        {...(isActive && activeColour && { c: activeColour })}
        aria-label={label}
        {...(isActive !== undefined && { "aria-pressed": isActive })}
        {...(shortcut && { "aria-keyshortcuts": SHORTCUTS[shortcut].keys.join(" ").replaceAll("mod+", "Control+") })}
        disabled={isDisabled}
        data-testid={testId}
        onClick={() => onClick()}
      >
        <ToolIcon size={18} stroke={1.6} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
