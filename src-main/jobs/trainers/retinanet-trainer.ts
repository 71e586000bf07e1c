/** @file A RetinaNet made ready to learn: what its heads are to answer follows from the boxes, so one run is a step. */
import { expectedParameters } from "../../detection/networks/expected-parameters";
import type { BatchShape } from "../../detection/networks/faster-rcnn-training";
import {
  buildRetinaNetTraining,
  learnsByOverlap,
  RETINANET_LOSSES,
  type RetinaNetTraining,
} from "../../detection/networks/retinanet-training";
import { trainedParameters } from "../../detection/networks/trained-parameters";
import { layOutAnchors, type AnchorLevels } from "../../detection/training/anchor-planes";
import { RETINANET_MATCHING, retinaNetTargets } from "../../detection/training/retinanet-targets";
import { anchorsBySize } from "../detectors/anchors-by-size";
import { openGraph, type NetworkPlace } from "../detectors/open-network";
import type { RetinaNetNetwork } from "../detectors/retinanet-network";
import { releaseKept } from "../runtime/kept-tensors";
import type { KeepingSession, TensorValue } from "../runtime/session";
import { handOut } from "./hand-out";
import { batchImages, type ImageBatch } from "./image-batch";
import { KeptFeatures } from "./kept-features";
import { SessionsByShape, type Releasable } from "./sessions-by-shape";
import type { OpenTrainer, StepAnswer, StepPlace, TrainerSettings, TrainerState, TrainingImage } from "./trainer";
import { TrainingState } from "./training-state";
import { outputsOfEnd, WeightUpdates } from "./weight-updates";
import { weightsFor } from "./weights-for";

interface StepSession extends Releasable, Omit<RetinaNetTraining, "graph"> {
  readonly learn: KeepingSession;
}

/** All weights are loaded at once. */
export function openRetinaNetTrainer(
  network: RetinaNetNetwork,
  settings: TrainerSettings,
  place: Pick<NetworkPlace, "provider">,
): OpenTrainer {
  return handOut(new RetinaNetTrainer(network, settings, place));
}

class RetinaNetTrainer {
  readonly state: TrainingState;
  readonly #network: RetinaNetNetwork;
  readonly #settings: TrainerSettings;
  readonly #place: NetworkPlace;
  readonly #updates: WeightUpdates;
  readonly #anchorsOf: ReturnType<typeof anchorsBySize>;
  /** Where heads learn alone. */
  readonly #features: KeptFeatures | undefined;
  readonly #sessions = new SessionsByShape<StepSession>((batch) => this.#open(batch));

  constructor(network: RetinaNetNetwork, settings: TrainerSettings, { provider }: Pick<NetworkPlace, "provider">) {
    const { architecture, parameters } = network;
    this.#place = { provider, isRecorded: false, takesTurns: true, isUnplanned: true };
    this.#network = network;
    this.#settings = settings;
    this.state = new TrainingState(expectedParameters(architecture).keys(), parameters, provider);
    this.#updates = new WeightUpdates(this.state, settings, this.#place);
    this.#anchorsOf = anchorsBySize(network.settings.anchors);
    this.#features =
      settings.scope === "heads" ? new KeptFeatures({ ...network, state: this.state }, this.#place) : undefined;
  }

  async step(images: readonly TrainingImage[], place: StepPlace): Promise<StepAnswer> {
    const startMs = performance.now();
    const batch = batchImages(images, this.#network.settings);
    const { learn, end, statistics, grids } = await this.#sessions.for({ images: images.length, ...batch });
    const shown = this.#features ? await this.#features.of(batch) : { image: batch.image };
    const { inputs, into } = this.#updates.endsOf(end, place);
    const targets = this.#targetsOf(batch, grids);
    const given = { ...weightsFor(learn, this.state), ...shown, ...targets, ...inputs };
    const learned = await learn.runKeeping(given, into);
    const losses = Object.fromEntries(RETINANET_LOSSES.map((name) => [name, Number(learned.answer[name]!.data[0])]));
    const isSound = Object.values(losses).every(Number.isFinite);
    if (!isSound) releaseKept(learned.kept);
    const moved = isSound ? await this.#updates.finish(end, learned, place) : { gradientNorm: NaN };
    if (isSound) this.state.addStatistics(statistics, learned.answer);
    const seconds = (performance.now() - startMs) / 1000;
    return { losses, ...moved, seconds };
  }

  async restore(state: TrainerState): Promise<void> {
    this.state.restore(state, this.#updates.memories);
    // Weights that are not trained stand in the graphs.
    await this.#sessions.close();
    await this.#features?.clear();
  }

  async release(): Promise<void> {
    this.state.release();
    await this.#sessions.close();
    await this.#features?.clear();
    await this.#updates.release();
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
    const { parameters } = this.state;
    const { graph, ...training } = buildRetinaNetTraining(architecture, parameters, {
      ...trainedParameters(architecture, parameters, this.#settings),
      batchNormEpsilon: settings.batchNormEpsilon,
      batch,
      levels: await this.#features?.levelsOf(batch),
      update: this.#updates.settings,
      precision: this.#settings.precision,
    });
    const keeps = outputsOfEnd(training.end);
    const learn = await openGraph(() => graph, { ...this.#place, keeps });
    const release = async (): Promise<void> => {
      await this.state.bringHome();
      await learn.release();
    };
    return { ...training, learn, release };
  }
}
