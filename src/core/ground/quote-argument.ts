/** @file One argument of a command line, as a shell takes it. */

/**
 * In quotes where a shell would read something else.
 *
 * @example quoteArgument('runs/my run') // "'runs/my run'"
 */
export function quoteArgument(arg: string): string {
  return /^[\w@%+=:,./-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", `'\\''`)}'`;
}
