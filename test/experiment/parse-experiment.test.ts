/** @file The experiment file as a user writes it: what is filled in, and what each mistake is answered with. */
import { expect, test } from 'vitest';
import { InputError } from '../../src/core/index.js';
import { dataSpecSchema } from '../../src/engine/datasets/index.js';
import {
  buildCandidates,
  checkBudget,
  checkExperiment,
  checkSample,
  demandOf,
  parseExperiment,
} from '../../src/experiment/index.js';

const parse = (text: string) => parseExperiment(text, { source: 'my.yaml', dataSchema: dataSpecSchema });

const MINIMAL = 'name: m\ndata: { source: digits }\nspace: { epochs: [1, 2] }\n';

test('defaults are filled in', () => {
  expect(parse(MINIMAL)).toMatchObject({
    name: 'm',
    data: { source: 'digits', split: { pool: 6000, selection: 2000, final: 2000, seed: 0 } },
    sample: 0,
    trainer: 'network',
    spaces: [{ place: 'space', space: { epochs: [1, 2] } }],
    constraints: {},
    race: { rule: { name: 'default' }, criterion: 'q3', finalTrials: 20 },
    budget: {},
    seed: 1,
  });
});

test('everything can be said', () => {
  const draft = parse(`
name: all of it
data: { source: gratings, size: 8, split: { pool: 100, seed: 3 } }
sample: 50
trainer: { module: ./train.mjs }
space:
  - &base { a: 1, b: [2, 3] }
  - { <<: *base, a: 2 }
constraints: { maxParameters: 30000, maxLayers: { conv: 2 } }
race: { warmup: 5, rule: { name: welch, alpha: 0.05 }, criterion: mean, finalTrials: 50, maxReplicates: 40 }
budget: { trials: 300, minutes: 1.5 }
workers: 2
seed: 7
`);
  expect(draft.spaces).toEqual([
    { place: 'space[0]', space: { a: 1, b: [2, 3] } },
    { place: 'space[1]', space: { a: 2, b: [2, 3] } },
  ]);
  expect(draft.trainer).toEqual({ module: './train.mjs', files: [], checkSeeds: true });
  expect(draft.race).toEqual({
    warmup: 5,
    rule: { name: 'welch', alpha: 0.05 },
    criterion: 'mean',
    finalTrials: 50,
    maxReplicates: 40,
  });
  expect(draft.budget).toEqual({ trials: 300, minutes: 1.5 });
  expect(buildCandidates(draft.spaces).candidates).toHaveLength(4);
});

test('candidates by name; JSON is read as well; a program gives a value', () => {
  const value = { name: 'm', trainer: { module: './t.mjs' }, candidates: { first: { a: 1 }, asItIs: {} } };
  const options = { source: 'select()', dataSchema: dataSpecSchema };
  expect(parseExperiment(JSON.stringify(value), options)).toEqual(checkExperiment(value, options));
  const { candidates } = buildCandidates(checkExperiment(value, options).spaces);
  expect(candidates.map(({ label, configuration }) => [label, configuration])).toEqual([
    ['first', { a: 1 }],
    ['asItIs', {}],
  ]);
});

test('slices are edges or texts: numbers in any order may be either, as the column will tell', () => {
  const cut = (slices: string) => parse(`${MINIMAL}slices: ${slices}\n`).slices;
  expect(cut('{ digit: [3, 1], energy: [3, 10, 30], region: [north] }')).toEqual({
    digit: [3, 1],
    energy: [3, 10, 30],
    region: ['north'],
  });
  expect(() => cut('{ digit: [] }')).toThrow(InputError);
  expect(() => cut('{ digit: [3, north] }')).toThrow(InputError);
});

test.each([
  ['criterion: q3', 'Write it under `race`.'],
  ['critereon: q3', 'Did you mean `criterion`? Write it under `race`.'],
  ['finalTrials: 3', 'Write it under `race`.'],
  ['rule: welch', 'Write it under `race`.'],
  ['trials: 300', 'Write it under `budget`.'],
  ['minutes: 3', 'Write it under `budget` or `resources`.'],
  ['audit: 30', 'Write it under `search`.'],
  ['target: y', 'Remove `target`: it belongs under `data`, and would be refused there as it is.'],
  ['command: [python3]', 'Write it under `trainer`.'],
  ['race: { seed: 3 }', 'Write it at the top level.'],
  ['race: { space: { x: [1] } }', 'Write it at the top level.'],
  ['race: { require: {} }', 'Write it at the top level.'],
  ['race: { buget: { trials: 3 } }', 'Did you mean `budget`? Write it at the top level.'],
  ['search: { criterion: q3 }', 'Write it under `race`.'],
  ['budget: { trails: 3 }', 'Did you mean `trials`?'],
  ['learningRate: 0.1', 'Remove `learningRate`, or write it in `space` if it is a setting of the candidates.'],
])('a known key in the wrong place is told where it belongs: %s', (line, fix) => {
  expect(() => parse(`${MINIMAL}${line}\n`)).toThrow(expect.objectContaining({ code: 'unknown-key', fix }));
});

/** [the text, the place, what the message says] */
const MISTAKES: [string, string, RegExp][] = [
  ['not YAML', 'name: [m', /my\.yaml:1:7: the \[ that opens here/],
  ['a key twice', 'name: m\nname: n', /my\.yaml:2:1: .*a second time/],
  ['an unknown anchor', 'name: *nowhere', /my\.yaml.*nowhere/],
  ['an empty file', '', /the experiment is empty[\s\S]*Allowed: a set of keys/],
  ['a list', '- 1', /the experiment is \[1\][\s\S]*Allowed: a set of keys/],
  [
    'an unknown key',
    `${MINIMAL}sampel: 3`,
    /my\.yaml:4:1: unknown key `sampel`[\s\S]*Allowed: name, data, sample,[\s\S]*Did you mean `sample`\?/,
  ],
  ['a key like no other', `${MINIMAL}zzzzzz: 3`, /unknown key `zzzzzz`[\s\S]*Remove `zzzzzz`/],
  [
    'an unknown key further in',
    `${MINIMAL}race:\n  warmup: 3\n  critereon: q3`,
    /my\.yaml:6:3: unknown key `race\.critereon`[\s\S]*Did you mean `criterion`\?/,
  ],
  [
    'an unknown key in a union',
    `${MINIMAL}trainer: { modul: a }`,
    /my\.yaml:4:12: unknown key `trainer\.modul`[\s\S]*Did you mean `module`\?/,
  ],
  [
    'an unknown key in the data',
    MINIMAL.replace('digits', 'digits, splitt: 3'),
    /my\.yaml:2:25: unknown key `data\.splitt`[\s\S]*Did you mean `split`\?/,
  ],
  [
    'a wrong type',
    `${MINIMAL}race: { warmup: three }`,
    /my\.yaml:4:9: `race\.warmup` is "three"\.\nAllowed: a number\n/,
  ],
  ['a fraction of a trial', `${MINIMAL}race: { warmup: 2.5 }`, /`race\.warmup` is 2\.5\.\nAllowed: a whole number\n/],
  ['too small', `${MINIMAL}workers: 0`, /`workers` is 0\.\nAllowed: at least 1\n/],
  ['not above zero', `${MINIMAL}budget: { minutes: 0 }`, /`budget\.minutes` is 0\.\nAllowed: more than 0\n/],
  ['infinite', `${MINIMAL}budget: { minutes: .inf }`, /`budget\.minutes` is Infinity\.\nAllowed: a number\n/],
  [
    'an unknown source',
    MINIMAL.replace('digits', 'digit'),
    /my\.yaml:2:9: `data\.source` is "digit"\.\nAllowed: .*digits.*gratings.*bumps/,
  ],
  [
    'data of the wrong type',
    MINIMAL.replace('{ source: digits }', 'digits'),
    /`data` is "digits"\.\nAllowed: a set of keys/,
  ],
  [
    'an unknown trainer',
    `${MINIMAL}trainer: netwrok`,
    /`trainer` is "netwrok"\.\nAllowed: network, linear, parametric, \{ module: .*, or \{ command: /,
  ],
  ['no name', MINIMAL.replace('name: m', ''), /my\.yaml:\d+:1: `name` is missing\.\nAllowed: text\nFix: Add `name`/],
  [
    'a name that is no folder',
    MINIMAL.replace('name: m', 'name: ../m'),
    /`name` is "\.\.\/m"\.\nAllowed: at most 100 characters, without/,
  ],
  [
    'no candidates',
    MINIMAL.replace('space: { epochs: [1, 2] }', ''),
    /`space` is missing\.\nAllowed: either `space` or `candidates`/,
  ],
  ['both', `${MINIMAL}candidates: { a: { b: 1 } }`, /`space` is \{[\s\S]*Allowed: either `space` or `candidates`/],
  [
    'a space that is a word',
    MINIMAL.replace('{ epochs: [1, 2] }', 'everything'),
    /`space` is "everything"\.\nAllowed: a set of keys with values, or a list/,
  ],
  ['NaN in the space', MINIMAL.replace('[1, 2]', '.nan'), /my\.yaml:3:\d+: `space\.epochs` is NaN/],
  [
    'fewer replicates than the warm-up',
    `${MINIMAL}race: { warmup: 3, maxReplicates: 2 }`,
    /`race\.maxReplicates` is 2\.\nAllowed: at least as many as `warmup`/,
  ],
  [
    'an alias inside its own anchor',
    MINIMAL.replace('epochs: [1, 2]', 'epochs: &z [*z, 2]'),
    /my\.yaml:3:\d+: `space\.epochs\[0\]` holds itself/,
  ],
  ['two documents', `${MINIMAL}---\nname: n\n`, /my\.yaml:4:1: a second document[\s\S]*Remove `---`/],
  ['an unknown constraint', `${MINIMAL}constraints: { maxParameter: 1 }`, /Did you mean `maxParameters`\?/],
  [
    'a negative split',
    MINIMAL.replace('digits', 'digits, split: { pool: -1 }'),
    /`data\.split\.pool` is -1\.\nAllowed: more than 0/,
  ],
];

test.each(MISTAKES)('%s', (_, text, message) => {
  expect(() => parse(text)).toThrow(InputError);
  expect(() => parse(text)).toThrow(message);
  try {
    parse(text);
  } catch (error) {
    const { what, allowed, fix } = error as InputError;
    expect(`${what} ${allowed} ${fix}`).not.toMatch(/undefined|\[object|Invalid input/);
  }
});

test.each([
  [{}, 20],
  [{ warmup: 25 }, 20],
  [{ warmup: 5, finalTrials: 0 }, 0],
  [{ warmup: 5, finalTrials: 4 }, 4],
])('final trials of the race %j: %i', (race, finalTrials) => {
  expect(parse(`${MINIMAL}race: ${JSON.stringify(race)}`).race).toMatchObject({ finalTrials });
});

test.each(['\\e[2Jx', 'x\\u009b2J', 'x\\u202ey', '\\tx', 'x\\u2028'])(
  'a name with the control character in "%s" is refused',
  (name) => {
    expect(() => parse(MINIMAL.replace('name: m', `name: "${name}"`))).toThrow(/control characters/);
  },
);

test('a value that holds itself, or has no form in JSON, is refused with its place', () => {
  const check = (changes: object) =>
    checkExperiment(
      { name: 'm', data: { source: 'digits' }, space: { a: 1 }, ...changes },
      { source: 'select()', dataSchema: dataSpecSchema },
    );
  const cyclic: Record<string, unknown> = { a: 1 };
  cyclic.again = { inside: [cyclic] };
  const shared = [1, 2];
  const refused: [object, RegExp][] = [
    [{ space: cyclic }, /select\(\): `space\.again\.inside\[0\]` holds itself/],
    [{ sample: 10n }, /select\(\): `sample` is the BigInt 10/],
    [{ space: { a: [1n] } }, /`space\.a\[0\]` is the BigInt 1/],
    [{ space: { a: () => 1 } }, /`space\.a` is a function/],
    [{ space: { a: [undefined] } }, /`space\.a\[0\]` is undefined/],
    [{ space: { a: undefined } }, /`space\.a` is missing/],
  ];
  for (const [changes, message] of refused) {
    expect(() => check(changes)).toThrow(InputError);
    expect(() => check(changes)).toThrow(message);
  }
  expect(check({ sample: undefined, space: { a: shared, b: shared } }).sample).toBe(0);
});

test('an empty grid is an error when the candidates are built', () => {
  const draft = parse(MINIMAL.replace('[1, 2]', '[]'));
  expect(() => buildCandidates(draft.spaces)).toThrow(/^space\.epochs: the list of alternatives is empty/);
});

test('a budget that ends before the warm-up is refused with the trials it needs', () => {
  expect(() => checkBudget(71, 3, 24)).toThrow(/24 candidates x 3 trainings need 72[\s\S]*at least 72 trainings/);
  expect(() => checkBudget(72, 3, 24)).not.toThrow();
  expect(() => checkBudget(undefined, 3, 24)).not.toThrow();
});

test('a sample larger than the pool is refused', () => {
  expect(() => checkSample(6001, 6000)).toThrow(/sample: 6001 training examples are more than the pool's 6000/);
  expect(() => checkSample(6000, 6000)).not.toThrow();
  expect(() => checkSample(0, 6000)).not.toThrow();
});

test('a setting that JavaScript would swallow is refused', () => {
  const text = MINIMAL.replace('{ epochs', '{ __proto__: { a: 1 }, epochs');
  expect(() => parse(text)).toThrow(/my\.yaml:3:\d+: `space\.__proto__` is a name that JavaScript reserves/);
});

test('resources: what a trial takes, at each attempt', () => {
  const needs = (lines: string, attempt = 1) => demandOf(parse(`${MINIMAL}${lines}\n`)).needsAt(attempt);
  const command = 'trainer: { command: [a], gpus: [0, 1], trialsPerGpu: 2 }';
  expect(needs('')).toEqual({});
  const grown = 'resources: { cpus: 2, memoryMiB: 1001, minutes: 10, retry: { memoryMiB: 1.5 } }';
  expect(needs(grown)).toEqual({ cpus: 2, memoryMiB: 1001, minutes: 10 });
  expect(needs(grown, 3)).toEqual({ cpus: 2, memoryMiB: 2253, minutes: 10 });
  expect(needs(command)).toEqual({ gpus: 0.5 });
  expect(demandOf(parse(`${MINIMAL}${command}\n`)).gpus).toEqual({ devices: ['0', '1'], perTrial: 0.5 });
  expect(demandOf(parse(`${MINIMAL}resources: { gpus: 2 }\n`)).gpus).toEqual({ devices: 'all', perTrial: 2 });
  for (const [lines, said] of [
    ['resources: { gpus: 1.5 }', 'a whole number, or a share of one GPU such as 0.5'],
    ['resources: { cpus: 0 }', 'at least 1'],
    ['resources: { memory: 5 }', 'Did you mean `memoryMiB`?'],
    ['resources: { retry: { minutes: 2 } }', 'only beside `minutes`'],
    [`${command}\nresources: { gpus: 1 }`, 'either it or `trainer.trialsPerGpu`'],
    ['trainer: { command: [a], memoryMiB: 9 }\nresources: { memoryMiB: 9, retry: { memoryMiB: 2 } }', 'only without'],
    ['trainer: { command: [a], gpus: some }', 'all, or a list of GPUs'],
  ])
    expect(() => needs(lines as string), lines).toThrow(said as string);
});

test('a value in place of settings is told which settings there are', () => {
  expect(() => parse(`${MINIMAL}budget: 1h\n`)).toThrow(
    /`budget` is "1h"\.\nAllowed: a set of keys with values: trials, minutes/,
  );
  expect(() => parse(`${MINIMAL}race: halving\n`)).toThrow(/Allowed: a set of keys with values: .*rule/);
});
