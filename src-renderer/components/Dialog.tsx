/** @file A dialog in front of the page; of several, Escape closes the topmost alone. */
import { Modal, type ModalProps } from "@mantine/core";
import { type JSX, type ReactNode, useEffect, useEffectEvent, useId } from "react";

export interface DialogProps {
  readonly title: string;
  readonly size?: ModalProps["size"];
  readonly children: ReactNode;
  readonly onClose: () => void;
}

/** Identifiers of the dialogs that stand open, the topmost last. */
const open: string[] = [];

export function Dialog({ title, size = "md", children, onClose }: DialogProps): JSX.Element {
  const id = useId();
  const closeOnEscape = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== "Escape" || open.at(-1) !== id || belongsToDropdown(event.target)) return;
    event.stopPropagation();
    onClose();
  });
  useEffect(() => {
    open.push(id);
    window.addEventListener("keydown", closeOnEscape, { capture: true });
    return () => {
      open.splice(open.indexOf(id), 1);
      window.removeEventListener("keydown", closeOnEscape, { capture: true });
    };
  }, [id]);
  return (
    // Mantine's own Escape would close every dialog at once.
    <Modal opened onClose={onClose} title={title} size={size} closeOnEscape={false}>
      {children}
    </Modal>
  );
}

/** Mantine marks the input of an open dropdown, whose Escape closes the dropdown first. */
function belongsToDropdown(target: EventTarget | null): boolean {
  return target instanceof Element && target.getAttribute("data-mantine-stop-propagation") === "true";
}
