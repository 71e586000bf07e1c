/** @file A model card while it is being edited: texts and numbers as the form holds them, and back. */
import { type BOX_FORMATS, ModelCard, type RESIZE_METHODS } from "../../../src-shared/domain/model";

export interface CardDraft {
  readonly name: string;
  readonly description: string;
  readonly widthPx: string;
  readonly heightPx: string;
  readonly channels: "1" | "3";
  readonly resize: (typeof RESIZE_METHODS)[number];
  /** Three numbers separated by commas; empty for none. */
  readonly mean: string;
  readonly deviation: string;
  readonly boxFormat: (typeof BOX_FORMATS)[number];
  /** "1 Pneumonia", one a line. */
  readonly labels: string;
  readonly scoreFloor: number;
  readonly suggestedThreshold: number;
  readonly intendedUse: string;
}

export function draftOf(card: ModelCard): CardDraft {
  const { input } = card;
  return {
    name: card.name,
    description: card.description,
    widthPx: input.widthPx?.toString() ?? "",
    heightPx: input.heightPx?.toString() ?? "",
    channels: input.channels === 1 ? "1" : "3",
    resize: input.resize,
    mean: input.normalisation?.mean.join(", ") ?? "",
    deviation: input.normalisation?.deviation.join(", ") ?? "",
    boxFormat: card.boxFormat,
    labels: Object.entries(card.labels)
      .map(([number, label]) => `${number} ${label}`)
      .join("\n"),
    scoreFloor: card.scoreFloor,
    suggestedThreshold: card.suggestedThreshold,
    intendedUse: card.intendedUse,
  };
}

/** The fields that are wrong, each with a sentence. */
export type DraftProblems = Partial<Record<keyof CardDraft, string>>;

export type CheckedDraft =
  | { readonly card: ModelCard; readonly problems?: undefined }
  | { readonly card?: undefined; readonly problems: DraftProblems };

export function checkDraft(draft: CardDraft): CheckedDraft {
  const problems = findProblems(draft);
  if (Object.keys(problems).length > 0) return { problems };
  const parsed = ModelCard.safeParse(cardOf(draft));
  if (parsed.success) return { card: parsed.data };
  return {
    problems: { name: parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ") },
  };
}

function findProblems(draft: CardDraft): DraftProblems {
  const [mean, deviation] = [readTriple(draft.mean), readTriple(draft.deviation)];
  return {
    ...(draft.name.trim() === "" && { name: "A model needs a name." }),
    ...sizeProblem(draft, "widthPx", draft.heightPx),
    ...sizeProblem(draft, "heightPx", draft.widthPx),
    ...(mean === undefined && { mean: "Three numbers separated by commas, or nothing." }),
    ...(deviation === undefined && { deviation: "Three numbers separated by commas, or nothing." }),
    ...(mean &&
      deviation &&
      (mean.length === 0) !== (deviation.length === 0) && {
        deviation: "Mean and deviation are given together or not at all.",
      }),
    ...(deviation?.some((value) => value <= 0) && { deviation: "Each deviation must be above 0." }),
    ...(readLabels(draft.labels) === undefined && {
      labels: "One label a line: a class number from 1 up, a space, the name.",
    }),
  };
}

function sizeProblem(draft: CardDraft, field: "widthPx" | "heightPx", other: string): DraftProblems {
  const text = draft[field].trim();
  if (text === "") return other.trim() === "" ? {} : { [field]: "Width and height are given together or not at all." };
  return /^[1-9]\d*$/.test(text) ? {} : { [field]: `“${text}” is not a whole number of pixels.` };
}

function cardOf(draft: CardDraft): unknown {
  const mean = readTriple(draft.mean);
  const deviation = readTriple(draft.deviation);
  return {
    name: draft.name,
    description: draft.description,
    convention: "torchvision",
    input: {
      ...(draft.widthPx.trim() && { widthPx: Number(draft.widthPx), heightPx: Number(draft.heightPx) }),
      channels: Number(draft.channels),
      resize: draft.resize,
      ...(mean?.length && { normalisation: { mean, deviation } }),
    },
    boxFormat: draft.boxFormat,
    labels: readLabels(draft.labels),
    scoreFloor: draft.scoreFloor,
    suggestedThreshold: draft.suggestedThreshold,
    intendedUse: draft.intendedUse,
  };
}

/** Empty for an empty text, undefined for one that is not three numbers. */
function readTriple(text: string): readonly number[] | undefined {
  if (text.trim() === "") return [];
  const values = text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  return values.length === 3 && values.every(Number.isFinite) ? values : undefined;
}

function readLabels(text: string): Readonly<Record<string, string>> | undefined {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const pairs = lines.map((line) => /^\s*([1-9]\d*)\s+(\S.*?)\s*$/.exec(line));
  if (pairs.length === 0 || pairs.some((pair) => pair === null)) return undefined;
  return Object.fromEntries(pairs.map((pair) => [pair![1]!, pair![2]!]));
}
