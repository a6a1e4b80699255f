/** @file What a training script in Python takes and prints, as far as its text tells: argparse, click, Hydra, or plain constants. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { InputError, isObject, type JsonObject, settingLeaves } from '../../core/index.js';
import { pythonTokens } from '../../trainers/index.js';
import { argumentsAt, type Literal, literalOf, writtenText } from './python-literals.js';

/** One thing that can be set from outside. */
export interface ScriptSetting {
  /** As the command line has it, without dashes. */
  readonly name: string;
  readonly value: Literal | undefined;
  readonly choices: readonly Literal[] | undefined;
  readonly isRequired: boolean;
  /** A switch, a list of several words, a position: nothing that a draft varies. */
  readonly isPlain: boolean;
}

export interface ScriptLook {
  readonly by: 'argparse' | 'click' | 'hydra' | 'constants';
  readonly settings: readonly ScriptSetting[];
  /** Where the loss stands in what it prints, as a guess; undefined where nothing looks like it. */
  readonly printed: { readonly words: string; readonly pattern: string } | undefined;
  /** Whether it answers Surefoot by itself. */
  readonly answers: boolean;
}

const LARGEST_BYTES = 2 * 2 ** 20;

/** @throws InputError (`script-unreadable`) for what is no script in Python. */
export function lookAtScript(path: string): ScriptLook {
  const tokens = sourceTokens(path);
  const answers = tokens.some(
    (token, place) => token === 'surefoot' && ['import', 'from'].includes(tokens[place - 1] ?? ''),
  );
  const rest = { printed: printedLoss(tokens), answers };
  const hydra = hydraSettings(tokens, path);
  if (hydra !== undefined) return { by: 'hydra', settings: hydra, ...rest };
  const argparse = calls(tokens, 'add_argument').flatMap((open) => argparseSetting(tokens, open));
  if (argparse.length > 0) return { by: 'argparse', settings: argparse, ...rest };
  const click = calls(tokens, 'option').flatMap((open) => argparseSetting(tokens, open));
  if (click.length > 0) return { by: 'click', settings: click, ...rest };
  return { by: 'constants', settings: constants(tokens), ...rest };
}

function sourceTokens(path: string): readonly string[] {
  let why = 'its text cannot be read as Python';
  try {
    const bytes = readFileSync(path);
    const tokens = bytes.length > LARGEST_BYTES ? undefined : pythonTokens(bytes.toString('utf8'));
    if (tokens !== undefined) return tokens;
  } catch (error) {
    why = error instanceof Error ? error.message : String(error);
  }
  throw new InputError({
    code: 'script-unreadable',
    what: `--python: ${path} cannot be read: ${why}.`,
    allowed: 'a script in Python 3, UTF-8, of at most 2 MiB',
    fix: 'Name the script that trains, or start with `surefoot init` and write `trainer` by hand.',
  });
}

/** Places of the opening brackets of calls of this name. */
function calls(tokens: readonly string[], name: string): number[] {
  return tokens.flatMap((token, place) =>
    token === name && tokens[place + 1] === '(' && tokens[place - 1] === '.' ? [place + 1] : [],
  );
}

/** The same words serve click: `type=click.Choice([...])` is read, too. */
function argparseSetting(tokens: readonly string[], open: number): ScriptSetting[] {
  const given = argumentsAt(tokens, open);
  const named = (name: string) => given.find((one) => one.name === name)?.tokens;
  const flags = given.flatMap(({ name, tokens: own }) => (name === undefined ? (writtenText(own[0] ?? '') ?? []) : []));
  const flag = flags.flatMap((text) => text.split('/')[0]?.trim() ?? []).find((text) => text.startsWith('--'));
  if (flag === undefined) return [];
  const type = named('type') ?? [];
  const list = type.indexOf('Choice') < 0 ? named('choices') : argumentsAt(type, type.indexOf('Choice') + 1)[0]?.tokens;
  const choices = list === undefined ? undefined : literalOf(list);
  const value = literalOf(named('default') ?? []);
  const isSwitch =
    named('action') !== undefined || named('is_flag') !== undefined || flags.some((text) => text.includes('/'));
  const isOther = type.includes('bool') || named('nargs') !== undefined || named('multiple') !== undefined;
  const isRequired = named('required')?.[0] === 'True';
  return [
    {
      name: flag.slice(2),
      value,
      choices: Array.isArray(choices) ? choices : undefined,
      isRequired,
      isPlain: !isSwitch && !isOther,
    },
  ];
}

/** Undefined where Hydra does not start the script. */
function hydraSettings(tokens: readonly string[], path: string): ScriptSetting[] | undefined {
  const start = tokens.findIndex(
    (token, place) => token === 'hydra' && tokens[place + 1] === '.' && tokens[place + 2] === 'main',
  );
  if (start < 0 || tokens[start + 3] !== '(') return undefined;
  const given = argumentsAt(tokens, start + 3);
  const textNamed = (name: string) => writtenText(given.find((one) => one.name === name)?.tokens[0] ?? '');
  const name = (textNamed('config_name') ?? 'config').replace(/\.yaml$/, '');
  const file = join(dirname(path), textNamed('config_path') ?? '.', `${name}.yaml`);
  const config: unknown = existsSync(file) ? parse(readFileSync(file, 'utf8')) : {};
  if (!isObject(config)) return [];
  const { defaults: _, hydra: __, ...own } = config as JsonObject;
  return settingLeaves(own).map(([setting, value]) => {
    const isPlain = typeof value !== 'string' || !value.includes('${');
    return { name: setting, value: value as Literal, choices: undefined, isRequired: value === '???', isPlain };
  });
}

/** `NAME = literal` at the beginning of a line. */
function constants(tokens: readonly string[]): ScriptSetting[] {
  let depth = 0;
  const found = new Map<string, ScriptSetting>();
  for (const [place, token] of tokens.entries()) {
    if (token === '\0indent') depth++;
    if (token === '\0dedent') depth--;
    const before = tokens[place - 1];
    const isFirst = before === undefined || before.startsWith('\0');
    if (depth !== 0 || !isFirst || tokens[place + 1] !== '=' || !/^[A-Za-z_]\w*$/.test(token)) continue;
    const end = tokens.indexOf('\0newline', place);
    const value = literalOf(tokens.slice(place + 2, end));
    if (value === undefined || Array.isArray(value)) continue;
    found.set(token, { name: token, value, choices: undefined, isRequired: false, isPlain: true });
  }
  return [...found.values()];
}

const LOSS_WORDS = /((?:[A-Za-z]\w*[ _/-])?(?:loss|nll|rmse|mae|mse|perplexity|error)\b)\s*([:=]?)\s*(?=[{%]|$)/gi;

/** The last text that is printed or logged with a loss in it; one of validation or test goes before. */
function printedLoss(tokens: readonly string[]): ScriptLook['printed'] {
  const shown = tokens.flatMap((token, place) => {
    const isShown = ['print', 'info', 'write', 'echo'].includes(token) && tokens[place + 1] === '(';
    return isShown ? argumentsAt(tokens, place + 1).flatMap((one) => one.tokens) : [];
  });
  const found = shown.flatMap((token) => {
    const text = /^[A-Za-z]{0,2}("""|'''|"|')(.*)\1$/s.exec(token)?.[2];
    return Array.from((text ?? '').matchAll(LOSS_WORDS), ([, words = '', mark = '']) => ({ words, mark }));
  });
  const one = found.findLast(({ words }) => /val|test|dev|eval/i.test(words)) ?? found.at(-1);
  if (one === undefined) return undefined;
  const literal = one.words.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  return {
    words: `${one.words}${one.mark}`,
    pattern: `${literal}\\s*${one.mark === '' ? '' : `${one.mark}\\s*`}([^\\s,;)\\]]+)`,
  };
}
