/** @file What a training script in Python takes and prints, as far as its source tells: argparse, click, Hydra, or plain constants. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { isObject, type JsonObject, settingLeaves } from '../../core/index.js';
import { type Literal, type PythonScript, readPython, type ScriptCall } from './read-python.js';

/** One thing that can be set from outside. */
export interface ScriptSetting {
  /** The name on the command line, without dashes. */
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

/** @throws InputError (`script-unreadable`, `python-missing`). */
export function lookAtScript(path: string): ScriptLook {
  const script = readPython(path);
  const rest = { printed: printedLoss(script), answers: script.imports.some((name) => /^surefoot(\.|$)/.test(name)) };
  const hydra = hydraSettings(script, path);
  if (hydra !== undefined) return { by: 'hydra', settings: hydra, ...rest };
  for (const [by, name] of [
    ['argparse', 'add_argument'],
    ['click', 'option'],
  ] as const) {
    const settings = script.calls.filter((call) => call.name.endsWith(`.${name}`)).flatMap(commandSetting);
    if (settings.length > 0) return { by, settings, ...rest };
  }
  const settings = Object.entries(script.constants).map(([name, value]) => plain(name, value));
  return { by: 'constants', settings, ...rest };
}

const plain = (name: string, value: Literal): ScriptSetting => ({
  ...{ name, value, choices: undefined, isRequired: false, isPlain: true },
});

/** The same words serve click: `type=click.Choice([...])` is read, too. */
function commandSetting({ args, named, type }: ScriptCall): ScriptSetting[] {
  const flags = args.filter((one) => typeof one === 'string');
  const flag = flags.flatMap((text) => text.split('/')[0]?.trim() ?? []).find((text) => text.startsWith('--'));
  if (flag === undefined) return [];
  const choices = [named.choices, named.type].find((one) => Array.isArray(one));
  const isSwitch = 'action' in named || 'is_flag' in named || flags.some((text) => text.includes('/'));
  const isOther = type === 'bool' || 'nargs' in named || 'multiple' in named;
  return [
    {
      name: flag.slice(2),
      value: named.default ?? undefined,
      choices,
      isRequired: named.required === true,
      isPlain: !isSwitch && !isOther,
    },
  ];
}

/** Undefined where Hydra does not start the script. */
function hydraSettings({ calls }: PythonScript, path: string): ScriptSetting[] | undefined {
  const start = calls.find(({ name }) => name === 'hydra.main');
  if (start === undefined) return undefined;
  const textNamed = (name: string, otherwise: string) => {
    const text = start.named[name];
    return typeof text === 'string' ? text : otherwise;
  };
  const name = textNamed('config_name', 'config').replace(/\.yaml$/, '');
  const file = join(dirname(path), textNamed('config_path', '.'), `${name}.yaml`);
  const config: unknown = existsSync(file) ? parse(readFileSync(file, 'utf8')) : {};
  if (!isObject(config)) return [];
  const { defaults: _, hydra: __, ...own } = config as JsonObject;
  return settingLeaves(own).map(([setting, value]) => {
    const isPlain = typeof value !== 'string' || !value.includes('${');
    return { name: setting, value: value as Literal, choices: undefined, isRequired: value === '???', isPlain };
  });
}

const LOSS_WORDS = /((?:[A-Za-z]\w*[ _/-])?(?:loss|nll|rmse|mae|mse|perplexity|error)\b)\s*([:=]?)\s*(?=[{%]|$)/gi;

/** The last text that is printed or logged with a loss in it; one of validation or test goes before. */
function printedLoss({ calls }: PythonScript): ScriptLook['printed'] {
  const shown = calls.filter(({ name }) => /(?:^|\.)(?:print|info|write|echo)$/.test(name));
  const found = shown.flatMap(({ texts }) =>
    texts.flatMap((text) => Array.from(text.matchAll(LOSS_WORDS), ([, words = '', mark = '']) => ({ words, mark }))),
  );
  const one = found.findLast(({ words }) => /val|test|dev|eval/i.test(words)) ?? found.at(-1);
  if (one === undefined) return undefined;
  const literal = one.words.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  return {
    words: `${one.words}${one.mark}`,
    pattern: `${literal}\\s*${one.mark === '' ? '' : `${one.mark}\\s*`}([^\\s,;)\\]]+)`,
  };
}
