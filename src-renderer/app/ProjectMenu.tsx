/** @file The open project by name, and the way to another. */
import { Button, Menu } from "@mantine/core";
import {
  IconChevronDown,
  IconFolderOpen,
  IconFolderPlus,
  IconHistory,
  IconPhotoScan,
  IconX,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import { useLayout } from "../stores/layout-store";
import { closeProject, openProject, openSample } from "../stores/project-commands";
import { queries } from "../stores/queries";
import { reportFailure } from "../components/report-failure";

const RECENT_SHOWN = 5;

export function ProjectMenu(): JSX.Element {
  const project = useQuery(queries.project()).data;
  const recent = useQuery(queries.recentProjects()).data ?? [];
  const openDialog = useLayout((state) => state.openDialog);
  const others = recent.filter(({ path, exists }) => exists && path !== project?.path).slice(0, RECENT_SHOWN);
  return (
    <Menu position="bottom-start" width={260}>
      <Menu.Target>
        <Button
          className="top-bar__project"
          variant="subtle"
          color="gray"
          c="var(--colour-text)"
          rightSection={<IconChevronDown size={14} aria-hidden />}
          data-testid="project-menu"
          title={project?.path}
        >
          {project?.name ?? "No project"}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconFolderPlus size={16} />} onClick={() => openDialog("new-project")}>
          New project…
        </Menu.Item>
        <Menu.Item leftSection={<IconFolderOpen size={16} />} onClick={() => openDialog("open-project")}>
          Open project…
        </Menu.Item>
        <Menu.Item leftSection={<IconPhotoScan size={16} />} onClick={() => reportFailure(openSample())}>
          Open the sample
        </Menu.Item>
        {others.length > 0 && <Menu.Label>Recent</Menu.Label>}
        {others.map(({ path, name }) => (
          <Menu.Item
            key={path}
            leftSection={<IconHistory size={16} />}
            title={path}
            onClick={() => reportFailure(openProject(path))}
          >
            {name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconX size={16} />} onClick={() => reportFailure(closeProject())}>
          Close project
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
