/** @file What a look into a file found, before it is registered. */
import type { JSX } from "react";
import type { ModelInspection } from "../../../src-shared/domain/model";
import { FactList } from "../../components/FactList";
import { readableBytes } from "../../components/readable";
import { describeFacts } from "./describe-facts";

export function InspectionFacts({ inspection }: { readonly inspection: ModelInspection }): JSX.Element {
  const { facts, inputs, outputs, sha256, fileBytes } = inspection;
  return (
    <div data-testid="inspection">
      <FactList
        facts={[
          ...describeFacts(facts),
          // Weights alone have neither.
          { name: "Inputs", value: tensorsOf(inputs) },
          { name: "Outputs", value: tensorsOf(outputs) },
          { name: "Size", value: readableBytes(fileBytes) },
          { name: "SHA-256", value: <span className="mono">{sha256}</span> },
        ]}
      />
    </div>
  );
}

function tensorsOf(tensors: ModelInspection["inputs"]): JSX.Element | undefined {
  if (tensors.length === 0) return undefined;
  const words = tensors.map(({ name, type, shape }) => `${name} ${type} [${shape.join(", ")}]`).join("; ");
  return <span className="mono">{words}</span>;
}
