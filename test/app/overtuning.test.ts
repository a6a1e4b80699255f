/** @file What is left of the winner's lead over the first listed candidate on fresh examples, of models that are made up. */
import { expect, test } from 'vitest';
import { findOvertuning } from '../../src/app/questions/overtuning.js';
import type { Candidate, Outcome } from '../../src/core/index.js';
import { FRESH_FROM } from '../../src/questions/race/plan/index.js';
import { parseCriterion, studentTwoSidedQuantile } from '../../src/stats/index.js';
import { sampleOutcome, sampleTrial } from '../evidence/log/sample-log.js';

const candidateOf = (id: string): Candidate => ({ id, label: id, configuration: { id } });
const [first, winner] = [candidateOf('first'), candidateOf('winner')];
const outcomeOf = ({ id }: Candidate, replicate: number, loss: number): Outcome =>
  sampleOutcome(0, {
    trial: { ...sampleTrial(0, id), streams: { ...sampleTrial(0, id).streams, init: replicate } },
    status: Number.isFinite(loss) ? 'completed' : 'diverged',
    loss,
  });

const RACED = [
  ...[0.5, 0.6, Number.POSITIVE_INFINITY, 0.7].map((loss, replicate) => outcomeOf(first, replicate, loss)),
  ...[0.2, 0.2, 0.1].map((loss, replicate) => outcomeOf(winner, replicate, loss)),
  ...[0, 1, 2].map((place) => outcomeOf(winner, FRESH_FROM + place, 0.2)),
];
const instances = [0.3, 0.5, 0.4].map((loss, place) => ({
  replicate: FRESH_FROM + place,
  figures: { loss, accuracy: 1 - loss },
}));

/** Models tell by their bytes which replicate they are of; on the final set `first` has 0.8, 0.9 and 1.2. */
const LOSSES = new Map([
  [0, 0.8],
  [1, 0.9],
  [3, 1.2],
]);
const lossOf = (model: Uint8Array): number => LOSSES.get(model[0] as number) ?? 0.4;
const models = {
  open: async (_: Candidate, [outcome]: readonly Outcome[]) => ({
    encode: () => Uint8Array.of((outcome?.trial.streams.init ?? 0) % FRESH_FROM),
  }),
  run: async (_: Candidate, model: Uint8Array) => ({
    figures: { loss: lossOf(model), accuracy: 1 - lossOf(model) },
    leftOut: leftOutAbout(lossOf(model)),
  }),
};

function leftOutAbout(loss: number) {
  const offs = [-0.01, 0.01];
  return { loss: offs.map((off) => loss + off), accuracy: offs.map((off) => 1 - loss - off) };
}

async function find(changes: object = {}, backend: object = { models }, candidates = [first, winner]) {
  const request = {
    ...{ criterion: parseCriterion('q3'), winner, raced: RACED, logged: RACED, isWhole: true },
    finalInstances: { from: 'fresh' as const, instances, exported: FRESH_FROM, leftOut: leftOutAbout(0.4) },
    ...changes,
  };
  const means = { backend, candidates, needs: {} } as unknown as Parameters<typeof findOvertuning>[1];
  return findOvertuning(request, means);
}

test('leads are means: on common race replicates that came out, and of models on the final set', async () => {
  const found = await find();
  if (found === undefined || 'reason' in found) throw new Error(JSON.stringify(found));
  const { against, chosenBy, final, lost } = found;
  expect([against, chosenBy.trainings, final.trainings, final.trainingsOfFirst]).toEqual(['first', 2, 3, 3]);
  expect(chosenBy.lead).toBeCloseTo(0.35, 12);
  expect(final.lead.value).toBeCloseTo((0.8 + 0.9 + 1.2) / 3 - 0.4, 12);
  expect(lost.value).toBeCloseTo(0.35 - final.lead.value, 12);
  expect(final.lead.low).toBeLessThan(final.lead.value);
});

test('fresh trainings of both choose nobody, and are what is judged on the final set', async () => {
  const fresh = [0, 1].map((place) => outcomeOf(first, FRESH_FROM + place, 0.9));
  const found = await find({ raced: [...RACED, ...fresh], logged: [...RACED, ...fresh] });
  expect(found).toMatchObject({ chosenBy: { trainings: 2 }, final: { trainingsOfFirst: 2 } });
});

test('of a metric that is better high the winner leads as far', async () => {
  const turned = RACED.map((outcome) => ({ ...outcome, loss: outcome.loss - 1 }));
  const byLoss = await find();
  const byAccuracy = await find({ metric: 'accuracy', direction: 'maximize', raced: turned });
  if (byLoss === undefined || 'reason' in byLoss || byAccuracy === undefined || 'reason' in byAccuracy) {
    throw new Error('no leads');
  }
  expect(byAccuracy.final.lead.value).toBeCloseTo(byLoss.final.lead.value, 12);
  expect(byAccuracy.final.lead.low).toBeCloseTo(byLoss.final.lead.low as number, 12);
  expect(byAccuracy.chosenBy.lead).toBeCloseTo(byLoss.chosenBy.lead, 12);
});

test.each<[reason: string, ...asked: Parameters<typeof find>]>([
  ['the winner is the first listed candidate itself', { winner: first }],
  ['the race was about the std, not about how good they are', { criterion: parseCriterion('std') }],
  ['the trainer of the winner hands over no models, so they cannot be run on a final set', {}, {}],
  ['the race was stopped, and only a race that ended touches the final set', { isWhole: false }],
  ['the winner leaves no model', { finalInstances: undefined }],
  ['the disagreement of a model is not measured on the final set', { metric: 'disagreement' }],
  ['no training of the first listed candidate came out', { raced: RACED.slice(4) }],
  ['the two have no race training in common that came out', { raced: [...RACED.slice(0, 1), ...RACED.slice(5)] }],
  ['no training of the first listed candidate leaves a model', { logged: RACED.slice(4) }],
])('no figure, and why: %s', async (reason, ...asked) => {
  expect(await find(...asked)).toEqual({ reason });
});

test('one training of the first listed candidate varies as those of all candidates do', async () => {
  const found = await find({ logged: RACED.slice(3) });
  if (found === undefined || 'reason' in found) throw new Error(JSON.stringify(found));
  const { lead, trainingsOfFirst } = found.final;
  expect(trainingsOfFirst).toBe(1);
  expect(lead.value).toBeCloseTo(1.2 - 0.4, 12);
  // Of the race: 0.5, 0.6, 0.7 and 0.2, 0.2, 0.1 have squares of 0.02 and 0.02 / 3 about their means, and 4 degrees of freedom together.
  const [own, other] = [0.01 / 3, (0.02 + 0.02 / 3) / 4];
  const degrees = (own + other) ** 2 / (own ** 2 / 2 + other ** 2 / 4);
  const half = studentTwoSidedQuantile(0.05, degrees) * Math.sqrt(own + other);
  // The examples add next to nothing here: their blocks are off alike for both.
  expect((lead.high as number) - lead.value).toBeGreaterThan(half * 0.99);
  expect((lead.high as number) - lead.value).toBeLessThan(half * 1.2);
});

test('with one candidate there is nothing to tell', async () => {
  expect(await find({}, { models }, [winner])).toBeUndefined();
});
