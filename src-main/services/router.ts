/** @file Puts the services behind the contract: input parsed before a service sees it, output and errors checked after. */
import { implement, type Router } from "@orpc/server";
import { contract, type Contract } from "../../src-shared/contract/contract";
import type { Logger } from "../jobs/job";
import { callError } from "./calls/call-error";
import type { ServiceOf } from "./calls/service-of";

/** The compiler refuses a procedure without its method here; the pairing by name below rests on that. */
export type Services = { readonly [Topic in keyof Contract]: ServiceOf<Contract[Topic]> };
export type ApplicationRouter = Router<Contract, Record<never, never>>;

type Method = (input: unknown, signal: AbortSignal | undefined) => Promise<unknown>;
interface Implementer {
  readonly handler: (handle: (call: { input: unknown; signal?: AbortSignal }) => Promise<unknown>) => unknown;
}

export function buildRouter(services: Services, log: Logger): ApplicationRouter {
  const server = implement(contract).use(async ({ next, path }) => {
    try {
      return await next();
    } catch (error) {
      throw callError(error, path.join("."), log);
    }
  });
  const methods = services as unknown as Readonly<Record<string, Readonly<Record<string, Method>>>>;
  const implementers = server as unknown as Readonly<Record<string, Readonly<Record<string, Implementer>>>>;
  const router = mapEntries<object, object>({ ...contract }, (topic, procedures) =>
    mapEntries<object, unknown>({ ...procedures }, (name) => {
      const method = methods[topic]![name]!;
      return implementers[topic]![name]!.handler(({ input, signal }) => method(input, signal));
    }),
  );
  return server.router(router as unknown as ApplicationRouter) as ApplicationRouter;
}

function mapEntries<Value extends object, Result>(
  record: Readonly<Record<string, Value>>,
  map: (key: string, value: Value) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(key, value)]));
}
