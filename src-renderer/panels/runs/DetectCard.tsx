/** @file Starts a run: which model, on which images, on what device, under what name. */
import { Button, Select, TextInput } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, type JSX, useState } from "react";
import { DeviceChoice, EXECUTION_PROVIDER_NAMES, Precision } from "../../../src-shared/domain/device";
import { client } from "../../client/client";
import { Card } from "../../components/Card";
import { FailureLine } from "../../components/FailureLine";
import { PRECISION_NAMES } from "../../components/precision-names";
import { readableAmount } from "../../components/readable";
import { queries } from "../../stores/queries";

const EVERY_IMAGE = "every";

export function DetectCard(): JSX.Element {
  const models = useQuery(queries.models()).data ?? [];
  const splits = useQuery(queries.splits()).data ?? [];
  const images = useQuery(queries.project()).data?.counts.images ?? 0;
  const [chosenModel, setChosenModel] = useState<string>();
  const [chosenSplit, setChosenSplit] = useState(EVERY_IMAGE);
  const [device, setDevice] = useState<DeviceChoice>("auto");
  const [chosenPrecision, setPrecision] = useState<Precision>("single");
  const [name, setName] = useState("");
  const model = models.find(({ id }) => id === chosenModel) ?? models[0];
  const split = splits.find(({ id }) => id === chosenSplit);
  const hasPrecision = model?.card.convention === "checkpoint";
  const precision = hasPrecision ? chosenPrecision : "single";

  const detect = useMutation({
    mutationFn: (input: Parameters<typeof client.runs.detect>[0]) => client.runs.detect(input),
    onSuccess: () => setName(""),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!model) return;
    detect.mutate({
      modelId: model.id,
      device,
      precision,
      ...(split && { splitId: split.id }),
      ...(name.trim() && { name: name.trim() }),
    });
  };
  return (
    <Card title="Detect" testId="detect">
      <form className="detect" data-has-precision={hasPrecision} onSubmit={submit}>
        <Select
          label="Model"
          placeholder="No model yet"
          disabled={models.length === 0}
          data-testid="detect-model"
          value={model?.id ?? null}
          data={models.map((one) => ({ value: one.id as string, label: one.name }))}
          onChange={(value) => setChosenModel(value ?? undefined)}
        />
        <Select
          label="Images"
          data-testid="detect-split"
          value={chosenSplit}
          data={[
            { value: EVERY_IMAGE, label: `Every image (${images})` },
            ...splits.map((one) => ({
              value: one.id as string,
              label: `${one.name} (${readableAmount(one.images, "image")})`,
            })),
          ]}
          onChange={(value) => setChosenSplit(value ?? EVERY_IMAGE)}
        />
        <DeviceSelect value={device} onChange={setDevice} />
        {hasPrecision && <PrecisionSelect value={precision} onChange={setPrecision} />}
        <TextInput
          label="Name"
          placeholder="Named after model and images"
          maxLength={120}
          data-testid="detect-name"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button
          type="submit"
          leftSection={<IconPlayerPlay size={16} aria-hidden />}
          loading={detect.isPending}
          disabled={!model || images === 0}
          data-testid="detect-start"
        >
          Detect
        </Button>
      </form>
      <p className="detect__note">{noteOf({ hasModel: model !== undefined, hasImages: images > 0, precision })}</p>
      <FailureLine error={detect.error} />
    </Card>
  );
}

interface DeviceSelectProps {
  readonly value: DeviceChoice;
  readonly onChange: (device: DeviceChoice) => void;
}

function DeviceSelect({ value, onChange }: DeviceSelectProps): JSX.Element {
  const trials = useQuery(queries.devices()).data;
  const worksHere = (device: DeviceChoice): boolean =>
    device === "auto" || !trials || trials.some(({ provider, works }) => provider === device && works);
  return (
    <Select
      label="Device"
      data-testid="detect-device"
      value={value}
      data={DeviceChoice.options.map((device) => ({
        value: device,
        label: device === "auto" ? "Automatic" : EXECUTION_PROVIDER_NAMES[device],
        disabled: !worksHere(device),
      }))}
      onChange={(next) => next && onChange(next)}
    />
  );
}

interface PrecisionSelectProps {
  readonly value: Precision;
  readonly onChange: (precision: Precision) => void;
}

function PrecisionSelect({ value, onChange }: PrecisionSelectProps): JSX.Element {
  return (
    <Select
      label="Precision"
      data-testid="detect-precision"
      value={value}
      data={Precision.options.map((precision) => ({ value: precision, label: PRECISION_NAMES[precision] }))}
      onChange={(next) => next && onChange(next)}
    />
  );
}

interface NoteSubject {
  readonly hasModel: boolean;
  readonly hasImages: boolean;
  readonly precision: Precision;
}

function noteOf({ hasModel, hasImages, precision }: NoteSubject): string {
  if (!hasImages) return "Import images first; see Data.";
  if (!hasModel) return "Add a model first; see Models.";
  if (precision === "half") {
    return "Half: weights and activations as float16. Boxes and scores differ a little from single precision; the benchmark under Models says by how much, and whether it is faster here.";
  }
  return "Detections are stored as they come; a run that was cancelled goes on after its last image.";
}
