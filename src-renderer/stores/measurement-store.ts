/** @file Distances that the reader measured, kept for each image while the project is open. */
import { create } from "zustand";
import type { InstanceId } from "../../src-shared/domain/identifiers";
import type { Point } from "./view-geometry";

/** A straight line between two image points. */
export interface Measurement {
  readonly id: string;
  readonly instanceId: InstanceId;
  readonly frame: number;
  readonly from: Point;
  readonly to: Point;
}

export interface MeasurementState {
  /** All of them, in the order in which they were made. */
  readonly measurements: readonly Measurement[];
  /** The one that Delete removes; undefined while none is chosen. */
  readonly selectedId: string | undefined;
  /** Adds a measurement, or moves the ends of one that is there. */
  readonly put: (measurement: Measurement) => void;
  readonly select: (id: string | undefined) => void;
  readonly remove: (id: string) => void;
  /** Removes the chosen one, if any. */
  readonly removeSelected: () => void;
  /** Forgets everything, as when another project opens. */
  readonly clear: () => void;
}

export const useMeasurements = create<MeasurementState>()((set, get) => ({
  measurements: [],
  selectedId: undefined,
  put: (measurement) =>
    set(({ measurements }) => ({
      measurements: measurements.some(({ id }) => id === measurement.id)
        ? measurements.map((known) => (known.id === measurement.id ? measurement : known))
        : [...measurements, measurement],
    })),
  select: (selectedId) => set({ selectedId }),
  remove: (id) =>
    set(({ measurements, selectedId }) => ({
      measurements: measurements.filter((measurement) => measurement.id !== id),
      selectedId: selectedId === id ? undefined : selectedId,
    })),
  removeSelected: () => {
    const { selectedId, remove } = get();
    if (selectedId !== undefined) remove(selectedId);
  },
  clear: () => set({ measurements: [], selectedId: undefined }),
}));
