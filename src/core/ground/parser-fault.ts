/**
 * @file What the parser of a format finds wrong with a file, in words of ours. Each format has a table of what its parser says; the parser's own
 * words stay the cause of the error.
 */

/** Why a file cannot be used, as the end of a sentence, and what to do: an imperative sentence. */
export interface ParserFault {
  readonly why: string;
  readonly fix: string;
}

/** `$1` in the words stands for what the first group of `said` has found, `$2` for the second. */
export interface ParserWords extends ParserFault {
  readonly said: RegExp;
}

/** Of the first line of the table that fits the parser's code and message, with `beside` after them; else `otherwise`. */
export function parserFault(
  cause: unknown,
  table: readonly ParserWords[],
  otherwise: ParserFault,
  beside = '',
): ParserFault {
  const { code = '', message = String(cause) } = (cause ?? {}) as {
    readonly code?: unknown;
    readonly message?: string;
  };
  const text = `${String(code)} ${message}\n${beside}`;
  for (const { said, why, fix } of table) {
    const found = said.exec(text);
    if (found === null) continue;
    const filled = (words: string) => words.replace(/\$(\d)/g, (_, group: string) => found[Number(group)] ?? '');
    return { why: filled(why), fix: filled(fix) };
  }
  return otherwise;
}
