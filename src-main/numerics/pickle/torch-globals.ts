/** @file The names that a checkpoint may ask for, and what each becomes: a dictionary, a tensor, or nothing that counts.
 * @see https://github.com/pytorch/pytorch/blob/main/torch/_weights_only_unpickler.py, which allows about the same */
import { Failure } from "../../../src-shared/domain/failure";
import type { ElementType } from "../tensor/tensor";
import {
  type GlobalMeaning,
  OpaqueObject,
  PickleDictionary,
  PickleGlobal,
  PickleList,
  PickleTuple,
  type PickleValue,
} from "./pickle-values";
import { TorchStorage, TorchTensor } from "./torch-objects";

/** What a name means, or `undefined` where no checkpoint needs it. `fileName` stands in refusals. */
export function torchGlobals(fileName: string): (name: string) => GlobalMeaning | undefined {
  const rebuilding = rebuildFunctions(fileName);
  const plain = plainClasses(fileName);
  return (name) => {
    const current = name.replace(/^__builtin__\./, "builtins.");
    if (storageType(current) ?? dtypeOf(current)) return {};
    return rebuilding.get(current) ?? plain.get(current) ?? opaqueClass(current);
  };
}

/** The type that the name of a storage class tells; bytes for an untyped one. */
export function storageType(name: string): ElementType | undefined {
  return STORAGE_TYPES.get(/^torch\.(?:cuda\.|storage\.)?(\w+)Storage$/.exec(name)?.[1] ?? "");
}

const STORAGE_TYPES: ReadonlyMap<string, ElementType> = new Map([
  ["Float", "float32"],
  ["Double", "float64"],
  ["Half", "float16"],
  ["BFloat16", "bfloat16"],
  ["Char", "int8"],
  ["Short", "int16"],
  ["Int", "int32"],
  ["Long", "int64"],
  ["Byte", "uint8"],
  ["Bool", "bool"],
  ["ComplexFloat", "complex64"],
  ["ComplexDouble", "complex128"],
  ["Untyped", "uint8"],
]);

const DTYPES: ReadonlySet<string> = new Set<ElementType>([...STORAGE_TYPES.values(), "uint16", "uint32", "uint64"]);

function dtypeOf(name: string): ElementType | undefined {
  const type = name.startsWith("torch.") ? name.slice("torch.".length) : "";
  return DTYPES.has(type) ? (type as ElementType) : undefined;
}

/** Classes whose objects stand beside the weights in a training checkpoint, and change none of them. */
const OPAQUE_CLASSES: ReadonlySet<string> = new Set([
  "argparse.Namespace",
  "builtins.range",
  "builtins.slice",
  "collections.deque",
  "datetime.date",
  "datetime.datetime",
  "datetime.timedelta",
  "datetime.timezone",
  "numpy.core.multiarray._reconstruct",
  "numpy.core.multiarray.scalar",
  "numpy._core.multiarray._reconstruct",
  "numpy._core.multiarray.scalar",
  "numpy.dtype",
  "numpy.ndarray",
  "pathlib.PosixPath",
  "pathlib.WindowsPath",
  "pathlib._local.PosixPath",
  "pathlib._local.WindowsPath",
  "torch.device",
  "torch.serialization._get_layout",
  "torch.torch_version.TorchVersion",
  "types.SimpleNamespace",
]);

function opaqueClass(name: string): GlobalMeaning | undefined {
  return OPAQUE_CLASSES.has(name) ? { call: () => new OpaqueObject(name) } : undefined;
}

function plainClasses(fileName: string): ReadonlyMap<string, GlobalMeaning> {
  const pairsLeft = { count: MOST_PAIRS };
  const dictionary = ([content]: readonly PickleValue[]): PickleValue => dictionaryOf(content, pairsLeft, fileName);
  const list = ([items]: readonly PickleValue[]): PickleValue =>
    items instanceof PickleList ? items : new PickleList();
  return new Map<string, GlobalMeaning>([
    ["collections.OrderedDict", { call: dictionary }],
    ["collections.Counter", { call: dictionary }],
    // Its argument is what makes a missing value, and nothing here misses one.
    ["collections.defaultdict", { call: () => new PickleDictionary() }],
    ...["dict", "float", "int", "list", "str"].map((type) => [`builtins.${type}`, {}] as const),
    ["builtins.set", { call: list }],
    ["builtins.frozenset", { call: list }],
    ["builtins.bytearray", { call: () => new OpaqueObject("bytearray") }],
    ["builtins.complex", { call: () => new OpaqueObject("complex") }],
    ["_codecs.encode", { call: () => new OpaqueObject("bytes") }],
    ["torch.Size", { call: ([sizes]) => (sizes instanceof PickleTuple ? sizes : new PickleTuple([])) }],
    // Classes that are named as the type of a tensor.
    ["torch.Tensor", {}],
    ["torch.nn.parameter.Parameter", { call: ([data = null]) => data }],
    ["torch.nn.parameter.Buffer", { call: ([data = null]) => data }],
  ]);
}

/** Python 2 pickled an ordered dictionary as a list of pairs; one list may be named in a million calls. */
const MOST_PAIRS = 1_000_000;

/** Another dictionary, a new one from a list of pairs, or an empty one. */
function dictionaryOf(
  content: PickleValue | undefined,
  pairsLeft: { count: number },
  fileName: string,
): PickleDictionary {
  if (content instanceof PickleDictionary) return content;
  const dictionary = new PickleDictionary();
  if (!(content instanceof PickleList)) return dictionary;
  pairsLeft.count -= content.items.length;
  if (pairsLeft.count < 0) {
    throw new Failure(
      "unsupported",
      `${fileName} makes dictionaries of more than ${MOST_PAIRS} pairs; fewer were expected.`,
    );
  }
  for (const pair of content.items) {
    const [key = null, value = null] = pair instanceof PickleTuple || pair instanceof PickleList ? pair.items : [];
    dictionary.entries.set(key, value);
  }
  return dictionary;
}

function rebuildFunctions(fileName: string): ReadonlyMap<string, GlobalMeaning> {
  const tensor = (argumentsOf: readonly PickleValue[]): TorchTensor => rebuildTensor(fileName, argumentsOf);
  const first = ([data = null]: readonly PickleValue[]): PickleValue => data;
  const functions: readonly (readonly [string, GlobalMeaning])[] = [
    ["torch._utils._rebuild_tensor", { call: tensor }],
    ["torch._utils._rebuild_tensor_v2", { call: tensor }],
    ["torch._utils._rebuild_tensor_v3", { call: tensor }],
    ["torch._utils._rebuild_parameter", { call: first }],
    ["torch._utils._rebuild_parameter_with_state", { call: first }],
    ["torch._tensor._rebuild_from_type_v2", { call: (argumentsOf) => rebuildFromType(fileName, argumentsOf) }],
  ];
  return new Map(functions);
}

/** `_rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks, metadata)`; v3 has a dtype before the
 * metadata, the first version ends with the stride. */
function rebuildTensor(fileName: string, argumentsOf: readonly PickleValue[]): TorchTensor {
  const [storage, offset, size, stride, , , ...rest] = argumentsOf;
  if (!(storage instanceof TorchStorage)) throw brokenTensor(fileName, "no storage");
  const dtype = rest.find((value) => value instanceof PickleGlobal);
  const type = dtype ? dtypeOf(dtype.name) : storage.type;
  if (!type) throw brokenTensor(fileName, `the type ${dtype?.name}`);
  for (const metadata of rest) if (isLazy(metadata)) throw brokenTensor(fileName, "a conjugate or negative view");
  const [place] = wholeNumbers(fileName, new PickleTuple([offset ?? null]));
  const shape = wholeNumbers(fileName, size);
  const strides = wholeNumbers(fileName, stride);
  if (shape.length !== strides.length)
    throw brokenTensor(fileName, `${strides.length} strides for ${shape.length} axes`);
  return new TorchTensor(storage, { type, offset: place, shape, strides });
}

/** `_rebuild_from_type_v2(function, type, arguments, state)` of a tensor with attributes. */
function rebuildFromType(fileName: string, [callable, , argumentsOf]: readonly PickleValue[]): PickleValue {
  const isRebuild = callable instanceof PickleGlobal && callable.name.startsWith("torch._utils._rebuild_");
  if (!isRebuild || !callable.meaning.call || !(argumentsOf instanceof PickleTuple)) {
    throw brokenTensor(fileName, "no function that rebuilds it");
  }
  return callable.meaning.call(argumentsOf.items);
}

/** Numbers that are still to be conjugated or negated: `{"conj": True}`. */
function isLazy(metadata: PickleValue): boolean {
  return metadata instanceof PickleDictionary && ["conj", "neg"].some((view) => metadata.entries.get(view) === true);
}

const MOST_AXES = 64;

function wholeNumbers(fileName: string, sizes: PickleValue | undefined): readonly number[] {
  if (!(sizes instanceof PickleTuple || sizes instanceof PickleList)) throw brokenTensor(fileName, "no list of sizes");
  if (sizes.items.length > MOST_AXES) throw brokenTensor(fileName, `${sizes.items.length} axes`);
  return sizes.items.map((size) => {
    if (typeof size === "number" && Number.isSafeInteger(size) && size >= 0) return size;
    throw brokenTensor(fileName, `the size or stride ${typeof size === "number" ? size : "that is no number"}`);
  });
}

function brokenTensor(fileName: string, found: string): Failure {
  const expected = "a storage, an offset, sizes and strides of a dense tensor were expected";
  return new Failure("unsupported", `${fileName} holds a tensor with ${found}; ${expected}.`);
}
