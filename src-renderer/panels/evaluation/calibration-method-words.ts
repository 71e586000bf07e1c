/** @file The ways to recalibrate in a reader's words. */
import type { CalibrationMethod } from "../../../src-shared/domain/calibration";

export const CALIBRATION_METHOD_WORDS = {
  temperature: {
    name: "Temperature",
    meaning: "One number makes all scores bolder or milder (Guo et al., 2017). Safest on few detections.",
  },
  logistic: { name: "Logistic", meaning: "Platt’s sigmoid on the logit of the score: two numbers." },
  isotonic: { name: "Isotonic", meaning: "Any rising staircase (Zadrozny and Elkan, 2002). Wants many detections." },
  beta: { name: "Beta", meaning: "Three numbers, made for scores from 0 to 1 (Kull et al., 2017)." },
} satisfies Record<CalibrationMethod, { readonly name: string; readonly meaning: string }>;
