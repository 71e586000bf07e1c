/** @file The whole page: the start page without a project, the workspace with one. */
import { Center, Loader } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type JSX, useEffect } from "react";
import { FailureNotice } from "../components/FailureNotice";
import { reportFailure } from "../components/report-failure";
import { StartPanel } from "../panels/start/StartPanel";
import { queries } from "../stores/queries";
import { AppDialogs } from "./AppDialogs";
import { ConnectionBanner } from "./ConnectionBanner";
import { followAddress } from "./hash-state";
import { followEvents } from "./follow-events";
import { ModelDrop } from "./ModelDrop";
import { StatusBar } from "./StatusBar";
import { Workspace } from "./Workspace";
import "./app.css";

export function App(): JSX.Element {
  useEffect(() => {
    const stop = new AbortController();
    reportFailure(followEvents(stop.signal));
    return () => stop.abort();
  }, []);
  useEffect(followAddress, []);
  const { data: project, error, isPending, refetch } = useQuery(queries.project());
  useEffect(() => {
    document.title = project ? `Overread — ${project.name}` : "Overread";
  }, [project]);
  return (
    <div className="app">
      <ConnectionBanner />
      <div className="app__content">
        {error && <FailureNotice title="The project cannot be read" error={error} onRetry={refetch} />}
        {isPending && !error && (
          <Center h="100%">
            <Loader size="sm" aria-label="Loading" />
          </Center>
        )}
        {project && <Workspace key={project.path} />}
        {project === null && <StartPanel />}
      </div>
      <StatusBar />
      <AppDialogs />
      <ModelDrop hasProject={Boolean(project)} />
    </div>
  );
}
