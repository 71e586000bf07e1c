/** @file Says in words what a heat map is worth: one plain sentence for a reader, and figures for researchers. */
import {
  MAP_METHOD_NAMES,
  type Explanation,
  type ExplanationTarget,
  type MapMeasures,
  type MapMethod,
} from "../domain/explanation";
import {
  AGREEING_CORRELATION,
  ALIKE_CORRELATION,
  gradeMap,
  insertionAboveDeletion,
  MAP_CHECKS,
  meanAgreement,
  meanSimilarity,
  REMOVAL_MARGIN,
  type CheckVerdict,
  type GradableMap,
  type GradedMap,
  type MapCheck,
  type MapGrade,
} from "./grade-map";

export interface DescribedGrade extends GradedMap {
  /** Without a figure. */
  readonly sentence: string;
  /** A sentence for each check, also for those that were not made. */
  readonly details: readonly string[];
}

type DescribableMap = GradableMap & Pick<Explanation, "target">;

export function describeGrade(map: DescribableMap): DescribedGrade {
  const graded = gradeMap(map);
  const subject = SUBJECTS[map.target.kind];
  const sentence = map.isEmpty
    ? `Nothing at this layer speaks for ${subject}, so there is no map to believe.`
    : SENTENCES[graded.grade]((...verdicts) => clauses(graded, verdicts, subject));
  return { ...graded, sentence, details: map.isEmpty ? [] : detailsOf(map, subject) };
}

/** What a map should lie on, by what it explains. */
const SUBJECTS = {
  label: "the boxes",
  detection: "the box",
  miss: "the candidate box",
  strongest: "the candidate box",
} as const satisfies Record<ExplanationTarget["kind"], string>;

const UNCHECKED = "whether it shows what the network goes by has not been checked";

/** `said` joins what the checks with these verdicts have to say. */
const SENTENCES: Readonly<Record<MapGrade, (said: (...verdicts: CheckVerdict[]) => string) => string>> = {
  misleading: (said) => `The map ${said("against")}: leave it out of account.`,
  doubtful: (said) => `The map ${said("against", "weak")}: do not rely on it.`,
  convincing: (said) => `The map ${said("for")}: treat it as a hint, not as evidence.`,
  unchecked: (said) =>
    said("for") === ""
      ? "Whether this map shows what the network goes by has not been checked: do not rely on it yet."
      : `The map ${said("for")}, but ${UNCHECKED}: do not rely on it yet.`,
};

/** What each verdict says of the map; absent where it need not be said. */
const CLAUSES: Readonly<Record<MapCheck, Partial<Record<CheckVerdict, string>>>> = {
  target: { against: "is the same whatever is asked of it" },
  place: {
    for: "lies on {subject}",
    weak: "lies only partly on {subject}",
    against: "lies mostly beside {subject}",
  },
  scrambling: {
    for: "changes when the network is scrambled",
    against: "stays much the same when the network is scrambled",
  },
  removal: {
    for: "marks what carries the score",
    weak: "marks places that carry no more of the score than others",
    against: "marks places that carry less of the score than others",
  },
  agreement: { weak: "differs from what other methods mark" },
};

function clauses({ reasons }: GradedMap, verdicts: readonly CheckVerdict[], subject: string): string {
  const said = MAP_CHECKS.filter((check) => verdicts.includes(reasons[check]))
    .flatMap((check) => CLAUSES[check][reasons[check]] ?? [])
    .map((clause) => clause.replace("{subject}", subject));
  return said.length < 2 ? said.join("") : `${said.slice(0, -1).join(", ")} and ${said.at(-1)}`;
}

function detailsOf({ measures, method }: DescribableMap, subject: string): readonly string[] {
  return [
    ...(method === "eigen-cam" ? ["Eigen-CAM shows a layer's strongest pattern and reads no score."] : []),
    placeDetail(`inside ${subject}`, measures.energyInBox, measures.boxShare, measures.pointsAtBox),
    placeDetail(
      "inside reference boxes",
      measures.energyInReferences,
      measures.referencesShare,
      measures.pointsAtReference,
    ),
    // D-RISE reads answers alone: neither weights nor a layer that other methods could be compared at.
    ...(method === "d-rise" ? [] : [scramblingDetail(measures), agreementDetail(measures)]),
    removalDetail(measures),
  ];
}

function placeDetail(place: string, energy?: number, share?: number, pointsAt?: boolean): string {
  if (energy === undefined || share === undefined) return `Not measured: the share of the map ${place}.`;
  const lift = share > 0 ? `, ${(energy / share).toFixed(1)} times its part of the area` : "";
  const greatest = pointsAt ? "lies there" : "lies elsewhere";
  return `${percent(energy)} of the map lies ${place}${lift}; the greatest value ${greatest}.`;
}

function scramblingDetail(measures: MapMeasures): string {
  const mean = meanSimilarity(measures);
  if (mean === undefined) return "Not measured: rank correlation after the weights are drawn anew.";
  const parts = (measures.randomisation ?? []).map(({ part, similarity }) => `${part} ${signed(similarity)}`);
  const asked = `below ${ALIKE_CORRELATION} is asked for`;
  return `After the weights were drawn anew from the output down, rank correlation ${signed(mean)} on average (${parts.join(", ")}); ${asked}.`;
}

function removalDetail({ deletion, insertion }: MapMeasures): string {
  const margin = insertionAboveDeletion({ deletion, insertion });
  if (margin === undefined) return "Not measured: deletion and insertion.";
  const areas = `deletion ${deletion!.area.toFixed(2)}, insertion ${insertion!.area.toFixed(2)}`;
  return `Areas below the score: ${areas}, ${signed(margin)} apart; 0 by a random order, ${REMOVAL_MARGIN} is asked for.`;
}

function agreementDetail(measures: MapMeasures): string {
  const mean = meanAgreement(measures);
  if (mean === undefined) return "Not measured: agreement with other methods at this layer.";
  const methods = (Object.entries(measures.agreement ?? {}) as [MapMethod, number][]).map(
    ([method, correlation]) => `${MAP_METHOD_NAMES[method]} ${signed(correlation)}`,
  );
  const asked = `${AGREEING_CORRELATION} on average is asked for, without Eigen-CAM`;
  return `Rank correlation with other methods at this layer: ${methods.join(", ")}; ${asked}.`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** With a minus sign as long as a plus. */
function signed(value: number): string {
  return value
    .toFixed(2)
    .replace(/^-(?=0\.00$)/, "")
    .replace("-", "−");
}
