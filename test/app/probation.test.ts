/** @file Probation of a run: asked again in the same folder, cut by budgets and resumed, by several workers; and what is said. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { check, select } from '../../dist/app/index.js';
import { type JsonObject, seedFrom } from '../../src/core/index.js';
import { parseResult } from '../../src/report/index.js';
import { temporaryFolder } from './command-line.js';
import { surefootHere } from './command-line-here.js';

const FRESH = 1_000_000;

const experiment = (race: object) => ({
  name: 'made-up',
  // The one that is best collapses in every sixth of its fresh trainings.
  space: { x: [0, 1, 2] },
  race: { tolerance: 1, ...race },
});

const lossOf = ({ x }: JsonObject, init: number): number => {
  if (x === 0 && init >= FRESH && (init - FRESH) % 6 === 4) return 9;
  return 1 + 0.05 * Number(x) + (0.1 * seedFrom('probation-loss', String(x), init)) / 2 ** 31;
};

function trainer() {
  const trained: string[] = [];
  const train = (configuration: JsonObject, { streams: { init } }: { streams: { init: number } }) => {
    trained.push(`${configuration.x} ${init}`);
    return lossOf(configuration, init);
  };
  return { train, trained };
}

test('what was trained without it serves it, and so does each part of it', async () => {
  const out = join(temporaryFolder(onTestFinished), 'run');
  const { train, trained } = trainer();
  const run = async (race: object, more: object = {}) =>
    select({ experiment: experiment(race), trainer: train, out, ...more });
  const plain = await run({});
  expect(plain.result).toMatchObject({ winner: { configuration: { x: 0 } } });
  expect(plain.result.reliability).toBeUndefined();
  const before = trained.length;

  const short = await run({}, { reliability: 0.9, budget: { trials: before + 10 } });
  expect(short.status).toBe('budget');
  expect(short.result).toMatchObject({ verdict: 'stopped', reliability: { status: 'open', share: 0.9 } });

  const whole = await run({ reliability: 0.9 }, { workers: 3 });
  const { winner, reliability, members } = whole.result;
  expect(winner?.configuration.x).toBe(1);
  expect(reliability).toMatchObject({
    status: 'passed',
    members: [
      { status: 'failed', collapsed: 3, begun: 17 },
      { status: 'passed', collapsed: 0 },
      { status: 'waiting', begun: 0 },
    ],
  });
  expect(winner?.collapses).toMatchObject({ collapsed: 0, begun: reliability?.members[1]?.begun });
  expect(winner?.collapses?.atMost).toBeCloseTo(0.1, 12);
  expect(members.find(({ standing }) => standing === 'winner')?.candidate).toBe(winner?.candidate);
  // Nothing twice but what shows that seeds are followed, and asked again it trains nothing.
  expect(new Set(trained).size).toBe(trained.length - 1);
  const after = trained.length;
  const again = await run({ reliability: 0.9 });
  expect(trained.length).toBe(after);
  expect({ ...again.result, stretches: 0, seconds: 0 }).toEqual({ ...whole.result, stretches: 0, seconds: 0 });

  const alone = trainer();
  const single = await select({ experiment: experiment({ reliability: 0.9 }), trainer: alone.train, workers: 1 });
  expect(single.result.reliability).toEqual(reliability);
  expect(single.result.members).toEqual(members);
});

test('what it takes is said before, and nobody who passes is an answer of its own, with exit status 3', async () => {
  const folder = temporaryFolder(onTestFinished);
  const trainFile =
    'export default ({ x }, { streams: { init } }) => (init >= 1e6 && init % 3 === 1 ? 9 : 1 + x / 20 + ((init * 7919) % 13) / 100);';
  writeFileSync(join(folder, 't.mjs'), trainFile);
  const yaml = 'name: e\ntrainer: { module: t.mjs }\nspace: { x: [0, 1] }\nrace: { tolerance: 1, reliability: 0.9 }\n';
  writeFileSync(join(folder, 'e.yaml'), yaml);
  const { warnings } = await check({ experiment: join(folder, 'e.yaml') });
  expect(warnings).toContainEqual(
    expect.stringMatching(
      /^reliability 0\.9: .* at most 10 % of its trainings collapse: at least 31 fresh trainings.* At most \d+ fresh/,
    ),
  );
  const { status, stdout, stderr } = await surefootHere(['select', 'e.yaml'], folder);
  expect(status).toBe(3);
  expect(stderr).toContain('reliability 0.9: after the race');
  const text = stdout.replaceAll(/\s+/g, ' ');
  expect(text).toMatch(/Sure\? Not reliable: no candidate was shown to train well 90 % of the time\./);
  const result = parseResult(readFileSync(join(folder, 'runs/e/result.json'), 'utf8'));
  expect(result).toMatchObject({ verdict: 'stopped', reliability: { status: 'failed' } });
  expect(result.status).not.toBe('budget');
  const page = readFileSync(join(folder, 'runs/e/report.html'), 'utf8');
  expect(page).toMatch(/Failed probation for 90\s%[^%]*\(3 of the first 7 fresh trainings collapsed\), /);
  expect(page).toContain('Look at the trainings that failed or collapsed');
});
