/** @file Scores as log odds, and back. */

/** Scores of 0 and 1 have no finite log odds: these take their place. */
const LOWEST_SCORE = 1e-7;
const HIGHEST_SCORE = 1 - 1e-7;

/** The nearest score in [1e-7, 1 − 1e-7]. */
export function clampScore(score: number): number {
  return Math.min(Math.max(score, LOWEST_SCORE), HIGHEST_SCORE);
}

/** ln(s / (1 − s)) of the nearest score that has one, between about −16.1 and 16.1. */
export function logit(score: number): number {
  const within = clampScore(score);
  return Math.log(within) - Math.log1p(-within);
}

/** 1 / (1 + exp(−value)), which neither overflows nor leaves [0, 1]. */
export function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}
