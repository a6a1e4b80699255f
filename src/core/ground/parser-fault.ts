/**
 * @file What the parser of a format finds wrong with a file, in words of ours: parser-faults.json has a table for each format of what its parser
 * says, and of why and what to do then. The parser's own words stay the cause of the error.
 */
import FAULTS from './parser-faults.json' with { type: 'json' };

/** Why a file cannot be used, as the end of a sentence, and what to do: an imperative sentence. */
export interface ParserFault {
  readonly why: string;
  readonly fix: string;
}

/** A pattern; why, in which `$1` stands for what its first group has found; and what to do, where that differs from the format's last word. */
type Row = readonly string[];

type Format = 'json' | 'yaml' | 'yaml alias' | 'npy' | 'npz' | 'parquet' | 'sqlite';

/** Of the first row of the format's table that fits the parser's code and message, with `beside` after them; else its last word. */
export function parserFault(format: Format, cause: unknown, beside = ''): ParserFault {
  const { code = '', message = String(cause) } = (cause ?? {}) as {
    readonly code?: unknown;
    readonly message?: string;
  };
  const text = `${String(code)} ${message}\n${beside}`;
  const { said, otherwise }: { readonly said: readonly Row[]; readonly otherwise: Row } = FAULTS[format];
  const [lastWhy = '', lastFix = ''] = otherwise;
  for (const [pattern = '', why = lastWhy, fix = lastFix] of said) {
    const found = new RegExp(pattern).exec(text);
    if (found === null) continue;
    const filled = (words: string) => words.replace(/\$(\d)/g, (_, group: string) => found[Number(group)] ?? '');
    return { why: filled(why), fix: filled(fix) };
  }
  return { why: lastWhy, fix: lastFix };
}
