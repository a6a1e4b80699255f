/** @file Rules as a command line writes them: a name, and options for it or for all. */
import { parseRule, type Rule, ruleOptions } from '../app/commands.js';
import { InputError, type JsonValue } from '../core/index.js';

/** Options given once, for every rule that has them. */
export type SharedRuleOptions = Readonly<Record<string, string | number>>;

/**
 * Each text is `welch` or `welch:alpha=0.01,sided=one`; its own options come before the shared ones.
 * @throws InputError for unknown rules and options, and for a shared option that none of the rules has.
 */
export function parseRules(texts: readonly string[], shared: SharedRuleOptions): Rule[] {
  const written = texts.map(readRule);
  for (const option of Object.keys(shared)) {
    if (!written.some(({ name }) => option in ruleOptions(name))) throw optionOfNone(option, written);
  }
  return written.map(({ name, options }) => {
    const known = ruleOptions(name);
    const taken = Object.entries(shared).filter(([option]) => option in known);
    return parseRule({ ...Object.fromEntries(taken), ...options, name });
  });
}

interface WrittenRule {
  readonly name: string;
  readonly options: Readonly<Record<string, JsonValue>>;
}

function readRule(text: string): WrittenRule {
  const [name = '', list] = text.split(/:(.*)/s);
  const options = (list ?? '').split(',').filter((part) => part.trim() !== '');
  return { name: name.trim(), options: Object.fromEntries(options.map((part) => readOption(text, part))) };
}

function readOption(text: string, part: string): [string, JsonValue] {
  const [option = '', value, ...more] = part.split('=').map((side) => side.trim());
  if (value === undefined || value === '' || more.length > 0) {
    throw new InputError({
      code: 'rule-syntax',
      what: `--rule "${text}": "${part.trim()}" is not an option with a value.`,
      allowed: 'a name, or a name with options: welch:alpha=0.01,sided=one',
      fix: 'Write option=value after the colon.',
    });
  }
  return [option, Number.isFinite(Number(value)) ? Number(value) : value];
}

function optionOfNone(option: string, rules: readonly WrittenRule[]): InputError {
  const names = rules.map(({ name }) => `${name} (${Object.keys(ruleOptions(name)).join(', ')})`);
  return new InputError({
    code: 'option-of-none',
    what: `None of the rules has the option ${option}.`,
    allowed: names.join('; '),
    fix: 'Leave it out, or choose a rule that has it.',
  });
}
