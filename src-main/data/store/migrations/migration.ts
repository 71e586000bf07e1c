/** @file What a migration is: the statements that bring a database from the version before to this one. */

export interface Migration {
  readonly version: number;
  readonly sql: string;
}
