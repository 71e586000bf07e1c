/** @file Puts a graph together node by node, each checked and with its shapes as it is added. */
import { Failure } from "../../../src-shared/domain/failure";
import { countElements, type ElementType, type Tensor } from "../tensor/tensor";
import { canonicalSize } from "./dimension";
import type { Attribute, Dimension, Graph, GraphNode, ValueInfo } from "./graph";
import { inferNode, type InferredOutput } from "./infer-node";
import { inferValues } from "./infer-shapes";
import { definitionOf, type AttributesFor, type OperatorName } from "./operators";
import type { KnownValue } from "./operators/define-operator";
import { elementsOf } from "./tensor-elements";

/** A tensor within the graph that is being built. */
export interface Value {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly Dimension[];
}

/** Constants that are no larger are kept once, however often they are asked for. */
const MAX_SHARED_ELEMENTS = 64;

export class GraphAssembly {
  readonly #name: string;
  readonly #inputs: Value[] = [];
  readonly #outputs: Value[] = [];
  readonly #initialisers = new Map<string, Tensor>();
  readonly #nodes: GraphNode[] = [];
  readonly #values = new Map<string, Value & KnownValue>();
  readonly #sharedConstants = new Map<string, Value>();
  readonly #counts = new Map<string, number>();
  #prefix = "";

  constructor(name: string) {
    this.#name = name;
  }

  /** Takes a whole graph over, so that more can be added to it. Its values are there by `value(name)`.
   * @throws {Failure} `unsupported` when a node is none of the table's, or a shape cannot be inferred. */
  protected takeOver(graph: Graph): void {
    const known = inferValues(graph);
    for (const [name, { type, shape, contents }] of known) {
      if (!shape)
        throw new Failure("unsupported", `The shape of ${name} in the graph ${graph.name} cannot be inferred.`);
      this.#values.set(name, { name, type, shape, ...(contents && { contents }) });
    }
    for (const [name, tensor] of graph.initialisers) this.#initialisers.set(name, tensor);
    this.#inputs.push(...graph.inputs.map(({ name }) => this.value(name)));
    this.#outputs.push(...graph.outputs.map(({ name }) => this.value(name)));
    this.#nodes.push(...graph.nodes);
  }

  /** @throws {Failure} `internal` when there is no value of that name. */
  value(name: string): Value {
    const value = this.#values.get(name);
    if (!value) throw new Failure("internal", `The graph ${this.#name} has no value ${name}.`);
    return value;
  }

  /** All elements of a small tensor where they are known before anything runs, such as axes and sizes; a text stands
   * for a size that is open. */
  contentsOf(value: Value): readonly Dimension[] | undefined {
    return this.#requireOwn(value).contents;
  }

  /** Texts in the shape are sizes that are known at run time only: equal texts are equal sizes, and a formula such as
   * `32*rows` promises a multiple. */
  input(name: string, type: ElementType, shape: readonly Dimension[]): Value {
    const value = this.#keep({ name: this.#claim(name), type, shape: shape.map(canonicalSize) });
    this.#inputs.push(value);
    return value;
  }

  /** The data is not copied. Small constants without a name of their own are shared. */
  constant(tensor: Tensor, name?: string): Value {
    const { type, shape, data } = tensor;
    const count = countElements(shape);
    if (data.length !== count * (type.startsWith("complex") ? 2 : 1)) {
      const found = `${data.length} numbers for the shape [${shape.join(", ")}]`;
      throw new Failure("internal", `A constant of the graph ${this.#name} has ${found}; ${count} were expected.`);
    }
    if (name !== undefined || count > MAX_SHARED_ELEMENTS)
      return this.#keepConstant(tensor, this.#claim(name ?? this.#fresh("constant")));
    const key = `${type} ${shape.join()} ${Array.from(data, spellExactly).join()}`;
    const shared = this.#sharedConstants.get(key) ?? this.#keepConstant(tensor, this.#claim(this.#fresh("constant")));
    this.#sharedConstants.set(key, shared);
    return shared;
  }

  /** The value under a name of its own among the graph's outputs. */
  output(name: string, value: Value): void {
    this.#requireOwn(value);
    this.#outputs.push(
      value.name === name ? value : this.#addNode("Identity", [value], { outputs: [this.#claim(name)] })[0],
    );
  }

  /** Adds a node. `outputs` counts those that are wanted, where the operator has optional ones or any number.
   * @throws {Failure} `internal` when inputs or attributes do not fit the operator. */
  apply<Name extends OperatorName>(
    operator: Name,
    inputs: readonly (Value | undefined)[],
    attributes?: AttributesFor<Name>,
    outputs = requiredOutputs(operator),
  ): readonly Value[] {
    const name = this.#fresh(operator);
    const names = Array.from({ length: outputs }, (_, index) => this.#claim(index === 0 ? name : `${name}.${index}`));
    return this.#addNode(operator, inputs, { outputs: names, attributes: spellAttributes(operator, attributes ?? {}) });
  }

  /** What `build` adds gets names that begin with `prefix` and a slash, so that one finds it in messages and profiles. */
  within<Built>(prefix: string, build: () => Built): Built {
    const before = this.#prefix;
    this.#prefix = `${before}${prefix}/`;
    try {
      return build();
    } finally {
      this.#prefix = before;
    }
  }

  /** The graph as it stands; more may be added afterwards. */
  toGraph(): Graph {
    return {
      name: this.#name,
      inputs: this.#inputs.map(infoOf),
      outputs: this.#outputs.map(infoOf),
      initialisers: new Map(this.#initialisers),
      nodes: [...this.#nodes],
      values: new Map(Array.from(this.#values, ([name, value]) => [name, infoOf(value)])),
    };
  }

  /** The first output of a node. */
  protected one<Name extends OperatorName>(
    operator: Name,
    inputs: readonly (Value | undefined)[],
    attributes?: AttributesFor<Name>,
  ): Value {
    return this.apply(operator, inputs, attributes)[0];
  }

  #addNode(
    operator: OperatorName,
    inputs: readonly (Value | undefined)[],
    { outputs, attributes = {} }: { outputs: readonly string[]; attributes?: Readonly<Record<string, Attribute>> },
  ): readonly Value[] {
    const [name] = outputs;
    const last = inputs.findLastIndex((input) => input !== undefined);
    const given = inputs.slice(0, last + 1);
    const known = given.map((input) => input && this.#requireOwn(input));
    const inferred = inferNode({ operator, name, inputs: known, outputs, attributes }, "internal");
    const values = inferred.map((output, index) => this.#keep(this.#requireShape(output, outputs[index])));
    const inputNames = given.map((input) => input?.name ?? "");
    this.#nodes.push({ name, operator, domain: "", inputs: inputNames, outputs, attributes });
    return values;
  }

  #requireOwn(value: Value): KnownValue {
    const own = this.#values.get(value.name);
    if (own !== value)
      throw new Failure("internal", `The graph ${this.#name} was given ${value.name} of another graph.`);
    return own;
  }

  #requireShape({ type, shape, contents }: InferredOutput, name: string): Value & KnownValue {
    if (!shape)
      throw new Failure("internal", `How many axes ${name} has is known at run time only; a graph needs to know.`);
    return { name, type, shape, ...(contents && { contents }) };
  }

  #keep(value: Value & KnownValue): Value {
    this.#values.set(value.name, value);
    return value;
  }

  #keepConstant(tensor: Tensor, name: string): Value {
    this.#initialisers.set(name, tensor);
    const contents = elementsOf(tensor);
    return this.#keep({ name, type: tensor.type, shape: tensor.shape, ...(contents && { contents }) });
  }

  /** @throws {Failure} `internal` when the name is taken. */
  #claim(name: string): string {
    if (name === "" || this.#values.has(name)) {
      throw new Failure(
        "internal",
        `The graph ${this.#name} has a value named "${name}" already, or the name is empty.`,
      );
    }
    return name;
  }

  #fresh(kind: string): string {
    const stem = `${this.#prefix}${kind.charAt(0).toLowerCase()}${kind.slice(1)}`;
    let name: string;
    do {
      const count = (this.#counts.get(stem) ?? 0) + 1;
      this.#counts.set(stem, count);
      name = `${stem}_${count}`;
    } while (this.#values.has(name));
    return name;
  }
}

function infoOf({ name, type, shape }: Value): ValueInfo {
  return { name, type, shape };
}

/** Without those that are optional; at least one of those that may be any number. */
function requiredOutputs(operator: OperatorName): number {
  return definitionOf(operator).outputs.filter(({ presence }) => presence !== "optional").length;
}

/** Tells -0 from 0, which are different constants. */
function spellExactly(element: number | bigint): string {
  return Object.is(element, -0) ? "-0" : String(element);
}

/** Attributes as the table says that they are written; those that are undefined are left out. */
function spellAttributes(
  operator: OperatorName,
  given: Readonly<Record<string, unknown>>,
): Readonly<Record<string, Attribute>> {
  const table = definitionOf(operator).attributes;
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    entries.map(([name, value]) => {
      const kind = Object.hasOwn(table, name) && table[name].presence !== "older" ? table[name].kind : undefined;
      if (!kind) throw new Failure("internal", `${operator} has no attribute ${name}.`);
      return [name, { kind, value } as Attribute];
    }),
  );
}
