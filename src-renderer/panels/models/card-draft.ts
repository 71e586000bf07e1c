/** @file A model card while it is being edited: texts and numbers as the form holds them, and back. */
import {
  type BOX_FORMATS,
  ModelCard,
  type ModelConvention,
  type RESIZE_METHODS,
} from "../../../src-shared/domain/model";
import { findTripleProblem, readTriple } from "./draft-numbers";
import { findNetworkProblems, type NetworkDraft, networkDraftOf, networkOf } from "./network-draft";

export interface CardDraft extends NetworkDraft {
  readonly name: string;
  readonly description: string;
  readonly convention: ModelConvention;
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
    convention: card.convention,
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
    ...networkDraftOf(card),
  };
}

/** The draft under another convention: how an image goes in and how the answer is read come from `card`, the words stay
 * the person's. */
export function draftUnder(convention: ModelConvention, draft: CardDraft, card: ModelCard | undefined): CardDraft {
  if (!card) return { ...draft, convention };
  const { name, description, intendedUse } = draft;
  const started = draftOf(card);
  const labels = draft.labels.trim() === "" ? started.labels : draft.labels;
  return { ...started, convention, name, description, intendedUse, labels };
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
  const triple = findTripleProblem(draft.mean, draft.deviation);
  return {
    ...(draft.name.trim() === "" && { name: "A model needs a name." }),
    ...sizeProblem(draft, "widthPx", draft.heightPx),
    ...sizeProblem(draft, "heightPx", draft.widthPx),
    ...(triple && { [triple.field]: triple.sentence }),
    ...labelsProblem(draft.labels),
    ...findNetworkProblems(draft, draft.convention),
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
    convention: draft.convention,
    input: {
      ...(draft.widthPx.trim() && { widthPx: Number(draft.widthPx), heightPx: Number(draft.heightPx) }),
      channels: Number(draft.channels),
      resize: draft.resize,
      ...(mean?.length && { normalisation: { mean, deviation } }),
    },
    boxFormat: draft.boxFormat,
    labels: Object.fromEntries(readLabels(draft.labels) ?? []),
    scoreFloor: draft.scoreFloor,
    suggestedThreshold: draft.suggestedThreshold,
    intendedUse: draft.intendedUse,
    ...networkOf(draft, draft.convention),
  };
}

function labelsProblem(text: string): DraftProblems {
  const lines = readLabels(text);
  if (!lines) return { labels: "One label a line: a class number from 0 up, a space, the name." };
  const twice = lines.find(([number], index) => lines.findIndex(([other]) => other === number) !== index);
  return twice ? { labels: `Class ${twice[0]} is named twice.` } : {};
}

/** Undefined where there is no line, or one that is no label. */
function readLabels(text: string): readonly (readonly [number: string, label: string])[] | undefined {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const pairs = lines.map((line) => /^\s*(0|[1-9]\d*)\s+(\S.*?)\s*$/.exec(line));
  if (pairs.length === 0 || pairs.some((pair) => pair === null)) return undefined;
  return pairs.map((pair) => [pair![1]!, pair![2]!] as const);
}
