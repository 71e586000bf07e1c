/** @file The typed way to the back end: every procedure of the contract, over whichever transport the page has. */
import "./without-eval";
import { createORPCClient } from "@orpc/client";
import type { ContractRouterClient } from "@orpc/contract";
import type { Contract } from "../../src-shared/contract/contract";
import { lazyLink } from "./link";

export const client: ContractRouterClient<Contract> = createORPCClient(lazyLink);
