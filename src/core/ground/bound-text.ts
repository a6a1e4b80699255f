/** @file The words for what a figure has to be. */

/** `below 20`, `above 1 and below 20`; at least one of them is given. */
export function boundText({
  below,
  above,
}: {
  readonly below?: number | undefined;
  readonly above?: number | undefined;
}): string {
  const least = above === undefined ? [] : [`above ${above}`];
  return [...least, ...(below === undefined ? [] : [`below ${below}`])].join(' and ');
}
