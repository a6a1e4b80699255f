/** @file Drafts an experiment that trains with a script as it is. */

import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { isObject, type JsonObject, type JsonValue, settingLeaves } from '../../core/index.js';
import { type Literal, type PythonScript, readPython, type ScriptCall } from './read-python.js';

interface DraftedScript {
  /** YAML, as it stands. */
  readonly text: string;
  /** Whole sentences for people: what was guessed, and what is left to do. */
  readonly reasons: readonly string[];
}

const SEED = /^(?:.*[._-])?(?:seed|random[_-]?state)$/i;
const RATE = /(?:^|[._-])(?:lr|learning[_-]?rate|rate|eta)$/i;
const SIZE =
  /(?:^|[._-])(?:hidden|units|width|dim|layers?|depth|filters|batch[_-]?size|max[_-]?depth|n[_-]?estimators)(?:$|[._-])/i;
/** A race of more settings takes long; the rest stay at their defaults. */
const MOST_SETTINGS = 3;
const MOST_CHOICES = 4;

/** Sets constants of a script that takes no arguments, and runs it. */
const RUNNER = `import ast, json, os, sys
path, values = sys.argv[1], json.loads(sys.argv[2])
values.update((name, int(seed)) for name, seed in (pair.split("=") for pair in sys.argv[3:]))
tree = ast.parse(open(path, encoding="utf-8").read(), path)
for node in tree.body:
    if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", None) in values:
        node.value = ast.parse(repr(values[node.targets[0].id]), mode="eval").body
sys.argv, sys.path[0] = [path], os.path.dirname(os.path.abspath(path))
exec(compile(ast.fix_missing_locations(tree), path, "exec"), {"__name__": "__main__", "__file__": path})
`;

/** `script`: its path from the experiment's folder. */
export function draftScript(look: ScriptLook, name: string, script: string): DraftedScript {
  const seed = look.settings.find((one) => SEED.test(one.name));
  const varied = variedSettings(look.settings.filter((one) => one !== seed));
  const trainer = {
    command: commandOf(look, script, seed),
    ...(look.by === 'constants' ? { files: [script] } : {}),
    ...(look.answers ? {} : { loss: { pattern: look.printed?.pattern ?? 'FILL IN' } }),
  };
  const space = Object.fromEntries(varied.map(({ setting, values }) => [setting.name, values]));
  const left = look.settings.filter((one) => one !== seed && !varied.some(({ setting }) => setting === one));
  const kept = left.map((one) => (one.value === undefined ? one.name : `${one.name} (${JSON.stringify(one.value)})`));
  return {
    text: [
      `# Drafted from ${basename(script)}, which was read and not run: what is guessed says so.\n`,
      stringify({ name }),
      '\n# What is run for a training; placeholders are filled in. More: docs/trainer-protocol.md\n',
      look.answers || look.printed !== undefined
        ? look.answers
          ? ''
          : `# The loss is guessed: the last number after "${look.printed?.words}" that it prints. Smaller has to be better.\n`
        : "# Fill in how the loss is printed, the number in parentheses, such as 'val_loss: (\\S+)'. Smaller has to be better.\n",
      stringify({ trainer }, { lineWidth: 0 }),
      '\n# What the race chooses among, around the defaults of the script.\n',
      kept.length === 0 ? '' : `# As the script has them: ${kept.join(', ')}.\n`,
      stringify({ space }, { lineWidth: 0 }),
      '\nrace: { criterion: q3 }\nseed: 1\n',
    ].join(''),
    reasons: reasonsOf(look, seed, varied.length, left),
  };
}

function commandOf({ by }: ScriptLook, script: string, seed: ScriptSetting | undefined): string[] {
  if (by === 'constants') {
    return [
      'python3',
      '-c',
      RUNNER,
      script,
      '{configuration}',
      ...(seed === undefined ? [] : [`${seed.name}={seed.init}`]),
    ];
  }
  const ofHydra = ['{configuration:key=value}', 'hydra.run.dir={folder}'];
  const settings = by === 'hydra' ? ofHydra : ['{configuration:--key value}'];
  const own =
    seed === undefined ? [] : by === 'hydra' ? [`${seed.name}={seed.init}`] : [`--${seed.name}`, '{seed.init}'];
  return ['python3', script, ...settings, ...own];
}

interface Varied {
  readonly setting: ScriptSetting;
  readonly values: readonly JsonValue[];
}

/** Rates first, then choices, then sizes. */
function variedSettings(settings: readonly ScriptSetting[]): readonly Varied[] {
  const all = settings.flatMap((setting) => {
    const values = setting.isPlain ? valuesOf(setting) : undefined;
    return values === undefined
      ? []
      : [{ setting, values, order: RATE.test(setting.name) ? 0 : setting.choices ? 1 : 2 }];
  });
  return all.sort((a, b) => a.order - b.order).slice(0, MOST_SETTINGS);
}

function valuesOf({ name, value, choices }: ScriptSetting): readonly JsonValue[] | undefined {
  const plain = (one: Literal): one is string | number => typeof one === 'string' || typeof one === 'number';
  if (choices !== undefined) {
    const first = value === undefined || value === null ? [] : [value];
    const listed = [...new Set([...first, ...choices])].filter(plain).slice(0, MOST_CHOICES);
    return listed.length > 1 ? listed : undefined;
  }
  if (typeof value !== 'number' || value <= 0) return undefined;
  if (RATE.test(name)) return [value / 3, value, value * 3].map((one) => Number(one.toPrecision(2)));
  if (SIZE.test(name) && Number.isInteger(value))
    return [...new Set([Math.max(1, Math.round(value / 2)), value, value * 2])];
  return undefined;
}

const BY: Readonly<Record<ScriptLook['by'], string>> = {
  argparse: 'arguments of argparse',
  click: 'options of click',
  hydra: "keys of Hydra's configuration",
  constants: 'constants at the beginning of its lines',
};

function reasonsOf(
  look: ScriptLook,
  seed: ScriptSetting | undefined,
  varied: number,
  left: readonly ScriptSetting[],
): string[] {
  const required = left.filter(({ isRequired }) => isRequired).map(({ name }) => name);
  return [
    `It takes ${BY[look.by]}: ${look.settings.length === 0 ? 'none was found' : look.settings.map(({ name }) => name).join(', ')}.`,
    ...(look.answers
      ? []
      : [
          look.printed === undefined
            ? 'The line that prints the loss was not found: fill in `trainer.loss.pattern`; `surefoot check` names it until then.'
            : `Loss: the last number after "${look.printed.words}" that it prints (guessed).`,
        ]),
    seed === undefined
      ? 'No seed was found, and without one no training can be repeated. Give the script a seed, and add it to the command.'
      : `Seed: \`${seed.name}\` gets {seed.init} (guessed from its name).`,
    ...(varied === 0 ? ['No setting to vary was found: write `space` by hand.'] : []),
    ...(required.length === 0 ? [] : [`It needs ${required.join(', ')}: add them to the command.`]),
  ];
}

/** One thing that can be set from outside. */
interface ScriptSetting {
  /** The name on the command line, without dashes. */
  readonly name: string;
  readonly value: Literal | undefined;
  readonly choices: readonly Literal[] | undefined;
  readonly isRequired: boolean;
  /** A switch, a list of several words, a position: nothing that a draft varies. */
  readonly isPlain: boolean;
}

interface ScriptLook {
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
