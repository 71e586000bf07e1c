/** @file The devices that no benchmark tries, since they do not work here: named, so that nobody looks for their rows. */
import { Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import { EXECUTION_PROVIDER_NAMES } from "../../../src-shared/domain/device";
import { useLayout } from "../../stores/layout-store";
import { queries } from "../../stores/queries";

const LIST = new Intl.ListFormat("en-GB", { type: "conjunction" });

export function AbsentDevices(): JSX.Element | null {
  const trials = useQuery(queries.devices()).data ?? [];
  const goTo = useLayout((state) => state.goTo);
  const names = trials.filter(({ works }) => !works).map(({ provider }) => EXECUTION_PROVIDER_NAMES[provider]);
  if (names.length === 0) return null;
  return (
    <p className="models__absent">
      {LIST.format(names)} {names.length === 1 ? "does" : "do"} not work on this machine;{" "}
      <Anchor component="button" type="button" fz="inherit" onClick={() => goTo("devices")}>
        Devices says why
      </Anchor>
      .
    </p>
  );
}
