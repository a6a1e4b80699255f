/** @file Drafts an experiment that trains with a script as it is. */
import { basename } from 'node:path';
import { stringify } from 'yaml';
import type { JsonValue } from '../../core/index.js';
import type { ScriptLook, ScriptSetting } from './look-at-script.js';
import type { Literal } from './read-python.js';

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
