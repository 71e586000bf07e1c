/** @file Everything that can be done, by name: Ctrl+K. */
import { Spotlight, type SpotlightActionGroupData } from "@mantine/spotlight";
import { IconLayoutSidebarRight, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type JSX, useMemo } from "react";
import { KeyHint } from "../components/KeyHint";
import { reportFailure } from "../components/report-failure";
import { SHORTCUT_GROUPS, SHORTCUT_IDS, SHORTCUTS } from "../components/shortcuts";
import { PAGES, SIDE_TABS, useLayout } from "../stores/layout-store";
import { closeProject, openSample } from "../stores/project-commands";
import { queries } from "../stores/queries";
import { COMMANDS } from "./commands";
import { PAGE_NAMES } from "./NavigationRail";

export function CommandPalette(): JSX.Element {
  const isProjectOpen = Boolean(useQuery(queries.project()).data);
  const actions = useMemo(
    () => (isProjectOpen ? [...pageActions(), ...shortcutActions(), projectActions()] : [projectActions()]),
    [isProjectOpen],
  );
  return (
    <Spotlight
      // One table of keys decides when it opens, see use-shortcuts.ts.
      shortcut={null}
      actions={[...actions]}
      nothingFound="Nothing by that name"
      highlightQuery
      overlayProps={{ blur: 0, backgroundOpacity: 0.55 }}
      scrollable
      maxHeight={420}
      searchProps={{
        leftSection: <IconSearch size={18} aria-hidden />,
        placeholder: "What do you want to do?",
        "aria-label": "Search commands",
      }}
    />
  );
}

function pageActions(): readonly SpotlightActionGroupData[] {
  const { goTo, showSideTab } = useLayout.getState();
  const pages = PAGES.map((page) => {
    const { title, icon: PageIcon } = PAGE_NAMES[page];
    return {
      id: `page-${page}`,
      label: `Go to ${title}`,
      leftSection: <PageIcon size={18} stroke={1.5} />,
      onClick: () => goTo(page),
    };
  });
  const tabs = SIDE_TABS.map((tab) => ({
    id: `tab-${tab}`,
    label: `Show ${tab} in the side panel`,
    leftSection: <IconLayoutSidebarRight size={18} stroke={1.5} />,
    onClick: () => {
      goTo("reading");
      showSideTab(tab);
    },
  }));
  return [{ group: "Go to", actions: [...pages, ...tabs] }];
}

function shortcutActions(): readonly SpotlightActionGroupData[] {
  return SHORTCUT_GROUPS.map((group) => ({
    group,
    actions: SHORTCUT_IDS.filter((id) => SHORTCUTS[id].group === group && id !== "palette" && id !== "escape").map(
      (id) => ({
        id,
        label: SHORTCUTS[id].label,
        rightSection: <KeyHint shortcut={id} />,
        onClick: () => COMMANDS[id](),
      }),
    ),
  }));
}

function projectActions(): SpotlightActionGroupData {
  const { openDialog } = useLayout.getState();
  return {
    group: "Project",
    actions: [
      { id: "new-project", label: "New project…", onClick: () => openDialog("new-project") },
      { id: "open-project", label: "Open project…", onClick: () => openDialog("open-project") },
      { id: "open-sample", label: "Open the sample", onClick: () => reportFailure(openSample()) },
      { id: "close-project", label: "Close project", onClick: () => reportFailure(closeProject()) },
    ],
  };
}
