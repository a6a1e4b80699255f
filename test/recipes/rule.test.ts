/** @file The rule of the recipe can be named, has its option, and drops who stands behind the largest gap. */
import { expect, it } from 'vitest';
import { createRace, RULE_NAMES, ruleOptions } from '../../src/race/index.js';

const losses: Readonly<Record<string, number>> = { a: 1, b: 1.1, c: 1.2, d: 2, e: 2.1 };

function survivorsOf(rule: string | { name: string; least: number }): readonly string[] {
  const race = createRace({
    candidates: Object.keys(losses),
    race: { rule, warmup: 3, maxReplicates: 3, finalTrials: 0 },
  });
  for (let [trial] = race.ask(1); trial !== undefined; [trial] = race.ask(1)) {
    race.tell(trial.id, (losses[trial.candidate] as number) + trial.replicate / 1000);
  }
  return race.survivors;
}

it('is one of the rules', () => {
  expect(RULE_NAMES).toContain('largest-gap');
  expect(Object.keys(ruleOptions('largest-gap'))).toContain('least');
  expect(() => survivorsOf({ name: 'largest-gap', least: -1 })).toThrow(/least/);
});

it('races', () => {
  expect(survivorsOf('largest-gap')).toEqual(['a', 'b', 'c']);
  expect(survivorsOf({ name: 'largest-gap', least: 1 })).toEqual(['a', 'b', 'c', 'd', 'e']);
});
