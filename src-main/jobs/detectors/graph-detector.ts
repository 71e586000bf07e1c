/** @file What detectors of one ONNX graph share: choosing a device, opening the file, and refusing half precision. */
import path from "node:path";
import { Failure } from "../../../src-shared/domain/failure";
import type { PreparedInput } from "../../detection/preprocessing/prepare-input";
import { openSession } from "../runtime/open-session";
import { openTorchOrdered } from "../runtime/open-torch-ordered";
import type { Session } from "../runtime/session";
import type { DetectorAnswer, DetectorContext, DetectorOpener, DetectorSource } from "./detector";

export type Ask = (input: PreparedInput) => Promise<DetectorAnswer>;

export interface GraphFamily {
  /** Whether `torch.topk`'s order among equals was part of what the model answered when it was exported. */
  readonly isTorchOrdered?: boolean;
  /** How the open graph is fed and its answer read.
   * @throws {Failure} `unsupported` when the graph has other inputs or outputs than this convention's. */
  readonly ask: (session: Session, source: DetectorSource & { readonly name: string }) => Ask;
}

export function openerOf(convention: GraphFamily): DetectorOpener {
  return async (given, context) => {
    const source = { ...given, name: given.name ?? path.basename(given.file) };
    refuseHalfPrecision(source);
    const { opened, provider, passedOver } = await openOnDevice(source, convention, context);
    try {
      const ask = convention.ask(opened, source);
      const { inputs, outputs, takePlacement, release } = opened;
      return { card: source.card, provider, passedOver, inputs, outputs, detect: ask, takePlacement, release };
    } catch (thrown) {
      await opened.release();
      throw thrown;
    }
  };
}

function refuseHalfPrecision({ name, precision }: DetectorSource): void {
  if (precision === "single") return;
  const sentence = `${name} is an ONNX model, which is computed as it was written; half precision was asked for, which only checkpoints have.`;
  throw new Failure("unsupported", sentence);
}

async function openOnDevice(
  source: DetectorSource & { readonly name: string },
  { isTorchOrdered = false }: GraphFamily,
  { sessions, log }: DetectorContext,
) {
  const { file, device, isRecorded = false } = source;
  return sessions.choose(device, source, async (provider) =>
    isTorchOrdered
      ? openTorchOrdered(file, provider, { log, isRecorded })
      : openSession(file, provider, { isRecorded }),
  );
}
