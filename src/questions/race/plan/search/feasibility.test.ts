/** @file What is shown of a bound on a metric settles it, whatever settings say. */
import { expect, test } from 'vitest';
import { type Outcome, randomFrom } from '../../../../core/index.js';
import { parseCriterion, placesOf } from '../../../../stats/index.js';
import { searchRequired } from './feasibility.js';

test('whoever was shown to break a bound keeps it with chance 0, whoever was shown to keep it with 1', () => {
  const candidates = 30;
  const sizes = Array.from({ length: candidates }, (_, i) => i % 6);
  const places = placesOf([{ name: 'size', values: sizes }]);
  const bound = { metric: 'ms', criterion: parseCriterion('mean'), below: 20 };
  const msOf = ({ metrics }: Outcome): number => metrics.ms ?? Number.NaN;
  const settings = { candidates, delta: 0.05, maxReplicates: 20, seed: 1 };
  const required = searchRequired([{ ...bound, valueOf: msOf }], settings)(new Uint8Array(candidates).fill(1));
  // Candidate 0 defies its settings, by which it keeps the bound; so does 5, by which it breaks it.
  const meanOf = (i: number): number => (i === 0 ? 21 : i === 5 ? 19 : 10 + 4 * (sizes[i] as number));
  for (let replicate = 0; replicate < 20; replicate++) {
    for (let i = 0; i < candidates; i++) {
      if (replicate > 2 && i !== 0 && i !== 5) continue;
      const ms = meanOf(i) + 0.5 * randomFrom('bound', i, replicate).normal();
      required.take(i, { status: 'completed', loss: 1, metrics: { ms } } as unknown as Outcome);
    }
  }
  const { chances, shown, alone, met } = required.judge(places, new Uint8Array(candidates).fill(1), 'test');
  const ids = sizes.map((_, i) => `c${i}`);
  const told = required.answer(ids, new Uint8Array(candidates)).metrics[0]?.candidates ?? [];
  const standingOf = (i: number) => told.find(({ candidate }) => candidate === ids[i])?.standing;
  expect([standingOf(0), standingOf(5)]).toEqual(['unmet', 'met']);
  const settled = { met: 1, unmet: 0 } as const;
  for (let i = 0; i < candidates; i++) {
    const standing = standingOf(i);
    if (standing !== 'met' && standing !== 'unmet') continue;
    expect([chances[i], shown[i], alone[i], met[i]]).toEqual(new Array(4).fill(settled[standing]));
  }
});
