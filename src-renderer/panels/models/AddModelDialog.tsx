/** @file Adds a model: look into the file, start from a fitting card or a preset, adjust it, and have it tried. */
import { Button, Group, Select, Stack } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { Dialog } from "../../components/Dialog";
import type { ModelCard, ModelInspection } from "../../../src-shared/domain/model";
import { client } from "../../client/client";
import { FactList } from "../../components/FactList";
import { FailureLine } from "../../components/FailureLine";
import { PathField } from "../../components/PathField";
import { readableBytes } from "../../components/readable";
import { queries } from "../../stores/queries";
import { CardForm } from "./CardForm";

export function AddModelDialog({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const [file, setFile] = useState("");
  const [card, setCard] = useState<ModelCard>();
  const inspect = useMutation({
    mutationFn: () => client.models.inspect({ file }),
    onSuccess: ({ suggestedCard }) => setCard(suggestedCard),
  });
  const add = useMutation({
    mutationFn: (checked: ModelCard) => client.models.add({ file, card: checked }),
    onSuccess: onClose,
  });
  const changeFile = (next: string): void => {
    setFile(next);
    setCard(undefined);
    inspect.reset();
  };
  return (
    <Dialog onClose={onClose} title="Add a model" size={720}>
      <Stack gap="md">
        <PathField
          label="ONNX file"
          placeholder="/models/detector.onnx"
          kind="file"
          fileEndings={[".onnx"]}
          value={file}
          testId="model-file"
          onChange={changeFile}
        />
        <FailureLine error={inspect.error} />
        {!inspect.data && (
          <Group justify="flex-end">
            <Button
              loading={inspect.isPending}
              disabled={file.trim() === ""}
              data-testid="inspect-model"
              onClick={() => inspect.mutate()}
            >
              Look into it
            </Button>
          </Group>
        )}
        {inspect.data && card && (
          <>
            <Inspection inspection={inspect.data} />
            <PresetSelect onChoose={setCard} />
            <CardForm
              key={JSON.stringify(card)}
              card={card}
              action="Try and register"
              isPending={add.isPending}
              error={add.error}
              onSubmit={(checked) => add.mutate(checked)}
              onCancel={onClose}
            />
          </>
        )}
      </Stack>
    </Dialog>
  );
}

function Inspection({ inspection }: { readonly inspection: ModelInspection }): JSX.Element {
  return (
    <FactList
      facts={[
        { name: "Inputs", value: <span className="mono">{describeTensors(inspection.inputs)}</span> },
        { name: "Outputs", value: <span className="mono">{describeTensors(inspection.outputs)}</span> },
        { name: "SHA-256", value: <span className="mono">{inspection.sha256}</span> },
        { name: "Size", value: readableBytes(inspection.fileBytes) },
      ]}
    />
  );
}

function describeTensors(tensors: ModelInspection["inputs"]): string {
  return tensors.map(({ name, type, shape }) => `${name} ${type} [${shape.join(", ")}]`).join("; ");
}

function PresetSelect({ onChoose }: { readonly onChoose: (card: ModelCard) => void }): JSX.Element {
  const { data: presets = [], error } = useQuery(queries.modelPresets());
  return (
    <>
      <Select
        label="Card"
        placeholder="As the file suggests"
        data={presets.map(({ title }) => title)}
        onChange={(title) => {
          const preset = presets.find((one) => one.title === title);
          if (preset) onChoose(preset.card);
        }}
      />
      <FailureLine error={error} />
    </>
  );
}
