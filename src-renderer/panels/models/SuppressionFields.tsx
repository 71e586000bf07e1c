/** @file What the program still does with the model's answer: non-maximum suppression, and how many detections it keeps. */
import { Group, TextInput } from "@mantine/core";
import type { JSX } from "react";
import type { ModelConvention } from "../../../src-shared/domain/model";
import { suppressionOf } from "./network-draft";
import type { TextFieldOf } from "./text-field";

export interface SuppressionFieldsProps {
  readonly convention: ModelConvention;
  readonly text: TextFieldOf;
}

export function SuppressionFields({ convention, text }: SuppressionFieldsProps): JSX.Element | null {
  const kind = suppressionOf(convention);
  if (kind === "none") return null;
  return (
    <Group grow align="flex-start">
      {kind === "suppressed" && (
        <TextInput label="Suppression’s IoU" placeholder="the convention’s" {...text("suppressionIouThreshold")} />
      )}
      <TextInput label="Detections an image at most" placeholder="the convention’s" {...text("detectionsPerImage")} />
    </Group>
  );
}
