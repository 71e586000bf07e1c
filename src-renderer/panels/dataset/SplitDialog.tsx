/** @file Draws train, validation and test by patient, with the sizes that come of it before it is done. */
import { Group, NumberInput, SegmentedControl, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, type JSX, useState } from "react";
import type { DatasetId } from "../../../src-shared/domain/identifiers";
import type { Overview } from "../../../src-shared/domain/overview";
import {
  HIGHEST_SEED,
  NOTEBOOK_RECIPE,
  SPLIT_POPULATIONS,
  SPLIT_SIDES,
  type SplitRecipe,
  type SplitSide,
} from "../../../src-shared/domain/split";
import { client } from "../../client/client";
import { Dialog } from "../../components/Dialog";
import { DialogActions } from "../../components/DialogActions";
import { readableAmount, readableCount } from "../../components/readable";
import { splitSizes } from "./split-sizes";

export interface SplitDialogProps {
  readonly datasetId: DatasetId;
  readonly overview: Overview;
  readonly onClose: () => void;
}

const POPULATION_NAMES = { positives: "Patients with boxes", all: "Every patient" } as const;
const SIDE_NAMES = { train: "Train", validation: "Validation", test: "Test" } satisfies Record<SplitSide, string>;

export function SplitDialog({ datasetId, overview, onClose }: SplitDialogProps): JSX.Element {
  const [recipe, setRecipe] = useState<SplitRecipe>(NOTEBOOK_RECIPE);
  const change = (part: Partial<SplitRecipe>): void => setRecipe({ ...recipe, ...part });
  const patients = recipe.population === "all" ? overview.patients : overview.positivePatients;
  const sizes = splitSizes(patients, recipe);
  const names = SPLIT_SIDES.map((side) => recipe.names[side].trim());
  const hasNames = names.every((name) => name !== "") && new Set(names).size === names.length;
  const draw = useMutation({
    mutationFn: () => client.datasets.makeSplits({ ...recipe, datasetId }),
    onSuccess: onClose,
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    draw.mutate();
  };
  return (
    <Dialog onClose={onClose} title="Draw a split by patient" size="lg">
      <form onSubmit={submit}>
        <Stack gap="md">
          <p className="aside">
            The same patients as scikit-learn’s <span className="mono">train_test_split</span> with this seed; no
            patient stands on two sides.
          </p>
          <Group grow align="flex-end">
            <SegmentedControl
              aria-label="Whom it is drawn from"
              data-testid="split-population"
              value={recipe.population}
              data={SPLIT_POPULATIONS.map((value) => ({ value, label: POPULATION_NAMES[value] }))}
              onChange={(population) => change({ population })}
            />
            <NumberInput
              label="Seed"
              data-testid="split-seed"
              min={0}
              max={HIGHEST_SEED}
              allowDecimal={false}
              value={recipe.seed}
              onChange={(seed) => typeof seed === "number" && change({ seed })}
            />
          </Group>
          <div className="split-sides">
            {SPLIT_SIDES.map((side) => (
              <Side key={side} side={side} recipe={recipe} patients={sizes?.[side]} onChange={change} />
            ))}
          </div>
          <p className="aside" role="status" data-testid="split-preview">
            {sizes
              ? `${readableAmount(patients, "patient")} are split.`
              : `These fractions do not leave each side a patient out of ${readableCount(patients)}.`}
          </p>
          <DialogActions
            action="Draw"
            submitting={draw}
            isReady={sizes !== undefined && hasNames}
            testId="split-draw"
            onClose={onClose}
          />
        </Stack>
      </form>
    </Dialog>
  );
}

interface SideProps {
  readonly side: SplitSide;
  readonly recipe: SplitRecipe;
  readonly patients: number | undefined;
  readonly onChange: (part: Partial<SplitRecipe>) => void;
}

function Side({ side, recipe, patients, onChange }: SideProps): JSX.Element {
  const fraction = fractionOf(recipe, side);
  return (
    <div className="split-sides__side">
      <TextInput
        label={`${SIDE_NAMES[side]}: name`}
        value={recipe.names[side]}
        onChange={(event) => onChange({ names: { ...recipe.names, [side]: event.currentTarget.value } })}
      />
      <NumberInput
        label="Share"
        suffix=" %"
        min={0}
        max={99}
        decimalScale={2}
        disabled={side === "train"}
        value={Number((100 * fraction).toFixed(2))}
        data-testid={`split-share-${side}`}
        onChange={(percent) =>
          typeof percent === "number" && onChange({ [`${side}Fraction`]: Number((percent / 100).toFixed(4)) })
        }
      />
      <span className="aside figures" data-testid={`split-size-${side}`}>
        {patients === undefined ? "–" : readableAmount(patients, "patient")}
      </span>
    </div>
  );
}

/** Train is what the two fractions leave. */
function fractionOf(recipe: SplitRecipe, side: SplitSide): number {
  if (side === "train") return Math.max(0, 1 - recipe.validationFraction - recipe.testFraction);
  return side === "validation" ? recipe.validationFraction : recipe.testFraction;
}
