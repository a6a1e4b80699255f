/** @file Options without those that are undefined: absence means the default, and is checked once. */

/** Members that may be undefined, as members that may be absent. */
type Defined<Members> = {
  readonly [Name in keyof Members as undefined extends Members[Name] ? never : Name]: Members[Name];
} & {
  readonly [Name in keyof Members as undefined extends Members[Name] ? Name : never]?: Exclude<
    Members[Name],
    undefined
  >;
};

/** Without the members that are undefined: `defined({ workers: undefined, trials: 3 })` is `{ trials: 3 }`. */
export function defined<Members extends object>(members: Members): Defined<Members> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Defined<Members>;
}
