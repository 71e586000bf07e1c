/** @file Moves weights by what a graph that learns ends in: at once, or by sums of several batches' gradients. */
import { Failure } from "../../../src-shared/domain/failure";
import type { TrainingEnd } from "../../detection/networks/training-end";
import { LOSS_SCALE } from "../../detection/networks/loss-seeds";
import { nextLossScale } from "../../numerics/optimizer/loss-scale";
import { buildUpdateGraph, type UpdateGraph } from "../../numerics/optimizer/build-update-graph";
import type { ScaledUpdateTime, Updates, UpdateSettings } from "../../numerics/optimizer/add-updates";
import type { CarriedTensor } from "../../numerics/optimizer/carried-tensor";
import { updateRuleOf } from "../../numerics/optimizer/update-rule-of";
import { openGraph, type NetworkPlace } from "../detectors/open-network";
import { keepsTensors, releaseKept } from "../runtime/kept-tensors";
import type { KeepingSession, KeptAnswer, SessionInput, TensorValue } from "../runtime/session";
import type { StepAnswer, StepPlace, TrainerSettings } from "./trainer";
import type { LearningState } from "./learning-state";

type Tensors = Record<string, TensorValue>;

/** Outputs of the end that count from then on: they stay on the device, where it keeps any. */
export function outputsOfEnd(end: TrainingEnd): readonly string[] {
  return carriedByEnd(end).map(({ output }) => output);
}

export class WeightUpdates {
  /** For graphs that move weights at once; absent where gradients are added up. */
  readonly settings: UpdateSettings | undefined;
  readonly memories: readonly string[];
  readonly #state: LearningState;
  readonly #ownSettings: UpdateSettings;
  readonly #place: NetworkPlace;
  readonly #isHalf: boolean;
  #apart: Promise<{ readonly session: KeepingSession; readonly graph: UpdateGraph }> | undefined;

  constructor(
    state: LearningState,
    { optimizer, clipNorm, accumulate, precision }: TrainerSettings,
    place: NetworkPlace,
  ) {
    const rule = updateRuleOf(optimizer);
    this.memories = rule.memories;
    this.#isHalf = precision === "half";
    this.settings = accumulate === 1 ? { rule, clipNorm, isScaled: this.#isHalf } : undefined;
    this.#ownSettings = { rule, clipNorm, isScaled: true };
    this.#state = state;
    this.#place = place;
  }

  /** What the graph takes beside its weights, and where it may write. */
  endsOf(end: TrainingEnd, { learningRate, isUpdate }: StepPlace): Homes {
    const homes = this.#homesOf(carriedByEnd(end));
    const { into } = homes;
    const inputs = this.#isHalf ? { ...homes.inputs, [LOSS_SCALE]: scalar(this.#scale) } : homes.inputs;
    if (end.kind === "sums") return { inputs, into };
    if (!isUpdate)
      throw new Failure("invalid-input", "A step without an update was asked for where none are added up.");
    return {
      inputs: { ...inputs, ...this.#scalarsOf(end.updates, { learningRate, gradientScale: 1 / this.#scale }) },
      into,
    };
  }

  /** Takes over what the graph answered, and moves the weights where it is time.
   * @returns nothing without an update */
  async finish(end: TrainingEnd, learned: KeptAnswer, { learningRate, isUpdate }: StepPlace): Promise<Moved> {
    if (end.kind === "update") return this.#carryUpdates(end.updates, learned);
    for (const sum of end.sums.values()) this.#state.carry(sum, learned.kept[sum.output]);
    this.#state.summedBatches += 1;
    return isUpdate ? this.#updateBySums(end.sums, learningRate) : {};
  }

  async release(): Promise<void> {
    await (await this.#apart)?.session.release();
  }

  async #updateBySums(sums: ReadonlyMap<string, CarriedTensor>, learningRate: number): Promise<Moved> {
    this.#apart ??= this.#openApart(sums);
    const { session, graph } = await this.#apart;
    const { inputs, into } = this.#homesOf(carriedBy(graph.updates));
    const gradients = Array.from(
      sums,
      ([name, sum]) => [graph.gradients.get(name)!, this.#state.current(sum)] as const,
    );
    const gradientScale = 1 / (this.#state.summedBatches * this.#scale);
    const scalars = this.#scalarsOf(graph.updates, { learningRate, gradientScale });
    const learned = await session.runKeeping({ ...inputs, ...Object.fromEntries(gradients), ...scalars }, into);
    this.#state.forgetSums(sums.values());
    return this.#carryUpdates(graph.updates, learned);
  }

  async #openApart(sums: ReadonlyMap<string, CarriedTensor>): Promise<{ session: KeepingSession; graph: UpdateGraph }> {
    const shapes = new Map(Array.from(sums, ([name, { shape }]) => [name, shape]));
    const graph = buildUpdateGraph(shapes, this.#ownSettings);
    const keeps = carriedBy(graph.updates).map(({ output }) => output);
    return { session: await openGraph(() => graph.graph, { ...this.#place, keeps }), graph };
  }

  #carryUpdates(updates: Updates, { answer, kept }: KeptAnswer): Moved {
    const norm = Number(answer[updates.norm]!.data[0]);
    const moved = { gradientNorm: norm, ...(this.#isHalf && { lossScale: this.#scale }) };
    if (this.#isHalf) this.#state.lossScale = nextLossScale(this.#state.lossScale, Number.isFinite(norm));
    if (!Number.isFinite(norm)) {
      releaseKept(kept);
      return moved;
    }
    for (const carried of carriedBy(updates)) this.#state.carry(carried, kept[carried.output]);
    this.#state.updates += 1;
    return moved;
  }

  #homesOf(carried: readonly CarriedTensor[]): Homes {
    const inputs = carried.map((each) => [each.input, this.#state.current(each)] as const);
    const written = keepsTensors(this.#place.provider) ? [] : carried;
    const into = written.map((each) => [each.output, this.#state.next(each)] as const);
    return { inputs: Object.fromEntries(inputs), into: Object.fromEntries(into) };
  }

  #scalarsOf({ scalarsAt }: Updates, time: Omit<ScaledUpdateTime, "update">): Tensors {
    const scalars = scalarsAt({ ...time, update: this.#state.updates + 1 });
    return Object.fromEntries(Array.from(scalars, ([input, value]) => [input, scalar(value)]));
  }

  get #scale(): number {
    return this.#isHalf ? this.#state.lossScale.scale : 1;
  }
}

type Moved = Pick<StepAnswer, "gradientNorm" | "lossScale">;

interface Homes {
  readonly inputs: Record<string, SessionInput>;
  readonly into: Tensors;
}

function scalar(value: number): TensorValue {
  return { type: "float32", shape: [], data: Float32Array.of(value) };
}

function carriedByEnd(end: TrainingEnd): readonly CarriedTensor[] {
  return end.kind === "sums" ? [...end.sums.values()] : carriedBy(end.updates);
}

function carriedBy({ weights, memories }: Updates): readonly CarriedTensor[] {
  return [...weights.values(), ...memories];
}
