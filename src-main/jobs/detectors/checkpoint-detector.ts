/** @file A checkpoint's detector: the network is told from the weights' shapes, built as graphs, and opened. */
import path from "node:path";
import type { ExecutionProvider } from "../../../src-shared/domain/device";
import { openCheckpoint, type OpenCheckpoint } from "../../data/models/open-checkpoint";
import type { DetectorOpener, DetectorSource } from "./detector";
import { openFasterRcnn } from "./faster-rcnn-network";
import type { OpenNetwork } from "./open-network";
import { readNetwork } from "./read-network";
import { openRetinaNet } from "./retinanet-network";

/** The file is read for as long as graphs are built from it, and closed before the first image. */
export const openCheckpointDetector: DetectorOpener = async (given, { sessions }) => {
  const source = { ...given, name: given.name ?? path.basename(given.file) };
  const { file, card, device } = source;
  const checkpoint = await openCheckpoint(file);
  try {
    const { opened, ...placed } = await sessions.choose(device, source, async (provider) =>
      openOn(provider, checkpoint, source),
    );
    return { card, inputs: [], outputs: [], ...placed, ...opened };
  } finally {
    await checkpoint.close();
  }
};

async function openOn(
  provider: ExecutionProvider,
  checkpoint: OpenCheckpoint,
  source: DetectorSource & { readonly name: string },
): Promise<OpenNetwork> {
  const { kind, network } = readNetwork(checkpoint, source);
  const place = { provider, isRecorded: source.isRecorded ?? false };
  return kind === "faster-rcnn" ? openFasterRcnn(network, place) : openRetinaNet(network, place);
}
