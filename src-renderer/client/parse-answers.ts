/** @file Parses every answer by the contract before the page sees it, whichever transport brought it. */
import "./without-eval";
import type { ClientContext } from "@orpc/client";
import { ResponseValidationPlugin } from "@orpc/contract/plugins";
import { contract } from "../../src-shared/contract/contract";

/** A plugin for a transport's link; an answer that does not fit rejects the call. */
export function parseAnswers(): ResponseValidationPlugin<ClientContext> {
  return new ResponseValidationPlugin(contract);
}
