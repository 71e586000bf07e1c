/** @file What both transports add around the router, so that refusals before a procedure is reached are told alike. */
import { ORPCError } from "@orpc/server";
import type { StandardHandlerOptions } from "@orpc/server/standard";
import type { Logger } from "../../jobs/job";
import { callError, unknownProcedure } from "./call-error";

/** Options for the RPCHandler of a host. */
export function handlerOptions(log: Logger): Pick<StandardHandlerOptions<Record<never, never>>, "interceptors"> {
  return {
    interceptors: [
      async ({ request, next }) => {
        const path = request.url.pathname.replace(/^\//u, "").replaceAll("/", ".");
        try {
          const result = await next();
          if (result.matched) return result;
        } catch (error) {
          throw error instanceof ORPCError && error.defined ? error : callError(error, path, log);
        }
        throw unknownProcedure(path);
      },
    ],
  };
}
