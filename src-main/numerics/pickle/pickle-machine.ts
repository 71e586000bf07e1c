/** @file The stack, the marks and the memo of a pickle, and the one place where a name may become a value. */
import { Failure } from "../../../src-shared/domain/failure";
import type { PickleReader } from "./pickle-reader";
import { type GlobalMeaning, PickleGlobal, PickleTuple, type PickleValue } from "./pickle-values";
import { printableName } from "./printable-name";

export interface PickleRules {
  readonly globalNamed: (name: string) => GlobalMeaning | undefined;
  /** What a persistent identifier stands for. */
  readonly objectOf: (identifier: PickleValue) => PickleValue;
}

export class PickleMachine {
  readonly memo = new Map<number, PickleValue>();
  #stack: PickleValue[] = [];
  readonly #below: PickleValue[][] = [];

  constructor(
    readonly reader: PickleReader,
    private readonly rules: PickleRules,
  ) {}

  push(value: PickleValue): void {
    this.#stack.push(value);
  }

  pop(): PickleValue {
    this.top();
    return this.#stack.pop() as PickleValue;
  }

  top(): PickleValue {
    if (this.#stack.length === 0) throw this.reader.broken("an empty stack", "a value was expected");
    return this.#stack[this.#stack.length - 1];
  }

  mark(): void {
    this.#below.push(this.#stack);
    this.#stack = [];
  }

  /** Everything above the last mark, and the mark. */
  popMark(): readonly PickleValue[] {
    const above = this.#stack;
    const below = this.#below.pop();
    if (!below) throw this.reader.broken("no mark", "a mark was expected");
    this.#stack = below;
    return above;
  }

  /** The value on top, or the last mark where nothing lies above it. */
  drop(): void {
    if (this.#stack.length === 0 && this.#below.length > 0) this.popMark();
    else this.pop();
  }

  pushGlobal(name: string): void {
    const meaning = this.rules.globalNamed(name);
    if (!meaning) throw refusedGlobal(this.reader.fileName, name);
    this.push(new PickleGlobal(name, meaning));
  }

  pushPersistent(identifier: PickleValue): void {
    this.push(this.rules.objectOf(identifier));
  }

  pushCall(callable: PickleValue, argumentsOf: PickleValue): void {
    if (!(callable instanceof PickleGlobal)) throw this.reader.broken("a call of a value", "a function was expected");
    if (!(argumentsOf instanceof PickleTuple)) throw this.reader.broken("a call without a tuple", "one was expected");
    if (!callable.meaning.call) throw this.reader.broken(`a call of ${callable.name}`, "a function was expected");
    // One tuple may be the argument of a million calls: what a call costs must not depend on its length.
    const count = argumentsOf.items.length;
    if (count > MOST_ARGUMENTS) throw this.reader.broken(`a call with ${count} arguments`, "a few were expected");
    this.push(callable.meaning.call(argumentsOf.items));
  }
}

const MOST_ARGUMENTS = 32;

/** Where whole objects were saved, the name is one of their classes. */
const MODEL_CODE = /^(__main__|__torch__|torch\.nn\.modules|torchvision|ultralytics|timm|models?|mmdet|detectron2)\./;

function refusedGlobal(fileName: string, name: string): Failure {
  const asks = `${fileName} asks for the global ${printableName(name)}`;
  const sentence = MODEL_CODE.test(name)
    ? `${asks}, since a whole model was saved with its code; nothing was executed, and a state_dict was expected.`
    : `${asks}, which no checkpoint needs; nothing was executed.`;
  return new Failure("unsupported", sentence);
}
