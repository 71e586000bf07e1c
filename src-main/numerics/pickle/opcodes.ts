/** @file What each opcode of a pickle does, as one table; those that could run code end in a refusal or a plain value.
 * @see https://github.com/python/cpython/blob/main/Lib/pickletools.py */
import { Failure } from "../../../src-shared/domain/failure";
import type { PickleMachine } from "./pickle-machine";
import { narrowest, parseFloatLine, parseIntegerLine, parseRawUnicode, parseStringLine } from "./pickle-lines";
import {
  OpaqueObject,
  PickleDictionary,
  PickleGlobal,
  PickleList,
  PickleObject,
  PickleTuple,
  type PickleValue,
} from "./pickle-values";

type Action = (machine: PickleMachine) => void;

/** STOP (0x2e) is the reader's own business. */
export const opcodes: Readonly<Record<number, Action>> = {
  // Protocol, frames, marks and the stack.
  0x80: checkProtocol, // PROTO
  0x95: ({ reader }) => void reader.skip(8), // FRAME: what it frames follows either way
  0x28: (machine) => machine.mark(), // MARK
  0x30: (machine) => machine.drop(), // POP
  0x31: (machine) => void machine.popMark(), // POP_MARK
  0x32: (machine) => machine.push(machine.top()), // DUP

  // Plain values.
  0x4e: (machine) => machine.push(null), // NONE
  0x88: (machine) => machine.push(true), // NEWTRUE
  0x89: (machine) => machine.push(false), // NEWFALSE
  0x4a: (machine) => machine.push(machine.reader.int32()), // BININT
  0x4b: (machine) => machine.push(machine.reader.byte()), // BININT1
  0x4d: (machine) => machine.push(machine.reader.unsigned(2)), // BININT2
  0x8a: (machine) => pushLong(machine, machine.reader.byte()), // LONG1
  0x8b: (machine) => pushLong(machine, machine.reader.unsigned(4)), // LONG4
  0x47: (machine) => machine.push(machine.reader.float64()), // BINFLOAT
  0x49: (machine) => machine.push(parseIntegerLine(machine.reader)), // INT
  0x4c: (machine) => machine.push(parseIntegerLine(machine.reader)), // LONG
  0x46: (machine) => machine.push(parseFloatLine(machine.reader)), // FLOAT
  0x53: (machine) => machine.push(parseStringLine(machine.reader)), // STRING
  0x56: (machine) => machine.push(parseRawUnicode(machine.reader)), // UNICODE

  // Texts and bytes; those of Python 2 (0x54, 0x55) are names and thus texts.
  0x54: (machine) => machine.push(machine.reader.text(machine.reader.unsigned(4))), // BINSTRING
  0x55: (machine) => machine.push(machine.reader.text(machine.reader.byte())), // SHORT_BINSTRING
  0x58: (machine) => machine.push(machine.reader.text(machine.reader.unsigned(4))), // BINUNICODE
  0x8c: (machine) => machine.push(machine.reader.text(machine.reader.byte())), // SHORT_BINUNICODE
  0x8d: (machine) => machine.push(machine.reader.text(machine.reader.unsigned(8))), // BINUNICODE8
  0x42: (machine) => machine.push(machine.reader.bytes(machine.reader.unsigned(4))), // BINBYTES
  0x43: (machine) => machine.push(machine.reader.bytes(machine.reader.byte())), // SHORT_BINBYTES
  0x8e: (machine) => machine.push(machine.reader.bytes(machine.reader.unsigned(8))), // BINBYTES8
  0x96: (machine) => machine.push(machine.reader.bytes(machine.reader.unsigned(8))), // BYTEARRAY8

  // Tuples, lists, sets and dictionaries.
  0x29: (machine) => machine.push(new PickleTuple([])), // EMPTY_TUPLE
  0x85: (machine) => pushTuple(machine, 1), // TUPLE1
  0x86: (machine) => pushTuple(machine, 2), // TUPLE2
  0x87: (machine) => pushTuple(machine, 3), // TUPLE3
  0x74: (machine) => machine.push(new PickleTuple(machine.popMark())), // TUPLE
  0x5d: (machine) => machine.push(new PickleList()), // EMPTY_LIST
  0x6c: (machine) => machine.push(listOf(machine.popMark())), // LIST
  0x61: (machine) => appendTo(machine, [machine.pop()]), // APPEND
  0x65: (machine) => appendTo(machine, machine.popMark()), // APPENDS
  0x8f: (machine) => machine.push(new PickleList()), // EMPTY_SET
  0x90: (machine) => appendTo(machine, machine.popMark()), // ADDITEMS
  0x91: (machine) => machine.push(listOf(machine.popMark())), // FROZENSET
  0x7d: (machine) => machine.push(new PickleDictionary()), // EMPTY_DICT
  0x64: (machine) => pushDictionary(machine), // DICT
  0x73: (machine) => setItems(machine, [machine.pop(), machine.pop()].toReversed()), // SETITEM
  0x75: (machine) => setItems(machine, machine.popMark()), // SETITEMS

  // The memo.
  0x67: (machine) => recall(machine, lineNumber(machine)), // GET
  0x68: (machine) => recall(machine, machine.reader.byte()), // BINGET
  0x6a: (machine) => recall(machine, machine.reader.unsigned(4)), // LONG_BINGET
  0x70: (machine) => void machine.memo.set(lineNumber(machine), machine.top()), // PUT
  0x71: (machine) => void machine.memo.set(machine.reader.byte(), machine.top()), // BINPUT
  0x72: (machine) => void machine.memo.set(machine.reader.unsigned(4), machine.top()), // LONG_BINPUT
  0x94: (machine) => void machine.memo.set(machine.memo.size, machine.top()), // MEMOIZE

  // What Python would run: names are looked up in the caller's table, and all else is built from them.
  0x63: (machine) => machine.pushGlobal(twoLines(machine)), // GLOBAL
  0x93: pushStackGlobal, // STACK_GLOBAL
  0x52: (machine) => callTop(machine), // REDUCE
  0x81: (machine) => callTop(machine), // NEWOBJ
  0x92: callWithKeywords, // NEWOBJ_EX
  0x69: callInstance, // INST
  0x6f: callObject, // OBJ
  0x62: dropState, // BUILD
  0x51: (machine) => machine.pushPersistent(machine.pop()), // BINPERSID
  0x50: (machine) => machine.pushPersistent(machine.reader.line()), // PERSID
  0x82: ({ reader }) => refuseExtension(reader.fileName, reader.byte()), // EXT1
  0x83: ({ reader }) => refuseExtension(reader.fileName, reader.unsigned(2)), // EXT2
  0x84: ({ reader }) => refuseExtension(reader.fileName, reader.unsigned(4)), // EXT4
};

const LONGEST_INTEGER_BYTES = 512;
const NEWEST_PROTOCOL = 5;

function checkProtocol({ reader }: PickleMachine): void {
  const protocol = reader.byte();
  if (protocol > NEWEST_PROTOCOL) throw reader.broken(`protocol ${protocol}`, "at most protocol 5 was expected");
}

/** Two's complement, little-endian. */
function pushLong(machine: PickleMachine, length: number): void {
  const { reader } = machine;
  if (length > LONGEST_INTEGER_BYTES) throw reader.broken(`an integer of ${length} bytes`, "fewer were expected");
  const digits = Array.from(reader.bytes(length).toReversed(), (byte) => byte.toString(16).padStart(2, "0"));
  machine.push(length === 0 ? 0 : narrowest(BigInt.asIntN(8 * length, BigInt(`0x${digits.join("")}`))));
}

function pushTuple(machine: PickleMachine, size: number): void {
  const items: PickleValue[] = [];
  for (let index = 0; index < size; index++) items.push(machine.pop());
  machine.push(new PickleTuple(items.toReversed()));
}

function listOf(values: readonly PickleValue[]): PickleList {
  const list = new PickleList();
  for (const value of values) list.items.push(value);
  return list;
}

function appendTo(machine: PickleMachine, values: readonly PickleValue[]): void {
  const list = machine.top();
  if (list instanceof OpaqueObject) return;
  if (!(list instanceof PickleList)) throw machine.reader.broken("items without a list", "a list was expected");
  for (const value of values) list.items.push(value);
}

function pushDictionary(machine: PickleMachine): void {
  const pairs = machine.popMark();
  machine.push(new PickleDictionary());
  setItems(machine, pairs);
}

function setItems(machine: PickleMachine, pairs: readonly PickleValue[]): void {
  const target = machine.top();
  const { reader } = machine;
  if (pairs.length % 2 !== 0) throw reader.broken("a key without a value", "pairs were expected");
  if (target instanceof OpaqueObject) return;
  if (!(target instanceof PickleDictionary)) throw reader.broken("items without a dictionary", "one was expected");
  for (let index = 0; index < pairs.length; index += 2) target.entries.set(pairs[index], pairs[index + 1]);
}

function recall(machine: PickleMachine, index: number): void {
  const value = machine.memo.get(index);
  if (value === undefined) throw machine.reader.broken(`the unknown memo ${index}`, "a known one was expected");
  machine.push(value);
}

function lineNumber({ reader }: PickleMachine): number {
  const line = reader.line();
  if (!/^\d{1,9}$/.test(line)) throw reader.broken("a memo without a number", "a number was expected");
  return Number(line);
}

function twoLines({ reader }: PickleMachine): string {
  const module = reader.line();
  return `${module}.${reader.line()}`;
}

function pushStackGlobal(machine: PickleMachine): void {
  const name = machine.pop();
  const module = machine.pop();
  if (typeof name !== "string" || typeof module !== "string") {
    throw machine.reader.broken("a global without a name", "two texts were expected");
  }
  machine.pushGlobal(`${module}.${name}`);
}

function callTop(machine: PickleMachine): void {
  const argumentsOf = machine.pop();
  machine.pushCall(machine.pop(), argumentsOf);
}

/** NEWOBJ_EX: keywords make a difference to no allowed class. */
function callWithKeywords(machine: PickleMachine): void {
  machine.pop();
  callTop(machine);
}

/** INST: class by name, arguments behind the mark. */
function callInstance(machine: PickleMachine): void {
  const argumentsOf = new PickleTuple(machine.popMark());
  machine.pushGlobal(twoLines(machine));
  machine.pushCall(machine.pop(), argumentsOf);
}

/** OBJ: class and arguments behind the mark. */
function callObject(machine: PickleMachine): void {
  const [callable = null, ...argumentsOf] = machine.popMark();
  machine.pushCall(callable, new PickleTuple(argumentsOf));
}

/** BUILD: attributes of an object, such as the _metadata of a state_dict, change no tensor; a tensor's own state would,
 * and is refused. */
function dropState(machine: PickleMachine): void {
  machine.pop();
  const target = machine.top();
  if (target instanceof PickleDictionary || target instanceof OpaqueObject) return;
  throw machine.reader.broken(`a state for ${describe(target)}`, "a state_dict sets none");
}

function describe(value: PickleValue): string {
  if (value instanceof PickleGlobal) return `the global ${value.name}`;
  return value instanceof PickleObject ? "a tensor" : "a plain value";
}

function refuseExtension(fileName: string, code: number): never {
  const asks = `${fileName} asks for the registered extension ${code}`;
  throw new Failure("unsupported", `${asks}, which no checkpoint needs; nothing was executed.`);
}
