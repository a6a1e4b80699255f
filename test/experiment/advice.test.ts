/** @file Advice on an experiment leads on: whoever follows it is not sent back, and is not told of the same key again. */
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { InputError, type JsonObject, type JsonValue } from '../../src/core/index.js';
import { checkExperiment } from '../../src/experiment/index.js';

const BASE: JsonObject = {
  name: 'a',
  trainer: { module: './t.mjs' },
  space: { x: Array.from({ length: 300 }, (_, x) => x) },
};

/** What is wrong with it; undefined where nothing is. */
function refusalOf(experiment: unknown): InputError | undefined {
  try {
    const { written } = checkExperiment(experiment, { source: 'e.yaml', dataSchema: z.never() });
    return written.ranges[0]?.refusal;
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}

function changed(experiment: JsonObject, path: readonly string[], value: JsonValue | undefined): JsonObject {
  const [key = '', ...rest] = path;
  const { [key]: own, ...others } = experiment;
  if (rest.length > 0) return { ...others, [key]: changed((own ?? {}) as JsonObject, rest, value) };
  return value === undefined ? others : { ...others, [key]: value };
}

const valueAt = (experiment: JsonObject, path: readonly string[]): JsonValue | undefined =>
  path.reduce((value: JsonValue | undefined, key) => (value as JsonObject | undefined)?.[key], experiment);

/** The same with the advice followed; undefined where it says no more than that a value is to be corrected. */
function followed(experiment: JsonObject, { fix }: InputError, path: readonly string[]): [JsonObject, string[]][] {
  const value = valueAt(experiment, path);
  const without = changed(experiment, path, undefined);
  const name = /Did you mean `([^`]+)`/.exec(fix)?.[1] ?? (path.at(-1) as string);
  const where = /Write it (.*)\./.exec(fix)?.[1];
  if (where !== undefined) {
    const places = where.includes('top level')
      ? [[]]
      : [...where.matchAll(/`([^`]+)`/g)].map(([, at = '']) => at.split('.'));
    return places.map((place) => [changed(without, [...place, name], value), [...place, name]]);
  }
  if (fix.startsWith('Did you mean')) {
    const there = [...path.slice(0, -1), name];
    return [[changed(without, there, value), there]];
  }
  return /^Remove `/.test(fix) ? [[without, path as string[]]] : [];
}

const KEYS = [
  ...[
    'name',
    'trainer',
    'space',
    'draw',
    'search',
    'candidates',
    'require',
    'race',
    'budget',
    'failures',
    'workers',
    'seed',
    'sample',
  ],
  ...[
    'prior',
    'audit',
    'refine',
    'fidelity',
    'criterion',
    'tolerance',
    'metric',
    'reliability',
    'trials',
    'minutes',
    'action',
    'retries',
  ],
  ...[
    'timeoutSeconds',
    'checkSeeds',
    'maxReplicates',
    'candidate',
    'criterium',
    'serch',
    'buget',
    'epoch',
    'epochs',
    'of',
    'above',
    'below',
  ],
];
const PLACES = [[], ['search'], ['race'], ['budget'], ['failures'], ['trainer']];
const VALUES: readonly JsonValue[] = [
  200,
  0.5,
  'q3',
  'full',
  true,
  ['a', 'b'],
  { a: { x: 1 } },
  { prior: 'full' },
  [3, 4],
];

describe.each(PLACES.map((place) => ({ place, at: place.join('.') })))('a key under "$at"', ({ place }) => {
  test('is not sent where it is refused', () => {
    let moved = 0;
    for (const key of KEYS) {
      const path = [...place, key];
      if (valueAt(BASE, path) !== undefined) continue;
      for (const value of VALUES) {
        const experiment = changed(BASE, path, value);
        const first = refusalOf(experiment);
        if (!first?.message.includes(`unknown key \`${path.join('.')}\``)) continue;
        for (const [next, there] of followed(experiment, first, path)) {
          moved++;
          const second = refusalOf(next);
          const told = `${JSON.stringify(experiment)}: ${first.fix}`;
          // It may lack something beside it, and no more.
          if (/Write it/.test(first.fix)) expect([told, second?.code ?? 'missing-key']).toEqual([told, 'missing-key']);
          else if (second !== undefined) {
            const back = followed(next, second, there).map(([one]) => JSON.stringify(one));
            expect([told, back.includes(JSON.stringify(experiment))]).toEqual([told, false]);
          }
        }
      }
    }
    expect(moved).toBeGreaterThan(0);
  });
});

test('a list of candidates is not what `search.candidates` with a number means', () => {
  const asNumber = refusalOf({ ...BASE, search: { candidates: 200 } });
  expect(asNumber).toMatchObject({
    code: 'unknown-key',
    fix: 'Remove `candidates`: it belongs at the top level, and would be refused there as it is.',
  });
  const { space: _, ...bare } = BASE;
  expect(refusalOf({ ...bare, search: { candidates: { a: { x: 1 } } } })?.fix).toBe('Write it at the top level.');
  expect(refusalOf({ ...BASE, tolerance: 0.1 })?.fix).toBe('Write it under `race`.');
});

describe('a range that is not drawn', () => {
  const RANGE = { x: { range: [1, 2] } };
  const SEARCHES: readonly (JsonValue | undefined)[] = [
    undefined,
    { prior: 'full' },
    { prior: 'guarded' },
    { prior: 'none' },
  ];
  const EDITS: Readonly<Record<string, (experiment: JsonObject) => JsonObject>> = {
    'add `draw: 200`': (experiment) => ({ ...experiment, draw: 200 }),
    'leave out `search: { prior: none }`': (experiment) => changed(experiment, ['search'], undefined),
    'move it from `candidates` to `space`': ({ candidates: _, ...experiment }) => ({ ...experiment, space: RANGE }),
    'remove `draw`': (experiment) => changed(experiment, ['draw'], undefined),
    'remove `draw` or `search`': (experiment) => changed(experiment, ['search'], undefined),
  };
  const NO_SPACE = changed(BASE, ['space'], undefined);
  const around: readonly JsonObject[] = [
    { ...NO_SPACE, space: RANGE },
    { ...NO_SPACE, candidates: { a: RANGE, b: { x: 1 } } },
  ];
  const cases = around.flatMap((experiment) =>
    SEARCHES.map((search) => (search === undefined ? experiment : { ...experiment, search })),
  );

  test.each(cases.map((one) => [JSON.stringify(one), one] as const))(
    '%s: whatever is advised ends',
    (_, experiment) => {
      /** All ways through the advice; none comes back to where it was. */
      const follow = (now: JsonObject, before: readonly string[]): void => {
        const seen = JSON.stringify(now);
        expect(before).not.toContain(seen);
        const refusal = refusalOf(now);
        if (refusal === undefined) return;
        const advice = refusal.fix.toLowerCase();
        const edits = Object.entries(EDITS).filter(([words]) => advice.includes(words));
        expect([refusal.fix, edits.length]).not.toEqual([refusal.fix, 0]);
        for (const [words, edit] of edits) {
          const next = edit(now);
          // A way that is offered goes on: `draw` is not offered where it is refused at once.
          if (words.startsWith('add `draw'))
            expect([refusal.fix, refusalOf(next)?.code]).not.toEqual([refusal.fix, 'wrong-value']);
          follow(next, [...before, seen]);
        }
      };
      follow(experiment, []);
    },
  );
});
