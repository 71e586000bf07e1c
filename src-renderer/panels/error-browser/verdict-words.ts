/** @file Names, meanings and signs of the verdicts, in a reader's words. */
import { IconHelpCircle, IconRobotOff, IconTagOff, type Icon } from "@tabler/icons-react";
import type { VerdictKind } from "../../../src-shared/domain/verdict";
import type { ShortcutId } from "../../components/shortcuts";

export interface VerdictWords {
  readonly name: string;
  readonly meaning: string;
  readonly icon: Icon;
  readonly shortcut: ShortcutId;
}

export const VERDICT_WORDS = {
  "model-wrong": {
    name: "Model wrong",
    meaning: "The reference is right: it stays an error of the model.",
    icon: IconRobotOff,
    shortcut: "judge-model-wrong",
  },
  "label-wrong": {
    name: "Label wrong",
    meaning:
      "The model is right: with corrected labels this false positive counts as found, or this miss is no longer asked for.",
    icon: IconTagOff,
    shortcut: "judge-label-wrong",
  },
  unclear: {
    name: "Unclear",
    meaning: "Nobody can say from this image; it is left out of the rescored figures.",
    icon: IconHelpCircle,
    shortcut: "judge-unclear",
  },
} satisfies Record<VerdictKind, VerdictWords>;
