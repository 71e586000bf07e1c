/** @file Shows the sentence of a command that failed, where no panel stands to show it. */
import { notifications } from "@mantine/notifications";
import { IconAlertTriangle } from "@tabler/icons-react";
import { failureOf } from "../client/failure-of";

export function reportFailure(work: Promise<unknown>): void {
  work.catch((thrown: unknown) => {
    notifications.show({
      color: "red",
      icon: <IconAlertTriangle size={18} aria-hidden />,
      title: "That did not work",
      message: failureOf(thrown).message,
      autoClose: 10_000,
    });
  });
}
