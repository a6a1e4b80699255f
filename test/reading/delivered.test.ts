/** @file Which training the model is: the screens say it as result.json has it, and the reader is not blind to what they say. */
import { describe, expect, test } from 'vitest';
import { trialKey } from '../../src/core/index.js';
import { isFresh } from '../../src/questions/race/plan/index.js';
import { type RaceDelivery, showRace } from '../../src/report/index.js';
import { simulateRun } from '../report/simulated-run.js';
import { flat } from './page.js';
import { shownOf } from './read-all.js';
import { readRace } from './read-race.js';

const run = { ...simulateRun({ candidates: 3 }), folder: 'run' };
const own = run.outcomes.filter(({ trial }) => trial.candidate === run.answer?.winner);
const trainings = own.length;
const fresh = own.filter(({ trial }) => isFresh(trial)).map(({ trial }) => trialKey(trial));
const coverage = { hits: 183, examples: 200, value: 0.915, low: 0.867, high: 0.949, level: 0.95 };
const conformal = {
  ...({ kind: 'sets', level: 0.995, threshold: 0.1, meanSize: 1.3, coverage } as const),
  ...{ examples: 200, calibration: 400, promised: { low: 0.85, high: 0.95 } },
};
const delivered: readonly (readonly [
  told: string,
  delivery: RaceDelivery | undefined,
  wrong: readonly [RegExp, string],
])[] = [
  [
    `the fresh training nearest to the mean of all ${fresh.length}`,
    { reason: 'nearest-to-mean', trials: fresh.slice(1, 2), among: fresh.length, conformal: null },
    [/of\s+all\s+\d+/, 'of all 7'],
  ],
  [
    'the mean of 3 fresh trainings, with sets of classes of 99.5 %',
    { reason: 'ensemble', trials: fresh.slice(0, 3), among: fresh.length, conformal },
    [/of\s+99\.5/, 'of 90'],
  ],
  [`the best of all ${trainings} trainings`, undefined, [/The\s+best\s+of\s+all\s+\d+\s+trainings\./, '']],
];

describe.each(delivered)('%s', (told, delivery, [words, others]) => {
  const shown = shownOf('', showRace({ ...run, ...(delivery && { delivery }) }));

  test('is what terminal and page say', async () => {
    const { page, terminal } = await shown;
    expect(readRace(await shown)).toEqual([]);
    expect(flat(terminal)).toMatch(new RegExp(`Model +(?:\\w+ [\\d.]+: t|T)${told.slice(1)}\\.`));
    expect(page).toContain(told.slice(1));
  });

  test('told otherwise, it is found', async () => {
    const { terminal, ...rest } = await shown;
    expect(terminal).toMatch(words);
    expect(readRace({ ...rest, terminal: terminal.replace(words, others) })).not.toEqual([]);
  });
});

describe('of a trainer of your own', () => {
  const among = fresh.length;
  const [key] = fresh.slice(1);
  const leaving = (files: Readonly<Record<string, string>>) => ({
    ...run,
    header: { ...run.header, identityParts: { ...run.header.identityParts, trainer: '{"module":"train.mjs"}' } },
    ...({ final: null, modelFile: null, artifactFolder: 'artifacts', command: 'surefoot select e.yaml' } as const),
    outcomes: run.outcomes.map((outcome) =>
      trialKey(outcome.trial) === key ? { ...outcome, artifacts: files } : outcome,
    ),
    delivery: { reason: 'nearest-to-mean' as const, trials: [key as string], among },
  });
  const nextOf = async (files: Readonly<Record<string, string>>) => {
    const shown = await shownOf('', showRace(leaving(files)));
    expect(readRace(shown)).toEqual([]);
    return flat(shown.terminal);
  };

  test('says where its files lie, and which training they are', async () => {
    const which = `Model The fresh training nearest to the mean of all ${among}.`;
    const one = await nextOf({ model: 'c1_i1/model.pt' });
    expect(one).toContain(which);
    expect(one).toContain('Next run/artifacts/c1_i1/model.pt load it with the code that wrote it.');
    const several = await nextOf({ model: 'c1_i1/model.pt', 'predictions-final': 'p.bin', scaler: 'c1_i1/s.json' });
    expect(several).toContain('load it and 1 more file of that training with the code that wrote them.');
    expect(several).not.toContain('surefoot train');
  });

  test('that leaves none is trained again', async () => {
    expect(await nextOf({})).toContain('surefoot train e.yaml');
  });
});

test('what a model was not compared with has its reason', async () => {
  const [key] = fresh as [string];
  const common = { delivered: false, figures: { loss: 0.2 }, bytes: 900, milliseconds: 0.1 };
  const near = {
    ...common,
    reason: 'nearest-to-mean',
    instances: 1,
    disagreement: { value: 0.1, trainings: 3 },
  } as const;
  const joint = { ...common, reason: 'ensemble', instances: 3, disagreement: null } as const;
  const pageOf = (alternatives: NonNullable<RaceDelivery['alternatives']>) => {
    const delivery = { reason: 'nearest-to-mean', trials: [key], among: 3, conformal: null, alternatives } as const;
    const instances = [1, 2, 3].map((replicate) => ({ replicate, figures: { loss: 0.2 } }));
    const finalInstances = { from: 'fresh', instances, exported: 1, leftOut: {} } as const;
    return showRace({ ...run, delivery, finalInstances }).page({ scripts: [] });
  };
  const few = await pageOf([near, joint]);
  expect(few.includes('>too few<')).toBe(true);
  expect(few.includes('Too few: of the fresh trainings none is left over')).toBe(true);
  const none = await pageOf([{ ...near, disagreement: null }, joint]);
  expect(none.includes('>not kept<')).toBe(true);
  expect(none.includes('Not kept: predictions for the final set are kept of fewer than two')).toBe(true);
});
