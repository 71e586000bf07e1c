/** @file Turns a row into a domain value: a NULL column becomes an absent field. */

type WithoutNulls<Row> = {
  [Key in keyof Row as null extends Row[Key] ? never : Key]: Row[Key];
} & { [Key in keyof Row as null extends Row[Key] ? Key : never]?: Exclude<Row[Key], null> };

export function withoutNulls<Row extends object>(row: Row): WithoutNulls<Row> {
  // Removing exactly the keys whose value is null is what the type says.
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as WithoutNulls<Row>;
}
