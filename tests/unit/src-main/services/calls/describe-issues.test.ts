/** @file Refused input told in one sentence. */
import { expect, test } from "vitest";
import { z } from "zod";
import { describeIssues } from "../../../../../src-main/services/calls/describe-issues";

const Schema = z.object({
  offset: z.int().nonnegative(),
  name: z.string().min(1).optional(),
  card: z.object({ boxFormat: z.enum(["xyxy", "xywh"]) }).optional(),
  optimizer: z
    .discriminatedUnion("kind", [z.object({ kind: z.literal("sgd") }), z.object({ kind: z.literal("adamw") })])
    .optional(),
});

test.each([
  [{ offset: -1 }, "The field offset of runs.list is -1; expected was a number ≥ 0."],
  [{}, "The field offset of runs.list is missing; expected was number."],
  [{ offset: "ten" }, 'The field offset of runs.list is "ten"; expected was number.'],
  [{ offset: 0, name: "" }, 'The field name of runs.list is ""; expected was a text of ≥ 1 characters.'],
  [
    { offset: 0, card: { boxFormat: "polar" } },
    'The field card.boxFormat of runs.list is "polar"; expected was one of "xyxy"|"xywh".',
  ],
  [
    { offset: 0, optimizer: { kind: "adam" } },
    "The field optimizer.kind of runs.list is \"adam\"; expected was one of 'sgd' | 'adamw'.",
  ],
  ["everything", 'The input of runs.list is "everything"; expected was object.'],
  [{ offset: -1, name: "" }, "The field offset of runs.list is -1; expected was a number ≥ 0 (and 1 more)."],
  [{ offset: "x".repeat(500) }, `The field offset of runs.list is "${"x".repeat(59)}…; expected was number.`],
])("%j is refused with what was found and what was expected", (input, sentence) => {
  const parsed = Schema.safeParse(input);
  expect(describeIssues(parsed.error!.issues, input, "runs.list")).toBe(sentence);
});
