/** @file Carries the contract over the port that the window's page has sent. */
import { ipcMain } from "electron";
import { RPCHandler } from "@orpc/server/message-port";
import { DESKTOP_CHANNELS } from "../../../src-shared/contract/desktop-bridge";
import type { Logger } from "../../jobs/job";
import type { Application } from "../../services/application";
import { handlerOptions } from "../../services/calls/handler-options";
import { isOwnFrame } from "./trust";

export function servePorts({ router }: Pick<Application, "router">, log: Logger): void {
  const handler = new RPCHandler(router, handlerOptions(log));
  ipcMain.on(DESKTOP_CHANNELS.connect, ({ senderFrame, ports }) => {
    const [port] = ports;
    if (!isOwnFrame(senderFrame) || !port) {
      log.warn(`A connection asked for by ${senderFrame?.url ?? "a frame that is gone"} was refused.`);
      for (const refused of ports) refused.close();
      return;
    }
    handler.upgrade(port, { context: {} });
    port.start();
  });
}
