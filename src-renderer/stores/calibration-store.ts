/** @file Which recalibration the scores are read through. */
import { create } from "zustand";
import type { CalibrationId } from "../../src-shared/domain/identifiers";

export interface CarriedThreshold {
  readonly asGiven: number;
  /** What the slider made of it, in its steps. */
  readonly calibrated: number;
}

export interface CalibrationState {
  /** Undefined: scores as the model gave them. One of another model changes nothing. */
  readonly calibrationId: CalibrationId | undefined;
  /** The score threshold that was carried over with the last switch; the way back ends where it began. */
  readonly carried: CarriedThreshold | undefined;
  readonly choose: (calibrationId: CalibrationId | undefined, carried?: CarriedThreshold) => void;
}

export const useCalibration = create<CalibrationState>()((set) => ({
  calibrationId: undefined,
  carried: undefined,
  choose: (calibrationId, carried) => set({ calibrationId, carried }),
}));
