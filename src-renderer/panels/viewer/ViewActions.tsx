/** @file Turns, flips, actual size and reset: buttons where the toolbar is wide enough, otherwise one menu, with heat maps as
 * well. */
import { ActionIcon, Menu } from "@mantine/core";
import {
  IconArrowAutofitContent,
  IconColumns3,
  IconDots,
  IconFlame,
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
import { toggleMapAtPlace } from "../../stores/explanation-commands";
import { useExplanation } from "../../stores/explanation-store";
import { useViewport, type ViewportState } from "../../stores/viewport-store";

interface MenuAction {
  readonly shortcut: ShortcutId;
  readonly icon: Icon;
}

interface ViewAction extends MenuAction {
  readonly run: (state: ViewportState) => void;
}

const VIEW_ACTIONS: readonly ViewAction[] = [
  { shortcut: "rotate", icon: IconRotateClockwise, run: (state) => state.rotateClockwise() },
  { shortcut: "flip-horizontal", icon: IconFlipHorizontal, run: (state) => state.flipHorizontal() },
  { shortcut: "flip-vertical", icon: IconFlipVertical, run: (state) => state.flipVertical() },
  { shortcut: "actual-size", icon: IconArrowAutofitContent, run: (state) => state.oneToOne() },
  { shortcut: "reset", icon: IconRefresh, run: (state) => state.reset() },
];

/** The narrowest toolbar has no room for their buttons. */
const MAP_ACTIONS: readonly (MenuAction & { readonly run: () => void })[] = [
  { shortcut: "map-layer-4", icon: IconFlame, run: () => toggleMapAtPlace(3) },
  { shortcut: "three-views", icon: IconColumns3, run: () => useExplanation.getState().toggleThreeViews() },
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
        <ActionIcon size={26} variant="subtle" color="gray" aria-label="Turn, flip, actual size, reset, heat maps">
          <IconDots size={18} stroke={1.6} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {VIEW_ACTIONS.map((action) => (
          <ActionItem key={action.shortcut} {...action} onClick={() => action.run(useViewport.getState())} />
        ))}
        <Menu.Divider />
        {MAP_ACTIONS.map((action) => (
          <ActionItem key={action.shortcut} {...action} onClick={action.run} />
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function ActionItem({
  shortcut,
  icon: ActionPicture,
  onClick,
}: MenuAction & { readonly onClick: () => void }): JSX.Element {
  return (
    <Menu.Item
      leftSection={<ActionPicture size={16} stroke={1.6} aria-hidden />}
      rightSection={<KeyHint shortcut={shortcut} />}
      onClick={onClick}
    >
      {SHORTCUTS[shortcut].label}
    </Menu.Item>
  );
}
