/** @file A RetinaNet made ready to learn: what its heads are to answer follows from the boxes, so one run is a step. */
import {
  buildRetinaNetTraining,
  learnsByOverlap,
  RETINANET_LOSSES,
  type RetinaNetTraining,
} from "../../detection/networks/retinanet-training";
import { trainedParameters } from "../../detection/networks/trained-parameters";
import type { BatchShape } from "../../detection/networks/training-options";
import { layOutAnchors, type AnchorLevels } from "../../detection/training/anchor-planes";
import { RETINANET_MATCHING, retinaNetTargets } from "../../detection/training/retinanet-targets";
import { anchorsBySize } from "../detectors/anchors-by-size";
import { openGraph, type NetworkPlace } from "../detectors/open-network";
import type { RetinaNetNetwork } from "../detectors/retinanet-network";
import type { KeepingSession, TensorValue } from "../runtime/session";
import { batchImages, type ImageBatch } from "./image-batch";
import { LearningNetwork } from "./learning-network";
import type { Releasable } from "./sessions-by-shape";
import type { OpenTrainer, StepAnswer, StepPlace, TrainerSettings, TrainingImage } from "./trainer";
import { outputsOfEnd } from "./weight-updates";

interface StepSession extends Releasable, Omit<RetinaNetTraining, "graph"> {
  readonly learn: KeepingSession;
}

/** All weights are loaded at once. Errors are those of the device. */
export async function openRetinaNetTrainer(
  network: RetinaNetNetwork,
  settings: TrainerSettings,
  place: Pick<NetworkPlace, "provider">,
): Promise<OpenTrainer> {
  return new RetinaNetTrainer(network, settings, place).handOut();
}

class RetinaNetTrainer {
  readonly #network: RetinaNetNetwork;
  readonly #settings: TrainerSettings;
  readonly #anchorsOf: ReturnType<typeof anchorsBySize>;
  readonly #learning: LearningNetwork<StepSession>;

  constructor(network: RetinaNetNetwork, settings: TrainerSettings, { provider }: Pick<NetworkPlace, "provider">) {
    this.#network = network;
    this.#settings = settings;
    this.#anchorsOf = anchorsBySize(network.settings.anchors);
    this.#learning = new LearningNetwork(network, settings, { provider, open: (batch) => this.#open(batch) });
  }

  async handOut(): Promise<OpenTrainer> {
    return this.#learning.handOut((images, place) => this.#step(images, place));
  }

  async #step(images: readonly TrainingImage[], place: StepPlace): Promise<StepAnswer> {
    const { sessions, features, updates, state } = this.#learning;
    const startMs = performance.now();
    const batch = batchImages(images, this.#network.settings);
    const { learn, end, statistics, grids } = await sessions.for({ images: images.length, ...batch });
    const shown = features ? await features.of(batch) : { image: batch.image };
    const { inputs, into } = updates.endsOf(end, place);
    const targets = this.#targetsOf(batch, grids);
    const given = { ...state.weightsFor(learn), ...shown, ...targets, ...inputs };
    const learned = await learn.runKeeping(given, into);
    const ended = await this.#learning.finish({
      end,
      learned,
      losses: RETINANET_LOSSES,
      place,
      statistics: [[statistics, learned.answer]],
    });
    return { ...ended, seconds: (performance.now() - startMs) / 1000 };
  }

  #targetsOf({ references, height, width }: ImageBatch, grids: AnchorLevels["grids"]): Record<string, TensorValue> {
    const { architecture } = this.#network;
    const anchors = this.#anchorsOf(grids, { paddedHeight: height, paddedWidth: width });
    const levels = { grids, anchors };
    // torchvision's logits count background too, so that labels are what they are.
    const wanted = retinaNetTargets(levels, references, {
      classes: architecture.classes,
      matching: RETINANET_MATCHING,
    });
    const byOverlap = learnsByOverlap(architecture);
    const boxes = byOverlap ? wanted.boxes : wanted.deltas;
    const planes = (name: string, data: readonly Float32Array[], images = references.length): [string, TensorValue][] =>
      grids.map(({ gridHeight, gridWidth }, level) => {
        const channels = data[level]!.length / (images * gridHeight * gridWidth);
        return [
          `${name}${level}`,
          { type: "float32", shape: [images, channels, gridHeight, gridWidth], data: data[level]! },
        ];
      });
    return Object.fromEntries([
      ...planes("classTargets", wanted.classes.targets),
      ...planes("classWeights", wanted.classes.weights),
      ...planes("boxTargets", boxes.targets),
      ...planes("boxWeights", boxes.weights),
      ...(byOverlap ? planes("anchors", layOutAnchors(levels), 1) : []),
    ]);
  }

  async #open(batch: BatchShape): Promise<StepSession> {
    const { architecture, settings } = this.#network;
    const { state, place, updates, features } = this.#learning;
    const { parameters } = state;
    const { graph, ...training } = buildRetinaNetTraining(architecture, parameters, {
      ...trainedParameters(architecture, parameters, this.#settings),
      batchNormEpsilon: settings.batchNormEpsilon,
      batch,
      levels: await features?.levelsOf(batch),
      update: updates.settings,
      precision: this.#settings.precision,
    });
    const keeps = outputsOfEnd(training.end);
    const learn = await openGraph(() => graph, { ...place, keeps });
    const release = async (): Promise<void> => {
      await state.bringHome();
      await learn.release();
    };
    return { ...training, learn, release };
  }
}
