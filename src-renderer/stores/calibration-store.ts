/** @file Which recalibration the scores are read through. */
import { create } from "zustand";
import type { CalibrationId } from "../../src-shared/domain/identifiers";

export interface CalibrationState {
  /** Undefined: scores as the model gave them. One of another model changes nothing. */
  readonly calibrationId: CalibrationId | undefined;
  readonly choose: (calibrationId: CalibrationId | undefined) => void;
}

export const useCalibration = create<CalibrationState>()((set) => ({
  calibrationId: undefined,
  choose: (calibrationId) => set({ calibrationId }),
}));
