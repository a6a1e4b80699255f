/** @file What a run says of predictions that it does not have. */
import { expect, test } from 'vitest';
import { type Outcome, predictionsArtifact } from '../../core/index.js';
import { FRESH_FROM } from '../../questions/race/plan/index.js';
import { missingPredictions } from './run-notices.js';

test('trainings without a model have no predictions to lack', () => {
  const outcome = (init: number, status: Outcome['status'], artifacts?: Outcome['artifacts']) =>
    ({ trial: { candidate: 'a', streams: { init } }, status, artifacts }) as unknown as Outcome;
  const kept = { [predictionsArtifact('final')]: 'a/final' };
  const said = (outcomes: readonly Outcome[]) =>
    missingPredictions({ predictionsFrom: FRESH_FROM, backend: { engine: {} } } as never, outcomes);
  const whole = [outcome(FRESH_FROM, 'completed', kept), outcome(FRESH_FROM + 1, 'failed')];
  expect(said([...whole, outcome(FRESH_FROM + 2, 'diverged'), outcome(0, 'completed')])).toBeUndefined();
  expect(said([...whole, outcome(FRESH_FROM + 3, 'completed')])).toContain('of 1 of 2 fresh trainings');
});
