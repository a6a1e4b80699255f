/** @file What tuners of other makes write as a range, a list of choices, or a number is not taken for something else without a word. */
import { describe, expect, test } from 'vitest';
import { InputError, type JsonObject, type JsonValue } from '../../src/core/index.js';
import { dataSpecSchema } from '../../src/engine/datasets/index.js';
import { createBuiltInInspector } from '../../src/engine/inspection.js';
import { candidateSchemas } from '../../src/engine/settings.js';
import { buildCandidates, checkExperiment, commonSettings, parseExperiment } from '../../src/experiment/index.js';

const OWN = 'name: t\ntrainer: { module: ./t.mjs }\n';
const parse = (text: string) => parseExperiment(text, { source: 'e.yaml', dataSchema: dataSpecSchema });
const build = (text: string, inspector?: Parameters<typeof buildCandidates>[1]) => {
  const { spaces, written, draw: count } = parse(OWN + text);
  const draw = count === undefined ? undefined : { count, seed: 1 };
  return buildCandidates(spaces, { ranges: written.ranges, draw, ...inspector }).candidates;
};
const refusalOf = (text: string): InputError => {
  try {
    build(text);
  } catch (error) {
    if (error instanceof InputError) return error;
  }
  throw new Error(`allowed: ${text}`);
};
const noticesOf = (space: string) => parse(`${OWN}space: ${space}`).written.notices;

/** As other programs write it; the range and the list that are proposed for it. */
const RANGES: readonly (readonly [string, string, string])[] = [
  ['{ logUniform: [1e-5, 1e-1] }', '{ range: [1e-5, 0.1], scale: log }', '[1e-5, 1e-4, 1e-3, 0.01, 0.1]'],
  ['{ log_uniform: ["1e-5", "1e-1"] }', '{ range: [1e-5, 0.1], scale: log }', '[1e-5, 1e-4, 1e-3, 0.01, 0.1]'],
  ['{ low: 1e-5, high: 1e-1, log: true }', '{ range: [1e-5, 0.1], scale: log }', '[1e-5, 1e-4, 1e-3, 0.01, 0.1]'],
  ['1e-5..1e-1', '{ range: [1e-5, 0.1], scale: log }', '[1e-5, 1e-4, 1e-3, 0.01, 0.1]'],
  ['1e-5 - 1e-1', '{ range: [1e-5, 0.1], scale: log }', '[1e-5, 1e-4, 1e-3, 0.01, 0.1]'],
  ['1e-5 to 1e-1', '{ range: [1e-5, 0.1], scale: log }', '[1e-5, 1e-4, 1e-3, 0.01, 0.1]'],
  ['1e-5–1e-1', '{ range: [1e-5, 0.1], scale: log }', '[1e-5, 1e-4, 1e-3, 0.01, 0.1]'],
  ['1e-5-1e-1', '{ range: [1e-5, 0.1], scale: log }', '[1e-5, 1e-4, 1e-3, 0.01, 0.1]'],
  ['[1e-5:1e-1]', '{ range: [1e-5, 0.1], scale: log }', '[1e-5, 1e-4, 1e-3, 0.01, 0.1]'],
  ['"loguniform(1e-5, 1e-1)"', '{ range: [1e-5, 0.1], scale: log }', '[1e-5, 1e-4, 1e-3, 0.01, 0.1]'],
  ['"tune.loguniform(lower=1e-5, upper=1e-1)"', '{ range: [1e-5, 0.1], scale: log }', '[1e-5, 1e-4, 1e-3, 0.01, 0.1]'],
  ['"Real(1e-5, 1e-1, prior=\'log-uniform\')"', '{ range: [1e-5, 0.1], scale: log }', '[1e-5, 1e-4, 1e-3, 0.01, 0.1]'],
  ['"r (1e-5, 1e-1)"', '{ range: [1e-5, 0.1], scale: log }', '[1e-5, 1e-4, 1e-3, 0.01, 0.1]'],
  [
    '{ distribution: log_uniform_values, min: 1e-5, max: 1e-1 }',
    '{ range: [1e-5, 0.1], scale: log }',
    '[1e-5, 1e-4, 1e-3, 0.01, 0.1]',
  ],
  [
    '{ type: range, bounds: [1e-5, 1e-1], log_scale: true, name: rate }',
    '{ range: [1e-5, 0.1], scale: log }',
    '[1e-5, 1e-4, 1e-3, 0.01, 0.1]',
  ],
  [
    '{ type: float, lower: 1e-5, upper: 1e-1, log: true, default_value: 1e-3 }',
    '{ range: [1e-5, 0.1], scale: log }',
    '[1e-5, 1e-4, 1e-3, 0.01, 0.1]',
  ],
  ['{ loguniform: { low: 1e-5, high: 1e-1 } }', '{ range: [1e-5, 0.1], scale: log }', '[1e-5, 1e-4, 1e-3, 0.01, 0.1]'],
  ['[loguniform, 1e-5, 1e-1]', '{ range: [1e-5, 0.1], scale: log }', '[1e-5, 1e-4, 1e-3, 0.01, 0.1]'],
  ['{ uniform: [0, 1] }', '{ range: [0, 1] }', '[0, 0.25, 0.5, 0.75, 1]'],
  ['{ float: [0, 1] }', '{ range: [0, 1] }', '[0, 0.25, 0.5, 0.75, 1]'],
  ['{ between: [0, 1] }', '{ range: [0, 1] }', '[0, 0.25, 0.5, 0.75, 1]'],
  ['{ interval: [0, 1] }', '{ range: [0, 1] }', '[0, 0.25, 0.5, 0.75, 1]'],
  ['{ quniform: [0, 1, 0.1] }', '{ range: [0, 1] }', '[0, 0.25, 0.5, 0.75, 1]'],
  ['{ from: 0, to: 1 }', '{ range: [0, 1] }', '[0, 0.25, 0.5, 0.75, 1]'],
  ['{ start: 0, stop: 1, step: 0.25 }', '{ range: [0, 1] }', '[0, 0.25, 0.5, 0.75, 1]'],
  ['{ randint: [1, 9] }', '{ range: [1, 9], integer: true }', '[1, 3, 5, 7, 9]'],
  ['{ int: [1, 9] }', '{ range: [1, 9], integer: true }', '[1, 3, 5, 7, 9]'],
  ['1..9', '{ range: [1, 9], integer: true }', '[1, 3, 5, 7, 9]'],
  ['{ min: 1, max: 3, dtype: int }', '{ range: [1, 3], integer: true }', '[1, 2, 3]'],
  ['{ distribution: normal, mu: 0, sigma: 1 }', '{ range: [1e-3, 0.1], scale: log }', '[0.001, 0.01, 0.1]'],
  ['loguniform(1e-5, 1e-1)', '{ range: [1e-3, 0.1], scale: log }', '[0.001, 0.01, 0.1]'],
];

describe('a range', () => {
  test.each(RANGES)('%s is refused, with a range and values in its place', (written, range, values) => {
    for (const space of [`space: { rate: ${written}, depth: [1, 2] }`, `space:\n  rate: ${written}\n  depth: [1, 2]`]) {
      // Inside braces a comma ends the text; the list that is proposed then is an example.
      const isCut = written.startsWith('loguniform(') && space.includes('{');
      const { code, message } = refusalOf(space);
      expect(code).toBe('range-in-space');
      expect(message).toMatch(/^e\.yaml:[34]:\d+: `space\.rate` is /);
      expect(message).toContain('or a list with each value written out');
      if (isCut) expect(message).toContain("'loguniform(1e-5, ...)'");
      if (!written.startsWith('loguniform(') || isCut)
        expect(message).toContain(`\`rate: ${range}\` or \`rate: ${values}\``);
      expect(message).toMatch(/to pass this (object|text|list) to your trainer, write `rate: \{ value: .+ \}`/);
    }
  });

  test('is refused wherever it stands, and in a value of a program', () => {
    for (const space of [
      'candidates: { a: { opt: { rate: { low: 0, high: 1 } } }, b: { opt: { rate: 2 } } }',
      'space: [{ rate: 1 }, { rate: { low: 0, high: 1 } }]',
      'space: { oneOf: [{ rate: 1 }, { rate: [0.5, { low: 0, high: 1 }] }] }',
      'space: { parts: [{ a: { rate: "0..1" } }] }',
    ])
      expect(refusalOf(space).message).toMatch(/`rate: \[0, 0.25, 0.5, 0.75, 1\]`|`rate:/);
    const experiment = { name: 't', trainer: { module: './t.mjs' }, space: { rate: { low: 0, high: 1 } } };
    const { spaces, written } = checkExperiment(experiment, { source: 'the experiment', dataSchema: dataSpecSchema });
    expect(() => buildCandidates(spaces, { ranges: written.ranges })).toThrow(
      /^the experiment: `space.rate` is \{ low/,
    );
  });

  test('is passed on as it is inside { value: ... }, with the keys that it always had', () => {
    const [first] = build('space: { rate: { value: { low: 0, high: 1 } }, depth: [1, 2] }');
    expect(first?.configuration).toEqual({ rate: { low: 0, high: 1 }, depth: 1 });
    const before = buildCandidates([{ place: 'space', space: { rate: { low: 0, high: 1 }, depth: [1, 2] } }]);
    expect(first?.id).toBe(before.candidates[0]?.id);
    expect(build('space: { x: { value: { value: 3 } } }')[0]?.configuration).toEqual({ x: { value: 3 } });
    expect(build('space: { x: { value: 3 } }')[0]?.configuration).toEqual({ x: 3 });
  });
});

test.each([
  ['{ values: [0.1, 0.01] }', '[0.1, 0.01]'],
  ['{ choice: [a, b] }', '["a", "b"]'],
  ['{ type: choice, values: [1, 2], is_ordered: true }', '[1, 2]'],
  ['{ grid_search: [1, 2] }', '[1, 2]'],
  ['"tune.choice([16, 32])"', '[first, second]'],
])('a list under a name, %s, is refused', (written, list) => {
  const { code, message } = refusalOf(`space: { rate: ${written} }`);
  expect([code, message]).toEqual(['range-in-space', expect.stringContaining(`\`rate: ${list}\``)]);
  expect(message).toContain('alternatives as a plain list');
});

test.each([
  '{ low: 1, high: 2, log: true }',
  '{ range: [5, 10], rate: 0.1 }',
  '{ x: { range: { oneOf: [5, 10] } } }',
  '{ x: { range: [5, 10], flip: true } }',
  '{ x: { min: 3, max: 10, patience: 5 } }',
  '{ x: { type: clip, min: 0, max: 1 } }',
  '{ x: { name: normal, mean: 0, std: 1 } }',
  '{ x: { low: [1, 2], high: 10 } }',
  '{ x: { uniform: true } }',
  '{ x: [uniform, normal] }',
  '{ x: 2024-01-31 }',
  '{ x: "3x5" }',
  '{ x: "64-32" }',
  '{ x: "16:9" }',
  '{ x: "1.2.3" }',
  '{ x: "f(2)" }',
])('%s is no range', (space) => {
  expect(build(`space: ${space}`).length).toBeGreaterThan(0);
});

describe('the built-in trainer', () => {
  const inspector = createBuiltInInspector({
    inputShape: [2],
    task: 'classification',
    targetNames: ['y'],
    classes: ['low', 'high'],
    pool: { features: {} },
  } as unknown as Parameters<typeof createBuiltInInspector>[0]);

  test('takes classes called low and high, and no range of its own settings', () => {
    const written = 'space: { layers: [{ dense: { units: 2 } }], classWeights: { low: 1, high: 5 }, epochs: [1, 2] }';
    expect(build(written, { inspector })).toHaveLength(2);
    const range =
      'space: { layers: [{ dense: { units: 2 } }], optimizer: { name: sgd, learningRate: { low: 0.1, high: 1 } } }';
    expect(() => build(range, { inspector })).toThrow(/a list with each value written out/);
  });

  test('has words of the user for keys in classWeights alone', () => {
    const free: string[] = [];
    const look = (schema: JsonValue, name: string): void => {
      if (schema === null || typeof schema !== 'object') return;
      const { additionalProperties: rest } = schema as JsonObject;
      if (rest !== undefined && typeof rest === 'object') free.push(name);
      for (const [key, member] of Object.entries(schema as JsonObject))
        look(member, /^\d+$|^(?:properties|anyOf|oneOf|allOf|items|additionalProperties)$/.test(key) ? name : key);
    };
    for (const schema of candidateSchemas().network ?? []) look(schema, '');
    expect([...new Set(free)]).toEqual(inspector.ownNames);
  });
});

describe('what is read as something else than it looks like is said:', () => {
  test.each([
    ["{ rate: [1e-5, '1e-3'] }", /`space\.rate` has numbers beside '1e-3' in quotes/],
    ['{ rate: 1_000 }', /`space\.rate` is the text 1_000, which YAML does not read as a number/],
    ['{ rate: [1, 5 %] }', /`space\.rate\[1\]` is the text 5 %/],
    ['{ flip: yes }', /`space\.flip` is the text yes and not true/],
    ['{ flip: [Off, On] }', /`space\.flip\[0\]` is the text Off and not false/],
    ['{ depth: [None, 3] }', /`space\.depth\[0\]` is the text None\. null leaves/],
    [
      '{ hidden: [[64, 32], [128, 16]] }',
      /`space\.hidden` is a list of lists, .*\{ value: \[64,32\] \}, \{ value: \[128,16\] \}/,
    ],
    ['{ hidden: { oneOf: [[64, 32], [128, 16]] } }', /`space\.hidden\.oneOf` has lists as alternatives/],
    ['{ depth: [4, { value: null }] }', /`space\.depth` has plain values beside \{ value: \.\.\. \}/],
  ])('%s', (space, notice) => {
    expect(noticesOf(space)).toContainEqual(expect.stringMatching(notice));
  });

  test.each([
    "{ rate: '1_000', flip: 'yes', depth: 'None', all: ['1e-5', '1e-3'] }",
    '{ rate: [1e-5, .1, 1e5, 0x10], flip: [true, True], depth: [4, null], day: 2024-01-31, none: [none, relu] }',
    '{ hidden: { oneOf: [{ value: [64, 32] }, { value: [128, 16] }] }, layers: [{ a: 1 }, { b: [2, 3] }] }',
  ])('and nothing of %s', (space) => {
    expect(noticesOf(space)).toEqual([]);
  });

  test('numbers that are not as they are written are refused', () => {
    expect(() => parse(`${OWN}space: { x: 007 }`)).toThrow(/^e\.yaml:3:13: 007 is read as the number 7\./);
    expect(() => parse(`${OWN}space: { x: 12345678901234567890 }`)).toThrow(
      /is read as the number 12345678901234567000/,
    );
    expect(parse(`${OWN}space: { x: ['007', 0.5, 0, -0, 10] }`).spaces).toHaveLength(1);
  });

  test('tags that nothing here knows are refused: their values would be taken without them', () => {
    expect(() => parse(`${OWN}space: { x: !env HOME }`)).toThrow(/^e\.yaml:3:13: the tag !env is not known here\./);
    expect(() => parse(`${OWN}space: { x: !!python/tuple [1, 2] }`)).toThrow(/the tag !!python\/tuple is not known/);
    expect(parse(`${OWN}space: { x: !!str 1, y: '!env' }`).spaces).toMatchObject([{ space: { x: '1', y: '!env' } }]);
  });

  test('two lists that coincide as sequences say how a list is one value', () => {
    expect(refusalOf('space: { hidden: [[64, 64], [128, 16]] }').fix).toContain('{ value: [64, 64] }');
  });
});

test('settings that are the same in all are told apart from those that vary, texts from numbers', () => {
  const candidates = build(
    "space: { rate: [1e-5, '1e-5'], depth: 4, loss: '1e-3', part: { name: relu }, left: [1, null] }",
  );
  expect(commonSettings(candidates.map(({ configuration }) => configuration))).toEqual([
    { path: 'depth', text: '4' },
    { path: 'loss', text: '"1e-3"' },
    { path: 'part.name', text: 'relu' },
  ]);
  expect(candidates.map(({ label }) => label)).toContain('rate="1e-5" left=1');
});

describe('of a range as it is written here', () => {
  const refused = (range: string, draw = 'draw: 3\n') => refusalOf(`${draw}space: { rate: ${range}, depth: [1, 2] }`);

  test.each([
    ['{ range: [5, 1] }', 'goes from 5 to 1, which does not rise', '{ range: [1, 5] }'],
    ['{ range: [1, 1] }', 'goes from 1 to 1, which does not rise', '1'],
    ['{ range: [] }', 'has no numbers and not two', ''],
    ['{ range: [3] }', 'has one number and not two', ''],
    [
      "{ range: ['1e-5', 0.1], scale: log }",
      'has "1e-5" as an end, which is not',
      '{ range: [1e-5, 0.1], scale: log }',
    ],
    ['{ range: [1, b] }', 'has "b" as an end, which is not a number', ''],
    ['{ range: [false, true], integer: true }', 'has false as an end', ''],
    ['{ range: [0, 1, 2], scale: linear }', 'has 3 numbers and not two', ''],
    ['{ range: [0, 1], scale: log }', 'is by ratio but begins at 0, which is not above 0', ''],
    ['{ range: [-1, 1], scale: log }', 'is by ratio but begins at -1', ''],
    [
      '{ range: [1e-3, 0.1], scale: logarithmic }',
      'has the scale "logarithmic"',
      '{ range: [0.001, 0.1], scale: log }',
    ],
    ['{ range: [0, 1], scale: sqrt }', 'which is none of linear, log', ''],
    ['{ range: [1, 2], scal: log }', 'has `scal`; did you mean `scale`?', ''],
    ['{ range: [0, 1], step: 0.3 }', 'ends at 0.9 and not at 1', '{ range: [0, 0.9], step: 0.3 }'],
    ['{ range: [0, 1], step: 3 }', 'does not fit between 0 and 1', '{ range: [0, 1] }'],
    ['{ range: [0, 1], step: 0 }', 'does not fit between 0 and 1', ''],
    ['{ range: [0, 1e10], step: 1e-300 }', 'has the step 1e-300, which is too fine', ''],
    ['{ range: [1, 2], scale: log, step: 0.1 }', 'is by ratio but has a step', '{ range: [1, 2], scale: log }'],
    ['{ range: [0, 1], step: wide }', 'has an end, a step or a default that is not a number', ''],
    ['{ range: [0.2, 0.8], integer: true }', 'there is none between 0.2 and 0.8', ''],
    ['{ range: [0.5, 9.5], integer: true }', 'has an end that is not', '{ range: [1, 9], integer: true }'],
    ['{ range: [1, 9], integer: true, step: 0.5 }', 'of whole numbers but has the step 0.5', ''],
    ['{ range: [1, 9], integer: maybe }', 'has "maybe" as `integer`, which is true or false', ''],
    ['{ range: [0, 1], default: 2 }', 'has the default 2, which is not in it', '{ range: [0, 1] }'],
    ['{ range: [-1e308, 1e308] }', 'which is too wide for numbers', ''],
    ['{ range: [1e-300, 1e300], scale: log }', 'which is too wide for ratios', ''],
  ])('%s is refused: %s', (written, fault, instead) => {
    const { code, message, fix } = refused(written);
    expect(code).toBe('bad-range');
    expect(message).toMatch(/^e\.yaml:4:10: `space\.rate`: the range \{ range: /);
    expect(message).toContain(fault);
    expect(fix).toContain(`Write \`rate: ${instead}`);
    expect(fix).toContain('write `rate: { value: { range: ');
  });

  test('that it needs a draw is said, in named candidates and in a space that is not searched', () => {
    const { code, message } = refused('{ range: [0, 1], step: 0.25 }', 'search: { prior: none }\n');
    expect(code).toBe('range-without-draw');
    expect(message).toMatch(
      /^e\.yaml:4:10: `space\.rate` is the range .*Add `draw: 200`.*`rate: \[0, 0.25, 0.5, 0.75, 1\]`/s,
    );
    const named = refusalOf('candidates: { a: { rate: { range: [0, 1] } }, b: { rate: 2 } }');
    expect(named.fix).toContain('Move it from `candidates` to `space`');
    expect(() => parse(`${OWN}draw: 3\ncandidates: { a: { rate: 1 }, b: { rate: 2 } }`)).toThrow(
      /`draw` is 3\.[\s\S]*only with `space`/,
    );
    for (const draw of ['0', '1.5', 'all', '1000001']) {
      expect(() => parse(`${OWN}draw: ${draw}\nspace: { rate: [1, 2] }`)).toThrow(/^e\.yaml:3:1: `draw` is /);
    }
  });

  test('what is a setting of its own stays one', () => {
    const own = [
      ['{ range: [5, 10], flip: true }', { range: 5, flip: true }],
      ['{ range: [5, 10, 20, 40] }', { range: 5 }],
      ['{ range: { oneOf: [5, 10] } }', { range: 5 }],
      ['{ value: { range: [5, 10] } }', { range: [5, 10] }],
    ] as const;
    for (const [written, x] of own) expect(build(`space: { x: ${written} }`)[0]?.configuration).toEqual({ x });
    expect(build('space: { range: [5, 10] }')).toHaveLength(2);
    expect(build('space: { join: [null, sum] }').map(({ configuration }) => configuration)).toEqual([
      {},
      { join: 'sum' },
    ]);
  });
});
