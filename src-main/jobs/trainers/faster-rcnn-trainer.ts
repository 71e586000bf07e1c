/** @file A Faster R-CNN made ready to learn: look at the images, choose samples, learn from them. */
import { REGIONS_PER_IMAGE } from "../../../src-shared/domain/training";
import { buildTrainingGraphs, FASTER_RCNN_LOSSES } from "../../detection/networks/faster-rcnn-training";
import type { LearningGraph, LookingGraph } from "../../detection/networks/faster-rcnn-training";
import { trainedParameters } from "../../detection/networks/trained-parameters";
import type { BatchShape } from "../../detection/networks/training-options";
import { ROI_TARGETS } from "../../detection/training/roi-targets";
import type { TargetSettings } from "../../detection/training/rpn-targets";
import { deriveSeed } from "../../numerics/random/derive-seed";
import { MersenneTwister } from "../../numerics/random/mersenne-twister";
import { countElements } from "../../numerics/tensor/tensor";
import { anchorsBySize } from "../detectors/anchors-by-size";
import type { FasterRcnnNetwork } from "../detectors/faster-rcnn-network";
import { openGraph, type NetworkPlace } from "../detectors/open-network";
import { keepsTensors, releaseKept } from "../runtime/kept-tensors";
import type { KeepingSession, KeptAnswer, Session, TensorValue } from "../runtime/session";
import { learningInputs, type TargetMaker } from "./faster-rcnn-targets";
import { batchImages, type ImageBatch } from "./image-batch";
import { LearningNetwork } from "./learning-network";
import type { Releasable } from "./sessions-by-shape";
import type { OpenTrainer, StepAnswer, StepPlace, TrainerSettings, TrainingImage } from "./trainer";
import { outputsOfEnd } from "./weight-updates";

interface StepSessions extends Releasable {
  readonly look: KeepingSession;
  readonly learn: KeepingSession;
  readonly lookGraph: Omit<LookingGraph, "graph">;
  readonly learnGraph: Omit<LearningGraph, "graph">;
  /** What the first graph answers is written here at each step, unless it stays on the device. */
  readonly seen: Readonly<Record<string, TensorValue>>;
}

/** All weights are loaded at once. Errors are those of the device. */
export async function openFasterRcnnTrainer(
  network: FasterRcnnNetwork,
  settings: TrainerSettings,
  place: Pick<NetworkPlace, "provider">,
): Promise<OpenTrainer> {
  return new FasterRcnnTrainer(network, settings, place).handOut();
}

class FasterRcnnTrainer {
  readonly #network: FasterRcnnNetwork;
  readonly #settings: TrainerSettings;
  readonly #targets: TargetMaker;
  readonly #learning: LearningNetwork<StepSessions>;

  constructor(network: FasterRcnnNetwork, settings: TrainerSettings, { provider }: Pick<NetworkPlace, "provider">) {
    const { architecture } = network;
    this.#network = network;
    this.#settings = settings;
    this.#learning = new LearningNetwork(network, settings, { provider, open: (batch) => this.#open(batch) });
    const sampling = { regionTargets: regionTargetsOf(settings), ...settings.sampling };
    const anchorsOf = anchorsBySize(network.settings.anchors);
    this.#targets = { architecture, settings: network.settings, sampling, anchorsOf };
  }

  async handOut(): Promise<OpenTrainer> {
    return this.#learning.handOut((images, place) => this.#step(images, place));
  }

  async #step(images: readonly TrainingImage[], place: StepPlace): Promise<StepAnswer> {
    const { features, state } = this.#learning;
    const startMs = performance.now();
    const batch = batchImages(images, this.#network.settings);
    const sessions = await this.#learning.sessions.for({ images: images.length, ...batch });
    const { look, lookGraph, learnGraph } = sessions;
    const shown = features ? await features.of(batch) : { image: batch.image };
    const { answer: seen, kept } = await look.runKeeping({ ...state.weightsFor(look), ...shown }, sessions.seen);
    const learned = await this.#learn({ answer: { ...seen, ...shown }, kept }, batch, { sessions, place }).finally(() =>
      releaseKept(kept),
    );
    const ended = await this.#learning.finish({
      end: learnGraph.end,
      learned,
      losses: FASTER_RCNN_LOSSES,
      place,
      statistics: [
        [lookGraph.statistics, seen],
        [learnGraph.statistics, learned.answer],
      ],
    });
    return { ...ended, seconds: (performance.now() - startMs) / 1000 };
  }

  async #learn(
    { answer, kept }: KeptAnswer,
    batch: ImageBatch,
    { sessions: { learn, learnGraph }, place }: { readonly sessions: StepSessions; readonly place: StepPlace },
  ): Promise<KeptAnswer> {
    const random = new MersenneTwister(deriveSeed(this.#settings.seed, place.stepNumber));
    const targets = learningInputs(answer, batch, this.#targets, random);
    const { updates, state } = this.#learning;
    const { inputs, into } = updates.endsOf(learnGraph.end, place);
    const read = Array.from(learnGraph.reads, ([input, name]) => [input, kept[name] ?? answer[name]!] as const);
    return learn.runKeeping({ ...state.weightsFor(learn), ...Object.fromEntries(read), ...targets, ...inputs }, into);
  }

  async #open(batch: BatchShape): Promise<StepSessions> {
    const { architecture, settings } = this.#network;
    const { state, place, updates, features } = this.#learning;
    const { parameters } = state;
    const levels = await features?.levelsOf(batch);
    const { look, learn } = buildTrainingGraphs(architecture, parameters, {
      ...trainedParameters(architecture, parameters, this.#settings),
      batchNormEpsilon: settings.batchNormEpsilon,
      batch,
      levels,
      update: updates.settings,
      precision: this.#settings.precision,
    });
    const keeps = keepsTensors(place.provider) ? keptOf(look, learn) : [];
    const looking = await openGraph(() => look.graph, { ...place, keeps });
    const learning = await openGraph(() => learn.graph, { ...place, keeps: outputsOfEnd(learn.end) }).catch(
      async (error: unknown) => {
        await looking.release();
        throw error;
      },
    );
    const release = async (): Promise<void> => {
      await state.bringHome();
      await looking.release();
      await learning.release();
    };
    return {
      look: looking,
      learn: learning,
      lookGraph: look,
      learnGraph: learn,
      seen: roomFor(looking, new Set(keeps)),
      release,
    };
  }
}

function regionTargetsOf({ scope, regionsPerImage = REGIONS_PER_IMAGE[scope] }: TrainerSettings): TargetSettings {
  return { ...ROI_TARGETS, sampling: { ...ROI_TARGETS.sampling, perImage: regionsPerImage } };
}

/** What the second graph alone reads of the first: on a device that keeps tensors, it need not cross over and back. */
function keptOf({ graph }: LookingGraph, { reads }: LearningGraph): readonly string[] {
  const read = new Set(reads.values());
  return graph.outputs.map(({ name }) => name).filter((name) => read.has(name));
}

/** Of all outputs that are answered here, whose shapes are known. */
function roomFor({ outputs }: Session, kept: ReadonlySet<string>): Readonly<Record<string, TensorValue>> {
  const answered = outputs.filter(({ name, type }) => type === "float32" && !kept.has(name));
  return Object.fromEntries(
    answered.map(({ name, shape }) => {
      const sizes = shape.map(Number);
      return [name, { type: "float32", shape: sizes, data: new Float32Array(countElements(sizes)) }];
    }),
  );
}
