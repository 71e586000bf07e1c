/** @file Numbers, durations, dates and identifiers as people read them. */

/** Shown where a figure is undefined; its reason stands in a tooltip. */
export const UNDEFINED_FIGURE = "–";

const COUNT = new Intl.NumberFormat("en-GB");
const TIME = new Intl.DateTimeFormat("en-GB", { timeStyle: "short" });
const DATE = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });

export function readableCount(count: number): string {
  return COUNT.format(count);
}

/** "1 image", "22 images"; "1 box", "2 boxes". */
export function readableAmount(count: number, noun: string, plural = `${noun}s`): string {
  return `${readableCount(count)} ${count === 1 ? noun : plural}`;
}

/** A share of one with the digits that a reader compares, for example 0.87. */
export function readableShare(share: number | undefined, digits = 2): string {
  return share === undefined ? UNDEFINED_FIGURE : share.toFixed(digits);
}

/** A score, which of candidates that were not drawn goes down to where two decimals would say nothing: 0.0031. */
export function readableScore(score: number): string {
  return score < 0.01 ? score.toPrecision(2) : score.toFixed(2);
}

/** A share cut, not rounded: 0.4996 fails a threshold of 0.50, so it must not be shown as 0.50. */
export function readableShareCut(share: number, digits = 2): string {
  const scale = 10 ** digits;
  // Thresholds are multiples of a hundredth, of which floats fall a hair short.
  return (Math.floor(share * scale + 1e-9) / scale).toFixed(digits);
}

/** A DICOM person name as people write it: "Family^Given^Middle^Prefix^Suffix" becomes "Prefix Given Middle Family, Suffix". */
export function readablePersonName(name: string): string {
  // Behind "=" stand other spellings of the same name.
  const spelling = name.split("=").find((part) => part.trim() !== "") ?? "";
  const [family, given, middle, prefix, suffix] = spelling.split("^").map((part) => part.trim());
  const whole = [prefix, given, middle, family].filter(Boolean).join(" ");
  return [whole, suffix].filter(Boolean).join(", ") || name;
}

export function readableDuration(seconds: number): string {
  if (seconds < 1) return "< 1 s";
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const BYTE_UNITS = ["B", "kB", "MB", "GB", "TB"] as const;

export function readableBytes(bytes: number): string {
  const exponent = bytes < 1000 ? 0 : Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** exponent;
  return `${value < 10 && exponent > 0 ? value.toFixed(1) : Math.round(value)} ${BYTE_UNITS[exponent]}`;
}

const PARAMETER_UNITS = ["", " k", " M", " G"] as const;

/** A count of weights as papers give it: "43.3 M". */
export function readableParameters(count: number): string {
  // By what is shown: 999,960 is 1.0 M and not 1000.0 k.
  const exponent = Math.max(
    0,
    PARAMETER_UNITS.findLastIndex((_, power) => count >= 999.95 * 1000 ** (power - 1)),
  );
  const value = count / 1000 ** exponent;
  return `${exponent > 0 ? value.toFixed(1) : value}${PARAMETER_UNITS[exponent]}`;
}

/** A measured time with the digits that a comparison needs: "94 ms", "1.68 s", "38 s", "2 min 5 s". */
export function readableSeconds(seconds: number): string {
  if (seconds < 1) return `${(seconds * 1000).toFixed(seconds < 0.01 ? 1 : 0)} ms`;
  if (seconds < 10) return `${seconds.toFixed(2)} s`;
  return readableDuration(seconds);
}

/** Three digits of a rate, whatever its size: "10.6", "127", "0.0263". */
export function readableRate(perSecond: number): string {
  return perSecond >= 100 ? COUNT.format(Math.round(perSecond)) : String(Number(perSecond.toPrecision(3)));
}

/** A small difference: "0", "0.012", "4.1e-5". */
export function readableDifference(difference: number): string {
  if (difference === 0) return "0";
  return difference < 1e-3 ? difference.toExponential(1) : String(Number(difference.toPrecision(2)));
}

export function readableDate(isoDate: string): string {
  return DATE.format(new Date(isoDate));
}

/** "19:40", or with its day where that is not today: "24 Nov 2026, 07:15". */
export function readableMoment(moment: Date, now = new Date()): string {
  return moment.toDateString() === now.toDateString() ? TIME.format(moment) : DATE.format(moment);
}

/** DICOM's YYYYMMDD as 2026-11-23; anything else stays as it is. */
export function readableDicomDate(date: string): string {
  const parts = /^(\d{4})(\d{2})(\d{2})$/.exec(date);
  return parts ? `${parts[1]}-${parts[2]}-${parts[3]}` : date;
}

const SHORT_LENGTH = 9;

/** A long identifier in nine letters: the first part of a UUID; both ends of others, which often begin alike. */
export function shortIdentifier(identifier: string): string {
  if (identifier.length <= SHORT_LENGTH) return identifier;
  if (/^[0-9a-f]{8}-[0-9a-f]{4}-/i.test(identifier)) return `${identifier.slice(0, 8)}…`;
  return `${identifier.slice(0, 3)}…${identifier.slice(-5)}`;
}

/** The last part of a path, in either system's spelling. */
export function lastPathPart(path: string): string {
  return path.split(/[/\\]/).findLast((part) => part !== "") ?? path;
}
