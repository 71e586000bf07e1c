/** @file Checks that a pickle builds plain values, and that one with code is refused by name before anything happens. */
import { expect, test } from "vitest";
import { PickleReader } from "../../../../../src-main/numerics/pickle/pickle-reader";
import {
  PickleDictionary,
  PickleList,
  PickleObject,
  PickleTuple,
  type PickleValue,
} from "../../../../../src-main/numerics/pickle/pickle-values";
import { torchGlobals } from "../../../../../src-main/numerics/pickle/torch-globals";
import { unpickle } from "../../../../../src-main/numerics/pickle/unpickle";

/** Each character is a byte. */
function read(pickle: string | Uint8Array): unknown {
  const bytes = typeof pickle === "string" ? Uint8Array.from(pickle, (letter) => letter.charCodeAt(0)) : pickle;
  const source = { byteLength: bytes.length, read: (start: number, end: number) => bytes.slice(start, end) };
  const rules = { globalNamed: torchGlobals("bad.pth"), objectOf: () => null };
  return plain(unpickle(new PickleReader(source, "bad.pth"), rules));
}

function plain(value: PickleValue): unknown {
  if (value instanceof PickleTuple || value instanceof PickleList) return value.items.map(plain);
  if (value instanceof PickleDictionary) return new Map([...value.entries].map(([key, item]) => [key, plain(item)]));
  return value instanceof PickleObject ? value.kind : value;
}

const asks = (name: string): string =>
  `bad.pth asks for the global ${name}, which no checkpoint needs; nothing was executed.`;

test.each([
  ["GLOBAL and REDUCE", "cposix\nsystem\n(S'touch /tmp/owned'\ntR.", "posix.system"],
  ["GLOBAL alone", "\x80\x02cos\nsystem\n.", "os.system"],
  ["INST", "(S'touch /tmp/owned'\nios\nsystem\n.", "os.system"],
  ["OBJ", "(cos\nsystem\nS'touch /tmp/owned'\no.", "os.system"],
  ["NEWOBJ", "\x80\x02csubprocess\nPopen\n)\x81.", "subprocess.Popen"],
  ["NEWOBJ_EX", "\x80\x04\x8c\x0asubprocess\x8c\x05Popen\x93)}\x92.", "subprocess.Popen"],
  ["STACK_GLOBAL", "\x80\x04\x8c\x05posix\x8c\x06system\x93\x8c\x02id\x85R.", "posix.system"],
  ["STACK_GLOBAL with a name from the memo", "\x80\x04\x8c\x02os\x940\x8c\x06system\x940h\x00h\x01\x93.", "os.system"],
  ["a dotted name", "\x80\x04\x8c\x08builtins\x8c\x0agetattr.eq\x93.", "builtins.getattr.eq"],
  ["the eval of Python 2", "c__builtin__\neval\n(S'1'\ntR.", "__builtin__.eval"],
  ["torch's own loader of nested files", "ctorch.storage\n_load_from_bytes\n.", "torch.storage._load_from_bytes"],
  ["a function beside an allowed one", "ctorch._utils\n_import_dotted_name\n.", "torch._utils._import_dotted_name"],
  ["a name that begins as an allowed one", "ccollections\nOrderedDict.__init__\n.", "collections.OrderedDict.__init__"],
  ["a property of every object", "cconstructor\nconstructor\n.", "constructor.constructor"],
  ["no name at all", "c\n\n.", "."],
])("code through %s is refused by name", (_, pickle, name) => {
  expect(() => read(pickle)).toThrow(asks(name));
});

test.each([
  ["\x82\x07.", 7],
  ["\x83\x01\x02.", 513],
  ["\x84\x01\x00\x00\x01.", 16_777_217],
])("a registered extension is refused by number", (pickle, code) => {
  expect(() => read(pickle)).toThrow(
    `bad.pth asks for the registered extension ${code}, which no checkpoint needs; nothing was executed.`,
  );
});

test("a refused name is shortened, and cannot play tricks with a terminal", () => {
  expect(() => read(`cos\n\x1b[2J${"x".repeat(500)}\n.`)).toThrow(/global os\.\?\[2Jx+…, which/);
});

test.each([
  ["a date", "cdatetime\ndatetime\n(C\x01atR.", "opaque"],
  ["a plain namespace", "\x80\x02ctypes\nSimpleNamespace\n)R}U\x01aK\x01sb.", "opaque"],
  ["torch's version", "\x80\x02ctorch.torch_version\nTorchVersion\nU\x031.9\x85\x81.", "opaque"],
  ["a double-ended queue", "ccollections\ndeque\n)R(K\x01K\x02e.", "opaque"],
  ["a set that cannot change", "c__builtin__\nfrozenset\n(](K\x01etR.", [1]],
  ["a dictionary with a default", "ccollections\ndefaultdict\n(c__builtin__\nlist\ntR(K\x01K\x02u.", new Map([[1, 2]])],
])("%s beside the weights of a training run is read over", (_, pickle, value) => {
  expect(read(pickle)).toEqual(value);
});

test.each([
  ["a value is called", "\x80\x02K\x01)R.", "a call of a value"],
  ["a storage's class is called", "ctorch\nFloatStorage\n)R.", "a call of torch.FloatStorage"],
  ["a state is set on a class", "ctorch\nFloatStorage\n}b.", "a state for the global torch.FloatStorage"],
  ["a state is set on a number", "K\x01}b.", "a state for a plain value"],
  ["the stack is empty", "0.", "an empty stack"],
  ["a mark is missing", "t.", "no mark"],
  ["a value below the mark is taken", "K\x01(R.", "an empty stack"],
  ["items have no list", "K\x01K\x02a.", "items without a list"],
  ["items have no dictionary", "K\x01K\x02K\x03s.", "items without a dictionary"],
  ["a key has no value", "}(K\x01u.", "a key without a value"],
  ["the memo is empty", "h\x05.", "the unknown memo 5"],
  ["an opcode is unknown", "\xff.", "the unknown opcode 0xff"],
  ["a buffer lies outside", "\x97.", "the unknown opcode 0x97"],
  ["a protocol is from the future", "\x80\x06.", "protocol 6"],
  ["an integer is absurd", "\x8b\xff\xff\xff\x7f.", "an integer of 2147483647 bytes"],
  ["an integer has too many digits", `L${"9".repeat(1001)}L\n.`, "an integer of 1001 digits"],
  ["a text is no UTF-8", "X\x02\x00\x00\x00\xff\xff.", "a text of 2 bytes that is no UTF-8"],
  ["a line never ends", `I${"1".repeat(70_000)}\n.`, "a line that does not end"],
  ["a tensor has no storage", "ctorch._utils\n_rebuild_tensor_v2\n(K\x01K\x00))tR.", "a tensor with no storage"],
])("a broken pickle is refused: %s", (_, pickle, found) => {
  expect(() => read(pickle)).toThrow(found);
});

test.each(["", "X\xff\xff\xff\xffabc", "C\x05ab", "]", "\x80", "\x8d\xff\xff\xff\xff\xff\xff\xff\xff", "cos"])(
  "a pickle that ends too early is called truncated",
  (pickle) => {
    expect(() => read(pickle)).toThrow(`bad.pth ends at byte ${pickle.length}, in the middle of its pickle`);
  },
);

test("a pickle without end is refused after a bounded number of steps", () => {
  const steps = new Uint8Array(3_000_000).fill(0x5d);
  expect(() => read(steps)).toThrow("bad.pth has a pickle of more than 1000000 steps");
});

test("nesting of any depth takes no stack", () => {
  const depth = 300_000;
  const pickle = new Uint8Array(2 * depth + 1).fill(0x5d, 0, depth).fill(0x61, depth, 2 * depth);
  pickle.set([0x2e], 2 * depth - 1);
  const bytes = { byteLength: pickle.length, read: (start: number, end: number) => pickle.slice(start, end) };
  const rules = { globalNamed: () => undefined, objectOf: () => null };
  expect(unpickle(new PickleReader(bytes, "deep"), rules)).toBeInstanceOf(PickleList);
});

test("a list may hold itself", () => {
  const bytes = Uint8Array.from("]q\x00h\x00a.", (letter) => letter.charCodeAt(0));
  const source = { byteLength: bytes.length, read: (start: number, end: number) => bytes.slice(start, end) };
  const rules = { globalNamed: () => undefined, objectOf: () => null };
  const list = unpickle(new PickleReader(source, "ring"), rules);
  expect(list instanceof PickleList && list.items[0]).toBe(list);
});

// Each pickle was made by CPython's pickle module with the protocol named.
test.each([
  [0, "(lp0\nI1\naI01\naF2.5\naVx\\u00fc\np1\naL1180591620717411303424L\naNa."],
  [1, "]q\x00(K\x01I01\nG@\x04\x00\x00\x00\x00\x00\x00X\x03\x00\x00\x00x\xc3\xbcq\x01L1180591620717411303424L\nNe."],
  [
    2,
    "\x80\x02]q\x00(K\x01\x88G@\x04\x00\x00\x00\x00\x00\x00X\x03\x00\x00\x00x\xc3\xbcq\x01\x8a\x09\x00\x00\x00\x00\x00\x00\x00\x00@Ne.",
  ],
  [
    5,
    "\x80\x05\x95$\x00\x00\x00\x00\x00\x00\x00]\x94(K\x01\x88G@\x04\x00\x00\x00\x00\x00\x00\x8c\x03x\xc3\xbc\x94\x8a\x09\x00\x00\x00\x00\x00\x00\x00\x00@Ne.",
  ],
])("plain values of protocol %i", (_, pickle) => {
  expect(read(pickle)).toEqual([1, true, 2.5, "xü", 2n ** 70n, null]);
});

test("integers of every size and sign", () => {
  expect(
    read(
      "(J\xff\xff\xff\xffM\xff\xff\x8a\x00\x8a\x01\xff\x8a\x02\xff\x00\x8a\x08\x00\x00\x00\x00\x00\x00\x00\x80I-7\nL-8L\nt.",
    ),
  ).toEqual([-1, 65_535, 0, -1, 255, -(2n ** 63n), -7, -8]);
});

test("texts of Python 2, escapes, bytes, and what is not finite", () => {
  expect(read("(U\x02abT\x01\x00\x00\x00cS'it\\'s\\x41\\n'\nVa\\U0001f600\nFinf\nF-inf\nFnan\nC\x01\x09t.")).toEqual([
    "ab",
    "c",
    "it's\x41\n",
    "a😀",
    Infinity,
    -Infinity,
    NaN,
    Uint8Array.of(9),
  ]);
});

test("dictionaries, sets, tuples of every opcode, marks that are dropped, and doubles of the top", () => {
  expect(read("(}K\x01K\x02s(K\x03K\x04d\x8f(K\x05\x90(K\x06\x91)K\x07\x85K\x08\x86(K\x091K\x0a2(0K\x0b0t.")).toEqual([
    new Map([[1, 2]]),
    new Map([[3, 4]]),
    [5],
    [6],
    [],
    [[7], 8],
    10,
    10,
  ]);
});

test("bytes are a copy of the file's own, also where the file is a Node buffer", () => {
  const file = Buffer.from("abcdef");
  const source = { byteLength: 6, read: (start: number, end: number) => file.subarray(start, end) };
  const bytes = new PickleReader(source, "some.pth").bytes(3);
  expect([bytes.buffer.byteLength, bytes.buffer === file.buffer]).toEqual([3, false]);
  file.fill(0);
  expect([...bytes]).toEqual([97, 98, 99]);
});
