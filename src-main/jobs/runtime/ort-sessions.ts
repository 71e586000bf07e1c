/** @file Opens models on the provider that was asked for, or on the first of the order that works here. */
import path from "node:path";
import {
  EXECUTION_PROVIDER_NAMES,
  EXECUTION_PROVIDERS,
  type ExecutionProvider,
} from "../../../src-shared/domain/device";
import { Failure } from "../../../src-shared/domain/failure";
import type { Logger } from "../job";
import { openSession } from "./open-session";
import { openTorchOrdered } from "./open-torch-ordered";
import { clauseOfOrtError } from "./reason-of-ort-error";
import type { PassedOver, Session, SessionFactory } from "./session";
import { tryProvider, type ProviderTrial } from "./try-provider";
import { whyPassedOver } from "./why-passed-over";

/** The CPU last: it is what every other provider falls back to. TensorRT is never taken unasked. */
const ACCELERATORS = EXECUTION_PROVIDERS.filter((provider) => provider !== "cpu" && provider !== "tensorrt");

export function ortSessions({ log }: { readonly log: Logger }): SessionFactory {
  const trialOf = rememberTrials();
  return {
    open: async (modelFile, device, { ruledOut = [], tieOrder = "onnx" } = {}) => {
      const openOn: OpenOn = async (provider, passedOver = []) =>
        tieOrder === "torch"
          ? openTorchOrdered(modelFile, provider, { passedOver, log })
          : openSession(modelFile, provider, { passedOver });
      const model = { modelFile, openOn };
      if (device !== "auto") return openAsAsked(model, device);
      const session = await openFirstThatWorks(model, ruledOut, trialOf);
      for (const { provider, reason } of session.passedOver) {
        log.info(`${EXECUTION_PROVIDER_NAMES[provider]} is not used. ${reason}`);
      }
      return session;
    },
  };
}

/** Errors are the library's own. */
type OpenOn = (provider: ExecutionProvider, passedOver?: readonly PassedOver[]) => Promise<Session>;

interface ModelToOpen {
  readonly modelFile: string;
  readonly openOn: OpenOn;
}

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

async function openAsAsked({ modelFile, openOn }: ModelToOpen, provider: ExecutionProvider): Promise<Session> {
  try {
    return await openOn(provider);
  } catch (cause) {
    if (provider === "cpu") throw notAModel(modelFile, cause);
    const name = EXECUTION_PROVIDER_NAMES[provider];
    const sentence = `${path.basename(modelFile)} cannot run on ${name}, which was asked for: ${clauseOfOrtError(cause)}`;
    throw new Failure("unsupported", sentence, { cause });
  }
}

async function openFirstThatWorks(
  { modelFile, openOn }: ModelToOpen,
  ruledOut: readonly PassedOver[],
  trialOf: TrialOf,
): Promise<Session> {
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
      return await openOn(provider, passedOver);
    } catch (thrown) {
      passedOver.push({ provider, reason: `It cannot run ${path.basename(modelFile)}: ${clauseOfOrtError(thrown)}` });
    }
  }
  try {
    return await openOn("cpu", passedOver);
  } catch (cause) {
    throw notAModel(modelFile, cause);
  }
}

function notAModel(modelFile: string, cause: unknown): Failure {
  const sentence = `${path.basename(modelFile)} is no model that ONNX Runtime can open: ${clauseOfOrtError(cause)}`;
  return new Failure("unsupported", sentence, { cause });
}
