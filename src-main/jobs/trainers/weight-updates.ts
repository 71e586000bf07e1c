/** @file Moves weights by what a graph that learns ends in: at once, or by sums of several batches' gradients. */
import { Failure } from "../../../src-shared/domain/failure";
import type { TrainingEnd } from "../../detection/networks/training-end";
import { buildUpdateGraph, type UpdateGraph } from "../../numerics/optimizer/build-update-graph";
import type { ScaledUpdateTime, Updates, UpdateSettings } from "../../numerics/optimizer/add-updates";
import type { CarriedTensor } from "../../numerics/optimizer/carried-tensor";
import { updateRuleOf } from "../../numerics/optimizer/update-rule-of";
import type { Answer } from "../detectors/answer-tensors";
import { openGraph, type NetworkPlace } from "../detectors/open-network";
import type { Session, TensorValue } from "../runtime/session";
import type { StepPlace, TrainerSettings } from "./trainer";
import type { TrainingState } from "./training-state";

type Tensors = Record<string, TensorValue>;

export class WeightUpdates {
  /** For graphs that move weights at once; absent where gradients are added up. */
  readonly settings: UpdateSettings | undefined;
  readonly memories: readonly string[];
  readonly #state: TrainingState;
  readonly #ownSettings: UpdateSettings;
  readonly #place: NetworkPlace;
  #apart: Promise<{ readonly session: Session; readonly graph: UpdateGraph }> | undefined;

  constructor(state: TrainingState, { optimizer, clipNorm, accumulate }: TrainerSettings, place: NetworkPlace) {
    const rule = updateRuleOf(optimizer);
    this.memories = rule.memories;
    this.settings = accumulate === 1 ? { rule, clipNorm } : undefined;
    this.#ownSettings = { rule, clipNorm, isScaled: true };
    this.#state = state;
    this.#place = place;
  }

  /** What the graph takes beside its weights, and where it may write. */
  endsOf(
    end: TrainingEnd,
    { learningRate, isUpdate }: StepPlace,
  ): { readonly inputs: Tensors; readonly into: Tensors } {
    if (end.kind === "sums") return this.#homesOf([...end.sums.values()]);
    if (!isUpdate)
      throw new Failure("invalid-input", "A step without an update was asked for where none are added up.");
    const { inputs, into } = this.#homesOf(carriedBy(end.updates));
    return { inputs: { ...inputs, ...this.#scalarsOf(end.updates, { learningRate }) }, into };
  }

  /** Takes over what the graph answered, and moves the weights where it is time.
   * @returns the length of all gradients together; undefined without an update */
  async finish(end: TrainingEnd, answer: Answer, { learningRate, isUpdate }: StepPlace): Promise<number | undefined> {
    if (end.kind === "update") return this.#carryUpdates(end.updates, answer);
    for (const sum of end.sums.values()) this.#state.carry(sum);
    this.#state.summedBatches += 1;
    return isUpdate ? this.#updateBySums(end.sums, learningRate) : undefined;
  }

  async release(): Promise<void> {
    await (await this.#apart)?.session.release();
  }

  async #updateBySums(sums: ReadonlyMap<string, CarriedTensor>, learningRate: number): Promise<number> {
    this.#apart ??= this.#openApart(sums);
    const { session, graph } = await this.#apart;
    const { inputs, into } = this.#homesOf(carriedBy(graph.updates));
    const gradients = Array.from(
      sums,
      ([name, sum]) => [graph.gradients.get(name)!, this.#state.current(sum)] as const,
    );
    const scalars = this.#scalarsOf(graph.updates, { learningRate, gradientScale: 1 / this.#state.summedBatches });
    const answer = await session.run({ ...inputs, ...Object.fromEntries(gradients), ...scalars }, into);
    this.#state.forgetSums(sums.values());
    return this.#carryUpdates(graph.updates, answer);
  }

  async #openApart(sums: ReadonlyMap<string, CarriedTensor>): Promise<{ session: Session; graph: UpdateGraph }> {
    const shapes = new Map(Array.from(sums, ([name, { shape }]) => [name, shape]));
    const graph = buildUpdateGraph(shapes, this.#ownSettings);
    return { session: await openGraph(() => graph.graph, this.#place), graph };
  }

  #carryUpdates(updates: Updates, answer: Answer): number {
    const norm = Number(answer[updates.norm]!.data[0]);
    if (!Number.isFinite(norm)) return norm;
    for (const carried of carriedBy(updates)) this.#state.carry(carried);
    this.#state.updates += 1;
    return norm;
  }

  #homesOf(carried: readonly CarriedTensor[]): { readonly inputs: Tensors; readonly into: Tensors } {
    const inputs = carried.map((each) => [each.input, this.#state.current(each)] as const);
    const into = carried.map((each) => [each.output, this.#state.next(each)] as const);
    return { inputs: Object.fromEntries(inputs), into: Object.fromEntries(into) };
  }

  #scalarsOf({ scalarsAt }: Updates, time: Omit<ScaledUpdateTime, "update">): Tensors {
    const scalars = scalarsAt({ ...time, update: this.#state.updates + 1 });
    return Object.fromEntries(
      Array.from(scalars, ([input, value]) => [
        input,
        { type: "float32", shape: [], data: Float32Array.of(value) } satisfies TensorValue,
      ]),
    );
  }
}

function carriedBy({ weights, memories }: Updates): readonly CarriedTensor[] {
  return [...weights.values(), ...memories];
}
