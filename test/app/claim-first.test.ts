/** @file The claim comes before the model: a winner whose training cannot be repeated to the bit keeps no answer back. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { select as selectAsBuilt } from '../../dist/app/index.js';
import { reportQuestion } from '../../src/app/conclude/report-question.js';
import { openRunLog } from '../../src/app/folder/logged-run.js';
import { type SelectOptions, select } from '../../src/app/index.js';
import type { Trainer } from '../../src/core/index.js';
import { temporaryFolder } from './command-line.js';

/** What this machine adds to every loss: another processor rounds otherwise. */
let shift = 0;
/** Called when a model's training begins. */
let onRetraining = () => {};
let retrained = 0;

vi.mock('../../src/engine/built-in.js', async (original) => {
  const own = await original<typeof import('../../src/engine/built-in.js')>();
  const shifted = (trainer: Trainer): Trainer => ({
    ...trainer,
    train: async (...asked) => {
      retrained += 1;
      onRetraining();
      const result = await trainer.train(...asked);
      return { ...result, loss: result.loss + shift };
    },
  });
  return {
    ...own,
    createBuiltInTrainer: (...made: Parameters<typeof own.createBuiltInTrainer>) =>
      shifted(own.createBuiltInTrainer(...made)),
  };
});

const undone: (() => void)[] = [];
const folder = temporaryFolder((undo) => void undone.push(undo));
const [table, out] = [join(folder, 'd.csv'), join(folder, 'run')];
const rows = Array.from({ length: 60 }, (_, row) => `${row % 10},${(row * 7) % 13},${(row % 10) + 0.5}`);
const asked = (criterion: string, finalTrials = 3): SelectOptions => ({
  experiment: {
    name: 'rounded',
    data: { file: table, target: 'y' },
    space: { layers: [{ dense: { units: [2, 3] } }], epochs: 1 },
    race: { criterion, rule: 'halving', finalTrials, maxReplicates: 2, warmup: 2 },
  },
  out,
  workers: 1,
});
const written = () =>
  readdirSync(out).filter((name) => /\.(json|html|csv|onnx)$/.test(name) && !/^(\.|live)/.test(name));
const record = () => JSON.parse(readFileSync(join(out, 'result.json'), 'utf8'));
const ALL = ['epochs.csv', 'model.onnx', 'report.html', 'result.json', 'trials.csv'];

beforeAll(async () => {
  writeFileSync(table, `a,b,y\n${rows.join('\n')}\n`);
  // As built: networks are trained in processes of their own.
  for (const criterion of ['max', 'mean']) expect((await selectAsBuilt(asked(criterion))).missing).toEqual([]);
  expect([record().question, written().sort()]).toEqual([2, ALL]);
  // As a run that was moved without them: models have to be trained again.
  rmSync(join(out, 'artifacts'), { recursive: true });
});
afterAll(() => {
  for (const undo of undone) undo();
});
beforeEach(() => {
  shift = 0;
  onRetraining = () => {};
  retrained = 0;
});

describe('a winner whose training gives another last digit', () => {
  test('is named all the same, without a model, and no file of the question before is left', async () => {
    shift = 1e-12;
    let before: string[] | undefined;
    const onEvent: SelectOptions['onEvent'] = ({ kind }) => {
      if (kind === 'claimed') before = [String(record().question), String(openRunLog(out).questions().length)];
    };
    let during: unknown;
    onRetraining = () => {
      const { question, winner } = record();
      during ??= [
        question,
        winner.model,
        winner.noModel,
        openRunLog(out).questions()[0]?.conclusion()?.content.delivery,
        written(),
      ];
    };
    const { status, result, model, missing } = await select({ ...asked('max', 2), onEvent });
    expect(retrained).toBeGreaterThan(0);
    // Told first, then logged and in the record, then tried to be made.
    expect(before).toEqual(['2', '2']);
    expect(during).toEqual([1, null, 'It was not made yet when this was written.', undefined, ['result.json']]);
    expect([status, model, result.winner?.candidate]).toEqual(['decided', null, expect.stringMatching(/^c/)]);
    expect(missing.map(({ file }) => file)).toContain('model.onnx');
    const why = expect.stringMatching(/trained again for its model, with loss .* instead of .*Run this on the machine/);
    expect(missing[0]?.reason).toEqual(why);
    expect(record()).toMatchObject({ question: 1, winner: { model: null, noModel: why, final: null } });
    expect(written().sort()).toEqual(ALL.filter((name) => name !== 'model.onnx'));
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain('There is no model.');
  });

  test('gets it where the training can be repeated, by a report', async () => {
    const { report, missing } = await reportQuestion(out);
    expect([missing, report.status]).toEqual([[], 'decided']);
    expect(written().sort()).toEqual(ALL);
    const { winner } = record();
    expect([winner.model, winner.noModel]).toEqual(['model.onnx', undefined]);
    expect(readFileSync(join(out, 'report.html'), 'utf8')).not.toContain('There is no model.');
  });

  test('keeps the model that lies there, and its record', async () => {
    shift = 1e-12;
    const before = ALL.map((name) => readFileSync(join(out, name)));
    rmSync(join(out, '.answer.json'));
    let claim = '';
    const onClaim = ({ headline }: { readonly headline: string }) => {
      claim = headline;
    };
    await expect(reportQuestion(out, undefined, { onClaim })).rejects.toThrow(/trained again for its model/);
    expect(claim).toContain('fresh trainings');
    expect(ALL.map((name) => readFileSync(join(out, name)))).toEqual(before);
  });
});
