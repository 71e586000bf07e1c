/** @file What stands there without a project: the sample, a new project, and those opened before. */
import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconFolderOpen, IconFolderPlus, IconFolderStar, IconPhotoScan, IconX } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { JSX } from "react";
import type { RecentProject } from "../../../src-shared/domain/project";
import overreadIcon from "../../../resources/icons/overread.svg";
import { client } from "../../client/client";
import { FailureLine } from "../../components/FailureLine";
import { readableDate } from "../../components/readable";
import { useLayout } from "../../stores/layout-store";
import { openProject, openSample } from "../../stores/project-commands";
import { queries } from "../../stores/queries";
import "./start.css";

export function StartPanel(): JSX.Element {
  const openDialog = useLayout((state) => state.openDialog);
  const sample = useMutation({ mutationFn: openSample });
  return (
    <main className="start" data-testid="start">
      <div className="start__column">
        <header className="start__head">
          <img src={overreadIcon} width={52} height={52} alt="" />
          <div>
            <h1>Overread</h1>
            <p>
              Reads the work of detection models on radiographs over again: what they found, what they made up, what
              they missed.
            </p>
          </div>
        </header>
        <div className="start__actions">
          <Button
            size="sm"
            leftSection={<IconPhotoScan size={18} aria-hidden />}
            loading={sample.isPending}
            data-testid="open-sample"
            onClick={() => sample.mutate()}
          >
            Open the sample
          </Button>
          <Button
            size="sm"
            variant="default"
            leftSection={<IconFolderPlus size={18} aria-hidden />}
            onClick={() => openDialog("new-project")}
          >
            New project…
          </Button>
          <Button
            size="sm"
            variant="default"
            leftSection={<IconFolderOpen size={18} aria-hidden />}
            onClick={() => openDialog("open-project")}
          >
            Open project…
          </Button>
        </div>
        <p className="start__hint">
          The sample holds 22 chest radiographs with reference boxes and a small detector, ready in seconds.
        </p>
        <FailureLine error={sample.error} />
        <RecentProjects />
      </div>
    </main>
  );
}

function RecentProjects(): JSX.Element | null {
  const { data: recent = [], error } = useQuery(queries.recentProjects());
  const open = useMutation({ mutationFn: openProject });
  if (error) return <FailureLine error={error} />;
  if (recent.length === 0) return null;
  return (
    <section className="start__recent" aria-label="Recent projects">
      <h2>Recent</h2>
      <FailureLine error={open.error} />
      <ul>
        {recent.map((project) => (
          <RecentLine key={project.path} project={project} onOpen={() => open.mutate(project.path)} />
        ))}
      </ul>
    </section>
  );
}

interface RecentLineProps {
  readonly project: RecentProject;
  readonly onOpen: () => void;
}

function RecentLine({ project: { path, name, openedAt, exists }, onOpen }: RecentLineProps): JSX.Element {
  const queryClient = useQueryClient();
  const forget = useMutation({
    mutationFn: () => client.projects.forget({ path }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: queries.recentProjects().queryKey }),
  });
  return (
    <li>
      <button type="button" className="row-button start__project" disabled={!exists} onClick={onOpen}>
        <IconFolderStar size={18} stroke={1.5} aria-hidden />
        <span className="start__name">{name}</span>
        <span className="start__date">{exists ? readableDate(openedAt) : "not there at present"}</span>
        <span className="start__path mono">{path}</span>
      </button>
      <Tooltip label="Take off this list; the folder stays">
        <ActionIcon aria-label={`Forget ${name}`} loading={forget.isPending} onClick={() => forget.mutate()}>
          <IconX size={14} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </li>
  );
}
