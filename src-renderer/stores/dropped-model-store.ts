/** @file The model file that was dropped on the window, until the dialog that adds it has taken it. */
import { create } from "zustand";

/** Endings under which detectors are kept; what a file really holds is told by its content. */
export const MODEL_FILE_ENDINGS = [".onnx", ".pth", ".pt", ".safetensors"] as const;

export interface DroppedModel {
  /** The model's own file. */
  readonly file: File;
  /** Whatever was dropped beside it: an ONNX file's external data. */
  readonly companions: readonly File[];
}

export interface DroppedModelState {
  /** Undefined while nothing waits for its dialog. */
  readonly dropped: DroppedModel | undefined;
  /** Counts the drops, so that the same file dropped again is looked into anew. */
  readonly turn: number;
  readonly offer: (dropped: DroppedModel) => void;
  readonly forget: () => void;
}

export const useDroppedModel = create<DroppedModelState>()((set) => ({
  dropped: undefined,
  turn: 0,
  offer: (dropped) => set(({ turn }) => ({ dropped, turn: turn + 1 })),
  forget: () => set({ dropped: undefined }),
}));

/** Finds the one model among files that were dropped together; a sentence where there is none, or more than one. */
export function findDroppedModel(
  files: readonly File[],
): { readonly dropped: DroppedModel } | { readonly reason: string } {
  const models = files.filter(({ name }) => isModelName(name));
  const [file] = models;
  if (!file) {
    const found = files.length === 1 ? `“${files[0]!.name}” is no model file` : "None of these files is a model";
    return { reason: `${found}; models end in .onnx, .pth, .pt or .safetensors.` };
  }
  if (models.length > 1) return { reason: `${models.length} models were dropped; they are added one at a time.` };
  return { dropped: { file, companions: files.filter((other) => other !== file) } };
}

function isModelName(name: string): boolean {
  return MODEL_FILE_ENDINGS.some((ending) => name.toLowerCase().endsWith(ending));
}
