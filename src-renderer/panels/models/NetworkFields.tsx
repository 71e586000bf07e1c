/** @file What the network does that its weights do not tell, folded away until somebody asks. */
import { Group, Stack, Textarea, TextInput } from "@mantine/core";
import { type JSX, useState } from "react";
import type { CardDraft, DraftProblems } from "./card-draft";
import type { NetworkDraft } from "./network-draft";
import type { TextFieldOf } from "./text-field";

export interface NetworkFieldsProps {
  readonly draft: CardDraft;
  readonly problems: DraftProblems;
  readonly text: TextFieldOf;
}

const FIELDS = [
  "minSizePx",
  "maxSizePx",
  "networkMean",
  "networkDeviation",
  "anchors",
  "candidatesPerLevel",
  "proposals",
  "proposalIouThreshold",
  "proposalScoreFloor",
  "batchNormEpsilon",
] as const satisfies readonly (keyof NetworkDraft)[];

const OWN = "the architecture’s";

export function NetworkFields({ draft, problems, text }: NetworkFieldsProps): JSX.Element {
  const [isOpen, setIsOpen] = useState(false);
  // What is wrong must be in sight.
  const hasProblem = FIELDS.some((field) => problems[field] !== undefined);
  const given = FIELDS.filter((field) => draft[field].trim() !== "").length;
  return (
    <details
      className="card-form__fold"
      open={isOpen || hasProblem}
      data-testid="card-network"
      onToggle={(event) => setIsOpen(event.currentTarget.open)}
    >
      <summary>
        Network <span>{given === 0 ? "as its architecture has it" : `${given} of ${FIELDS.length} set`}</span>
      </summary>
      <Stack gap="sm">
        <p className="card-form__note">
          An empty field keeps the architecture’s own value; of torchvision’s Faster R-CNN: 800 and 1333 px, ImageNet’s
          mean and deviation, 1000 candidates a level, 1000 proposals at IoU 0.7.
        </p>
        <Group grow align="flex-start">
          <TextInput label="Shorter side, px" placeholder={OWN} {...text("minSizePx")} />
          <TextInput label="Longer side at most, px" placeholder={OWN} {...text("maxSizePx")} />
        </Group>
        <Group grow align="flex-start">
          <TextInput label="Network’s own mean" placeholder={OWN} {...text("networkMean")} />
          <TextInput label="Network’s own deviation" placeholder={OWN} {...text("networkDeviation")} />
        </Group>
        <Group grow align="flex-start">
          <TextInput label="Candidates a level" placeholder={OWN} {...text("candidatesPerLevel")} />
          <TextInput label="Proposals" placeholder={OWN} {...text("proposals")} />
          <TextInput label="Proposals’ IoU" placeholder={OWN} {...text("proposalIouThreshold")} />
          <TextInput label="Proposals’ score floor" placeholder={OWN} {...text("proposalScoreFloor")} />
        </Group>
        <Textarea
          label="Anchors: sizes in px and ratios, one level a line, finest first"
          placeholder={OWN}
          autosize
          minRows={1}
          maxRows={6}
          classNames={{ input: "mono" }}
          {...text("anchors")}
        />
        <TextInput label="Batch norm’s ε" placeholder="1e-5" {...text("batchNormEpsilon")} />
      </Stack>
    </details>
  );
}
