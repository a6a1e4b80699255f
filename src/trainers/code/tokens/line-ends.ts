/** @file Which line ends of JavaScript may end a statement, so that they are part of the program (ECMA-262, 12.10). */

/** After these a statement goes on, whatever comes. */
const GOES_ON = new Set(
  '{ ( [ ; , . ?. : = += -= *= /= %= &= |= ^= **= <<= >>= >>>= &&= ||= ??= && || ?? + - % & | ^ ~ < <= >= == === != !== => ** << ... @ ${'.split(
    ' ',
  ),
);
/** Before these too. */
const CONTINUES = new Set(
  '} ) ] , ; . ?. : = += -= *= /= %= &= |= ^= **= <<= >>= >>>= &&= ||= ??= && || ?? + - % & | ^ ? > <= >= == === != !== ** <<'.split(
    ' ',
  ),
);
/** A line end after these counts wherever it stands. */
const RESTRICTED = new Set(
  'return break continue throw yield async await type declare abstract interface namespace module get set static accessor using'.split(
    ' ',
  ),
);

/** `bracket`: the innermost that is open. */
export function isLineEndNeeded(before: string | undefined, next: string, bracket: string | undefined): boolean {
  if (before === undefined) return false;
  if (RESTRICTED.has(before) || next === '++' || next === '--' || next === '=>') return true;
  if (bracket === '(' || bracket === '[' || bracket === '${') return false;
  return !GOES_ON.has(before) && !CONTINUES.has(next);
}
