/** @file What both kinds of trainer do alike: hold a network's state and its sessions, and end a step. */
import { expectedParameters } from "../../detection/networks/expected-parameters";
import type { StatisticsOutput, TrainingEnd } from "../../detection/networks/training-end";
import type { BatchShape } from "../../detection/networks/training-options";
import { paddedSize, sizeInNetwork } from "../../detection/preprocessing/fit-to-network";
import type { Answer } from "../detectors/answer-tensors";
import type { FasterRcnnNetwork } from "../detectors/faster-rcnn-network";
import type { NetworkPlace } from "../detectors/open-network";
import type { RetinaNetNetwork } from "../detectors/retinanet-network";
import { releaseKept } from "../runtime/kept-tensors";
import type { KeptAnswer } from "../runtime/session";
import { KeptFeatures } from "./kept-features";
import { SessionsByShape, type Releasable } from "./sessions-by-shape";
import type { OpenTrainer, StepAnswer, StepPlace, TrainerSettings, TrainerState } from "./trainer";
import { LearningState } from "./learning-state";
import { WeightUpdates } from "./weight-updates";

/** What a graph answered at the end of a step. */
interface Learned {
  readonly end: TrainingEnd;
  readonly learned: KeptAnswer;
  /** Names of the losses, in the order in which they are told. */
  readonly losses: readonly string[];
  readonly place: StepPlace;
  /** Running statistics, each with the answer that they stand in. */
  readonly statistics: readonly (readonly [outputs: readonly StatisticsOutput[], answer: Answer])[];
}

export class LearningNetwork<Opened extends Releasable> {
  readonly state: LearningState;
  readonly place: NetworkPlace;
  readonly updates: WeightUpdates;
  /** Where heads learn alone. */
  readonly features: KeptFeatures | undefined;
  readonly sessions: SessionsByShape<Opened>;
  readonly #likelyBatch: BatchShape;

  constructor(
    network: FasterRcnnNetwork | RetinaNetNetwork,
    settings: TrainerSettings,
    { provider, open }: Pick<NetworkPlace, "provider"> & { readonly open: (batch: BatchShape) => Promise<Opened> },
  ) {
    this.place = { provider, isRecorded: false, takesTurns: true, isUnplanned: true };
    this.state = new LearningState(expectedParameters(network.architecture).keys(), network.parameters, provider);
    this.updates = new WeightUpdates(this.state, settings, this.place);
    this.features =
      settings.scope === "heads" ? new KeptFeatures({ ...network, state: this.state }, this.place) : undefined;
    this.sessions = new SessionsByShape(open);
    this.#likelyBatch = likelyBatch(network, settings);
  }

  /** Moves weights and statistics, unless a loss is no number. */
  async finish({ end, learned, losses: names, place, statistics }: Learned): Promise<Omit<StepAnswer, "seconds">> {
    const losses = Object.fromEntries(names.map((name) => [name, Number(learned.answer[name]!.data[0])]));
    if (!Object.values(losses).every(Number.isFinite)) {
      releaseKept(learned.kept);
      return { losses, gradientNorm: NaN };
    }
    const moved = await this.updates.finish(end, learned, place);
    for (const [outputs, answer] of statistics) this.state.addStatistics(outputs, answer);
    return { losses, ...moved };
  }

  /** What is handed to whoever trains it. A device may refuse a graph: other devices than the CPU open those of a likely
   * batch at once, while another device can still be chosen. Errors are the library's own. */
  async handOut(step: OpenTrainer["step"]): Promise<OpenTrainer> {
    if (this.place.provider !== "cpu") await this.#openLikely();
    return {
      step,
      snapshot: async () => this.state.snapshot(),
      restore: async (state) => this.#restore(state),
      release: async () => this.#release(),
    };
  }

  async #openLikely(): Promise<void> {
    try {
      await this.sessions.for(this.#likelyBatch);
    } catch (thrown) {
      await this.#release();
      throw thrown;
    }
  }

  async #restore(state: TrainerState): Promise<void> {
    this.state.restore(state, this.updates.memories);
    // Weights that are not trained stand in the graphs.
    await this.#forget();
  }

  async #release(): Promise<void> {
    this.state.release();
    await this.#forget();
    await this.updates.release();
  }

  async #forget(): Promise<void> {
    await this.sessions.close();
    await this.features?.clear();
  }
}

/** Of images in the card's own size, or in the network's smallest where the card leaves it open. */
function likelyBatch(
  { card: { input }, settings }: FasterRcnnNetwork | RetinaNetNetwork,
  { batchSize: images = 1 }: TrainerSettings,
): BatchShape {
  const { heightPx: height = settings.minSizePx, widthPx: width = settings.minSizePx } = input;
  return { images, ...paddedSize(sizeInNetwork({ height, width }, settings)) };
}
