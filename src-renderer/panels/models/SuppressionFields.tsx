/** @file Non-maximum suppression that the program does after the model. */
import { Group, TextInput } from "@mantine/core";
import type { JSX } from "react";
import type { TextFieldOf } from "./text-field";

export function SuppressionFields({ text }: { readonly text: TextFieldOf }): JSX.Element {
  return (
    <Group grow align="flex-start">
      <TextInput label="Suppression’s IoU" placeholder="the convention’s" {...text("suppressionIouThreshold")} />
      <TextInput label="Detections an image at most" placeholder="the convention’s" {...text("detectionsPerImage")} />
    </Group>
  );
}
