/** @file The command that was typed, as it can be typed again. */

/** Options that only change what is printed, or would undo the run when they are repeated. */
const NOT_REPEATED = new Set(['--json', '--quiet', '-q', '--fresh']);

/** The command line of this process, with quotes where a shell needs them. */
export function typedCommand(): string {
  const args = process.argv.slice(2).filter((arg) => !NOT_REPEATED.has(arg));
  return ['surefoot', ...args.map(quoteArgument)].join(' ');
}

/** One argument as a shell takes it. */
export function quoteArgument(arg: string): string {
  return /^[\w@%+=:,./-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", `'\\''`)}'`;
}
