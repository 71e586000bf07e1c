/** @file A checkpoint's detector: the network is told from the weights' shapes, built as graphs, and opened. */
import path from "node:path";
import type { ExecutionProvider } from "../../../src-shared/domain/device";
import { openCheckpoint, type OpenCheckpoint } from "../../data/models/open-checkpoint";
import { networkSettings } from "../../detection/networks/network-settings";
import { readParameters } from "../../detection/networks/parameters";
import { readArchitecture } from "../../detection/networks/read-architecture";
import type { DetectorOpener, DetectorSource } from "./detector";
import { openFasterRcnn } from "./faster-rcnn-network";
import type { OpenNetwork } from "./open-network";
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
  { tensors }: OpenCheckpoint,
  { name, card, precision, isRecorded = false }: DetectorSource & { readonly name: string },
): Promise<OpenNetwork> {
  const shapes = new Map([...tensors].map(([key, { shape }]) => [key, shape]));
  const architecture = readArchitecture(shapes, name);
  const settings = networkSettings(architecture, card.network);
  const network = { card, precision, settings, parameters: readParameters(tensors, name) };
  const place = { provider, isRecorded };
  return architecture.kind === "faster-rcnn"
    ? openFasterRcnn({ ...network, architecture }, place)
    : openRetinaNet({ ...network, architecture }, place);
}
