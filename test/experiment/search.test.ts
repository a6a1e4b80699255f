/** @file How a space becomes the candidates of a search: which are drawn, which are audited, and what is refused. */
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/core/index.js';
import { dataSpecSchema } from '../../src/engine/datasets/index.js';
import { buildCandidates, parseExperiment } from '../../src/experiment/index.js';

const parse = (text: string) =>
  parseExperiment(`name: t\ntrainer: { module: ./t.mjs }\n${text}`, { source: 'e.yaml', dataSchema: dataSpecSchema });
const build = (text: string) => {
  const { spaces, draw: count, search, seed } = parse(text);
  const draw = count === undefined ? undefined : { count: Math.min(count, 200), seed };
  return buildCandidates(spaces, { draw, audit: search && { count: search.audit, seed } });
};

const RANGES = 'space: { rate: { range: [1e-4, 1], scale: log }, width: [1, 2, 3] }';
const LISTS = 'space: { rate: [1, 2, 3, 4], width: [1, 2, 3] }';
const HUGE = `space: { ${'abcdefghi'.split('').map((key) => `${key}: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]`)} }`;

test.each([
  ['ranges', RANGES, { prior: 'full', audit: 60, smooth: true, refine: true }, 2000],
  [
    'ranges, and nothing between draws',
    `search: { refine: false }\n${RANGES}`,
    { prior: 'full', audit: 60, smooth: true, refine: false },
    2000,
  ],
  [
    'ranges, and a bound on a metric',
    `require: { accuracy: { q0.25: { above: 0.8 } } }\n${RANGES}`,
    { prior: 'full', audit: 60, smooth: true, refine: true },
    2000,
  ],
  [
    'ranges that are all trained once',
    `search: { prior: guarded }\n${RANGES}`,
    { prior: 'guarded', audit: 0, smooth: true, refine: false },
    2000,
  ],
  ['ranges that are drawn', `draw: 20\n${RANGES}`, undefined, 20],
  [
    'few numbers of a range',
    'space: { x: { range: [1, 9], integer: true } }',
    { prior: 'full', audit: 9, smooth: true },
    undefined,
  ],
  ['lists', LISTS, undefined, undefined],
  ['lists with a search', `search: {}\n${LISTS}`, { prior: 'full', audit: 12 }, undefined],
  ['everybody trained once', `search: { prior: guarded }\n${LISTS}`, { prior: 'guarded', audit: 0 }, undefined],
  ['a race as it was', `search: { prior: none }\ndraw: 20\n${RANGES}`, undefined, 20],
  ['10^9 combinations', `search: { audit: 300 }\n${HUGE}`, { prior: 'full', audit: 300, refine: false }, 2000],
])('%s', (_, text, search, draw) => {
  const draft = parse(text);
  expect([draft.search, draft.draw]).toEqual([search, draw]);
});

describe('the audit', () => {
  test('of a space that is drawn from is drawn at random beside the others, and is the same again', () => {
    const [one, again] = [build(RANGES), build(RANGES)];
    expect(one.isWhole).toBe(false);
    expect(new Set(one.audited).size).toBe(60);
    expect(again).toEqual(one);
    const places = one.audited.map((id) => one.candidates.findIndex((candidate) => candidate.id === id));
    expect(places).toEqual(Array.from({ length: 60 }, (_, place) => 200 + place));
    // As likely in every tenth of the range: of 60 at least one, but for one space in 50.
    const tenths = one.candidates.slice(200).map(({ configuration: { rate } }) => 2.5 * (4 + Math.log10(Number(rate))));
    expect(new Set(tenths.map(Math.floor)).size).toBeGreaterThan(8);
    expect(build(`search: { audit: 5 }\n${RANGES}`).audited).toEqual(one.audited.slice(0, 5));
    expect(build(`seed: 2\n${RANGES}`).audited).not.toEqual(one.audited);
  });

  test('of a space that is taken whole is some of its candidates', () => {
    const { candidates, audited, isWhole } = build(`search: { audit: 4 }\n${LISTS}`);
    expect([candidates.length, isWhole]).toEqual([12, true]);
    expect(new Set(audited).size).toBe(4);
    expect(candidates.map(({ id }) => id)).toEqual(expect.arrayContaining([...audited]));
  });

  test.each([
    [`search: { audit: 13 }\n${LISTS}`, /search\.audit is 13, and the space has 12 candidates[\s\S]*prior: guarded/],
    [`search: { prior: guarded, audit: 3 }\n${LISTS}`, /only with `prior: full`/],
    [`search: { prior: full }\ndraw: 20\n${RANGES}`, /either `draw`.*or `search`/],
    [`search: { prior: some }\n${LISTS}`, /`search\.prior`/],
    [`search: { audit: -1 }\n${LISTS}`, /`search\.audit`/],
  ])('%s is refused', (text, message) => {
    expect(() => parse(text)).toThrow(message);
  });
});

test('a configuration that somebody proposes is held to the constraints of the experiment', () => {
  const { spaces, seed } = parse(`search: { refine: true }\n${RANGES}`);
  const inspector = {
    complete: (configuration: JsonObject) => ({ ...configuration, act: 'relu' }),
    describe: ({ width }: JsonObject) => ({ parameters: width as number, layerCounts: {}, layers: [] }),
  };
  const options = { draw: { count: 20, seed }, inspector, constraints: { maxParameters: 2 } };
  const { source } = buildCandidates(spaces, options);
  expect(source?.written({ rate: 0.5, width: 2 }).completed).toEqual({ rate: 0.5, width: 2, act: 'relu' });
  expect(() => source?.written({ rate: 0.5, width: 3 })).toThrow(
    expect.objectContaining({
      code: 'proposal-left-out',
      message: expect.stringContaining('breaks `maxParameters`: {"rate":0.5,"width":3}'),
    }),
  );
});
