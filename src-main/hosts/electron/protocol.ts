/** @file Serves the page and its bulk bytes at app://overread/, since pages from file:// may neither fetch nor start workers. */
import { protocol } from "electron";
import type { Logger } from "../../jobs/job";
import { answerPage, sentence, type PageSources } from "../answer-page";
import { APP_ORIGIN, APP_SCHEME } from "./trust";

/** Must be called before the application is ready. */
export function registerScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true };
  protocol.registerSchemesAsPrivileged([{ scheme: APP_SCHEME, privileges }]);
}

export function servePage(sources: PageSources, log: Logger): void {
  protocol.handle(APP_SCHEME, async (request) => {
    // The whole address is compared: to Node, a URL of this scheme has no origin.
    if (!request.url.startsWith(`${APP_ORIGIN}/`)) return sentence(404, "Overread has nothing at this address.");
    try {
      return await answerPage(request, sources);
    } catch (error) {
      log.error(`The request for ${request.url} could not be answered.`, { error });
      return sentence(500, "Something went wrong inside Overread; the log has the details.");
    }
  });
}
