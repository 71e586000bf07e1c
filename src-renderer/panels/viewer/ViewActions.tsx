/** @file Turns, flips, actual size and reset: buttons where the toolbar is wide enough, otherwise one menu. */
import { ActionIcon, Menu } from "@mantine/core";
import {
  IconArrowAutofitContent,
  IconDots,
  IconFlipHorizontal,
  IconFlipVertical,
  IconRefresh,
  IconRotateClockwise,
  type Icon,
} from "@tabler/icons-react";
import type { JSX } from "react";
import { KeyHint } from "../../components/KeyHint";
import { type ShortcutId, SHORTCUTS } from "../../components/shortcuts";
import { ToolButton } from "../../components/ToolButton";
import { useViewport, type ViewportState } from "../../stores/viewport-store";

interface ViewAction {
  readonly shortcut: ShortcutId;
  readonly icon: Icon;
  readonly run: (state: ViewportState) => void;
}

const VIEW_ACTIONS: readonly ViewAction[] = [
  { shortcut: "rotate", icon: IconRotateClockwise, run: (state) => state.rotateClockwise() },
  { shortcut: "flip-horizontal", icon: IconFlipHorizontal, run: (state) => state.flipHorizontal() },
  { shortcut: "flip-vertical", icon: IconFlipVertical, run: (state) => state.flipVertical() },
  { shortcut: "actual-size", icon: IconArrowAutofitContent, run: (state) => state.oneToOne() },
  { shortcut: "reset", icon: IconRefresh, run: (state) => state.reset() },
];

/** Both stand in the page; the style sheet shows the one that the toolbar's width allows. */
export function ViewActions(): JSX.Element {
  return (
    <>
      <div className="viewer-toolbar__wide">
        {VIEW_ACTIONS.map(({ shortcut, icon, run }) => (
          <ToolButton
            key={shortcut}
            icon={icon}
            label={SHORTCUTS[shortcut].label}
            shortcut={shortcut}
            onClick={() => run(useViewport.getState())}
          />
        ))}
      </div>
      <div className="viewer-toolbar__narrow">
        <ViewMenu />
      </div>
    </>
  );
}

function ViewMenu(): JSX.Element {
  return (
    <Menu position="bottom-end" width={380}>
      <Menu.Target>
        <ActionIcon size={26} variant="subtle" color="gray" aria-label="Turn, flip, actual size, reset">
          <IconDots size={18} stroke={1.6} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {VIEW_ACTIONS.map(({ shortcut, icon: ActionPicture, run }) => (
          <Menu.Item
            key={shortcut}
            leftSection={<ActionPicture size={16} stroke={1.6} aria-hidden />}
            rightSection={<KeyHint shortcut={shortcut} />}
            onClick={() => run(useViewport.getState())}
          >
            {SHORTCUTS[shortcut].label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
