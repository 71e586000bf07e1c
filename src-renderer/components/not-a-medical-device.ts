/** @file The sentence that stands in the status bar and under About. */
export const NOT_A_MEDICAL_DEVICE = "Not a medical device — for research and education";
