/** @file Opens a model's weights for training, whatever network they are of. */
import path from "node:path";
import type { ExecutionProvider } from "../../../src-shared/domain/device";
import { openCheckpoint } from "../../data/models/open-checkpoint";
import type { DetectorArchitecture } from "../../detection/networks/architecture";
import { initialParameters } from "../../detection/networks/initial-parameters";
import type { DetectorSource } from "../detectors/detector";
import type { WeightedNetwork } from "../detectors/open-network";
import { readNetwork } from "../detectors/read-network";
import { tryHalf } from "../runtime/try-half";
import { openFasterRcnnTrainer } from "./faster-rcnn-trainer";
import { openRetinaNetTrainer } from "./retinanet-trainer";
import type { OpenTrainer, TrainerOpener, TrainerSettings } from "./trainer";
import { halfOnCpu, requireCheckpoint } from "./untrainable";

/** The file is read once, and closed before the first step. */
export const openTrainer: TrainerOpener = async (given, settings, { sessions }) => {
  const source = { ...given, name: given.name ?? path.basename(given.file) };
  requireCheckpoint(source.card, source.name);
  const { opened, ...placed } = await sessions.choose(source.device, source, async (provider) =>
    openOn(provider, source, settings),
  );
  return { card: source.card, ...placed, ...opened };
};

async function openOn(
  provider: ExecutionProvider,
  source: DetectorSource & { readonly name: string },
  settings: TrainerSettings,
): Promise<OpenTrainer> {
  if (settings.precision === "half") {
    if (provider === "cpu") throw halfOnCpu();
    await tryHalf(provider);
  }
  const checkpoint = await openCheckpoint(source.file);
  try {
    const { kind, network } = readNetwork(checkpoint, source);
    return kind === "faster-rcnn"
      ? await openFasterRcnnTrainer(begun(network, settings), settings, { provider })
      : await openRetinaNetTrainer(begun(network, settings), settings, { provider });
  } finally {
    await checkpoint.close();
  }
}

/** With the checkpoint's weights, or with others in their place. */
function begun<Network extends WeightedNetwork<DetectorArchitecture>>(
  network: Network,
  { isFromScratch = false, seed }: TrainerSettings,
): Network {
  return isFromScratch ? { ...network, parameters: initialParameters(network.architecture, seed) } : network;
}
