/** @file Takes a port of this machine, and says in one sentence why it cannot. */
import type { Server } from "node:http";
import { Failure } from "../../../src-shared/domain/failure";

/** Loopback alone: nobody on the network can reach it. */
const LOOPBACK = "127.0.0.1";

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: "another program is using it",
  EACCES: "this user may not use it",
};

/** Port 0 takes any free port. Answers the port taken. @throws {Failure} `conflict` when the port cannot be had. */
export function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const refuse = (cause: NodeJS.ErrnoException): void => {
      const reason = REASONS[cause.code ?? ""] ?? cause.message;
      reject(
        new Failure("conflict", `Port ${port} cannot be taken: ${reason}; choose another with --port.`, { cause }),
      );
    };
    server.once("error", refuse);
    server.listen(port, LOOPBACK, () => {
      server.off("error", refuse);
      const address = server.address();
      if (typeof address === "object" && address) resolve(address.port);
      else reject(new Failure("internal", "The server has no port although it listens."));
    });
  });
}
