/** @file A factor as people write it: a setting, with or without levels of its own. */
import { parse } from 'yaml';
import { InputError, type JsonValue } from '../../core/index.js';

/** `levels` are absent where those of the space are meant. */
export interface AskedFactor {
  readonly name: string;
  readonly levels?: readonly JsonValue[];
}

/**
 * `layers.activation=relu,elu`, `optimizer=[{ name: sgd }, { name: adamw }]`: levels as a YAML list, brackets optional.
 * @throws InputError for fewer than `fewest` levels.
 */
export function readFactor(text: string, fewest: number): AskedFactor {
  const sign = text.indexOf('=');
  if (sign === -1) return { name: text.trim() };
  const name = text.slice(0, sign).trim();
  const list = text.slice(sign + 1).trim();
  try {
    const levels: unknown = parse(list.startsWith('[') ? list : `[${list}]`);
    if (Array.isArray(levels) && levels.length >= fewest) return { name, levels: levels as JsonValue[] };
  } catch {
    // What is not YAML is told as any other list that is none.
  }
  throw new InputError({
    code: 'factor-levels',
    what: `The levels of the factor "${name}" are "${list}".`,
    allowed:
      'two or more, separated by commas, such as layers.activation=relu,elu or optimizer=[{ name: sgd }, { name: adamw }]',
    fix: 'Correct --factor.',
  });
}
