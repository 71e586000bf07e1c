/** @file What of the network learns, and where it is computed. */
import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import { type DeviceChoice, EXECUTION_PROVIDER_NAMES } from "../../../src-shared/domain/device";
import { REGIONS_PER_IMAGE } from "../../../src-shared/domain/training";
import { PRECISION_NAMES } from "../../components/precision-names";
import { queries } from "../../stores/queries";
import { ChoiceField } from "./ChoiceField";
import { BATCH_NORM_NAMES, SCOPE_NAMES } from "./field-words";
import type { DraftFieldsProps } from "./LearningFields";
import { NumberField } from "./NumberField";
import { SwitchField } from "./SwitchField";
import { settleDraft } from "./training-draft";

const DEVICE_NAMES: Readonly<Record<DeviceChoice, string>> = { auto: "Automatic", ...EXECUTION_PROVIDER_NAMES };

export function NetworkFields({ draft, onChange }: DraftFieldsProps): JSX.Element {
  const trials = useQuery(queries.devices()).data;
  const { inputSizePx, regionsPerImage, scope, trainableBackboneLayers, batchNorm, precision, device, isFromScratch } =
    settleDraft(draft);
  const hasCpuAlone = trials?.every(({ provider, works }) => provider === "cpu" || !works) ?? false;
  return (
    <>
      <ChoiceField
        field="scope"
        value={scope}
        names={SCOPE_NAMES}
        isFixed={isFromScratch}
        onChange={(next) => onChange({ scope: next })}
      />
      <NumberField
        field="trainableBackboneLayers"
        value={trainableBackboneLayers}
        most={5}
        isWhole
        isDisabled={scope === "heads" || isFromScratch}
        onChange={(next) => onChange({ trainableBackboneLayers: next })}
      />
      <NumberField
        field="regionsPerImage"
        value={regionsPerImage}
        placeholder={String(REGIONS_PER_IMAGE[scope])}
        least={1}
        most={2000}
        isWhole
        step={64}
        onChange={(next) => onChange({ regionsPerImage: next })}
        onClear={() => onChange({ regionsPerImage: undefined })}
      />
      <ChoiceField
        field="batchNorm"
        value={batchNorm}
        names={BATCH_NORM_NAMES}
        isFixed={isFromScratch}
        onChange={(next) => onChange({ batchNorm: next })}
      />
      <NumberField
        field="inputSizePx"
        value={inputSizePx}
        least={32}
        most={4096}
        isWhole
        step={32}
        onChange={(next) => onChange({ inputSizePx: next })}
        onClear={() => onChange({ inputSizePx: undefined })}
      />
      <ChoiceField
        field="device"
        value={device}
        names={DEVICE_NAMES}
        isDisabled={(choice) =>
          choice !== "auto" && !(trials?.some(({ provider, works }) => provider === choice && works) ?? true)
        }
        onChange={(next) => onChange({ device: next })}
      />
      <ChoiceField
        field="precision"
        value={precision}
        names={PRECISION_NAMES}
        // A CPU refuses it; "automatic" ends there where nothing else works.
        isDisabled={(choice) => choice === "half" && (device === "cpu" || (device === "auto" && hasCpuAlone))}
        onChange={(next) => onChange({ precision: next })}
      />
      <SwitchField field="isFromScratch" isOn={isFromScratch} onChange={(next) => onChange({ isFromScratch: next })} />
    </>
  );
}
