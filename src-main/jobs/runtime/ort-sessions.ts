/** @file Opens models on the provider that was asked for, or on the first of the order that works here. */
import { AssertionError } from "node:assert";
import {
  EXECUTION_PROVIDER_NAMES,
  EXECUTION_PROVIDERS,
  type ExecutionProvider,
} from "../../../src-shared/domain/device";
import { Failure } from "../../../src-shared/domain/failure";
import type { Logger } from "../job";
import { clauseOfOrtError } from "./reason-of-ort-error";
import type { ModelToPlace, PassedOver, Placed, SessionFactory } from "./session";
import { tryProvider, type ProviderTrial } from "./try-provider";
import { whyPassedOver } from "./why-passed-over";

/** The CPU last: it is what every other provider falls back to. TensorRT is never taken unasked. */
const ACCELERATORS = EXECUTION_PROVIDERS.filter((provider) => provider !== "cpu" && provider !== "tensorrt");

export function ortSessions({ log }: { readonly log: Logger }): SessionFactory {
  const trialOf = rememberTrials();
  return {
    choose: async (device, model, openOn) => {
      if (device !== "auto") return openAsAsked(model, device, openOn);
      const placed = await openFirstThatWorks(model, trialOf, openOn);
      for (const { provider, reason } of placed.passedOver) {
        log.info(`${EXECUTION_PROVIDER_NAMES[provider]} is not used. ${reason}`);
      }
      return placed;
    },
  };
}

/** Errors are the library's own, or a `Failure` where the model is to blame on any device. */
type OpenOn<Opened> = (provider: ExecutionProvider) => Promise<Opened>;

type TrialOf = (provider: ExecutionProvider) => Promise<ProviderTrial>;

/** Each provider is tried once for the life of the factory. */
function rememberTrials(): TrialOf {
  const trials = new Map<ExecutionProvider, Promise<ProviderTrial>>();
  return async (provider) => {
    const trial = trials.get(provider) ?? tryProvider(provider);
    trials.set(provider, trial);
    return trial;
  };
}

async function openAsAsked<Opened>(
  { name }: ModelToPlace,
  provider: ExecutionProvider,
  openOn: OpenOn<Opened>,
): Promise<Placed<Opened>> {
  try {
    return { opened: await openOn(provider), provider, passedOver: [] };
  } catch (cause) {
    if (!isOfTheLibrary(cause)) throw cause;
    if (provider === "cpu") throw notAModel(name, cause);
    const device = EXECUTION_PROVIDER_NAMES[provider];
    const sentence = `${name} cannot run on ${device}, which was asked for: ${clauseOfOrtError(cause)}`;
    throw new Failure("unsupported", sentence, { cause });
  }
}

async function openFirstThatWorks<Opened>(
  model: ModelToPlace,
  trialOf: TrialOf,
  openOn: OpenOn<Opened>,
): Promise<Placed<Opened>> {
  const { name, ruledOut = [] } = model;
  const passedOver: PassedOver[] = [];
  for (const provider of ACCELERATORS) {
    const reason =
      ruledOut.find((entry) => entry.provider === provider)?.reason ??
      whyPassedOver(provider, await trialOf(provider), await trialOf("cpu"));
    if (reason !== undefined) {
      passedOver.push({ provider, reason });
      continue;
    }
    try {
      return { opened: await openOn(provider), provider, passedOver };
    } catch (thrown) {
      if (!isOfTheLibrary(thrown)) throw thrown;
      passedOver.push({ provider, reason: `It cannot run ${name}: ${clauseOfOrtError(thrown)}` });
    }
  }
  return { ...(await openAsAsked(model, "cpu", openOn)), passedOver };
}

/** ONNX Runtime throws plain errors; a `Failure` is about the model, and the rest are the program's own mistakes. */
function isOfTheLibrary(thrown: unknown): boolean {
  return !(thrown instanceof Failure || thrown instanceof TypeError || thrown instanceof AssertionError);
}

function notAModel(name: string, cause: unknown): Failure {
  const sentence = `${name} is no model that ONNX Runtime can open: ${clauseOfOrtError(cause)}`;
  return new Failure("unsupported", sentence, { cause });
}
