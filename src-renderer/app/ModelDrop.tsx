/** @file A model file that is dropped anywhere on the window is looked into, wherever the person is. */
import { IconFileImport } from "@tabler/icons-react";
import { type JSX, useEffect, useEffectEvent, useState } from "react";
import { Failure } from "../../src-shared/domain/failure";
import { reportFailure } from "../components/report-failure";
import { findDroppedModel, useDroppedModel } from "../stores/dropped-model-store";
import { useLayout } from "../stores/layout-store";

export function ModelDrop({ hasProject }: { readonly hasProject: boolean }): JSX.Element | null {
  const [isOver, setIsOver] = useState(false);
  const drop = useEffectEvent((files: readonly File[]) => {
    const sentence = hasProject ? offerModel(files) : "A model belongs to a project; open one first.";
    if (sentence !== undefined) reportFailure(Promise.reject(new Failure("unsupported", sentence)));
  });
  useEffect(() => {
    // Every element that the pointer crosses sends its own pair; the files have left once each was left.
    let depth = 0;
    const listeners = {
      dragenter: (event: DragEvent) => {
        if (!carriesFiles(event)) return;
        depth += 1;
        setIsOver(true);
      },
      dragleave: (event: DragEvent) => {
        if (!carriesFiles(event)) return;
        depth = Math.max(0, depth - 1);
        if (depth === 0) setIsOver(false);
      },
      dragover: (event: DragEvent) => {
        if (!carriesFiles(event)) return;
        // Without this the browser opens the file in the page's place.
        event.preventDefault();
        event.dataTransfer.dropEffect = "copy";
      },
      drop: (event: DragEvent) => {
        if (!carriesFiles(event)) return;
        event.preventDefault();
        depth = 0;
        setIsOver(false);
        drop([...event.dataTransfer.files]);
      },
    } satisfies Record<string, (event: DragEvent) => void>;
    const stop = new AbortController();
    for (const [name, listener] of Object.entries(listeners)) {
      window.addEventListener(name, listener as EventListener, { signal: stop.signal });
    }
    return () => stop.abort();
  }, []);
  if (!isOver) return null;
  return (
    <div className="model-drop" data-testid="model-drop">
      <p>
        <IconFileImport size={28} stroke={1.4} aria-hidden />
        Drop a model here to look into it: .onnx, .pth, .pt or .safetensors
      </p>
    </div>
  );
}

function carriesFiles(event: DragEvent): event is DragEvent & { readonly dataTransfer: DataTransfer } {
  return event.dataTransfer?.types.includes("Files") ?? false;
}

/** Answers why nothing can be added; undefined where the dialog that adds is on its way. */
function offerModel(files: readonly File[]): string | undefined {
  const found = findDroppedModel(files);
  if ("reason" in found) return found.reason;
  useDroppedModel.getState().offer(found.dropped);
  useLayout.getState().goTo("models");
  return undefined;
}
