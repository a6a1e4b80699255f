/** @file A finished run printed again: what was concluded is kept, and only for exactly what it was concluded from. */
import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { RUN_FILES } from '../../src/app/folder/run-files.js';
import { select } from '../../src/app/index.js';
import { drawConclusion, readKept } from '../../src/app/questions/keep-conclusion.js';
import type { JsonObject, JsonValue } from '../../src/core/index.js';
import { createMemoryStore } from '../../src/evidence/log/index.js';
import { sampleHeader, sampleOutcome } from '../evidence/log/sample-log.js';
import { temporaryFolder } from './command-line.js';

const DECIDED = { status: 'decided', request: { kind: 'race' } };
const ANSWER = { winner: 'a', ties: [], difference: Number.POSITIVE_INFINITY, low: Number.NEGATIVE_INFINITY };

function askedOf(plan: JsonObject) {
  const question = createMemoryStore(sampleHeader).ask({ header: { ...sampleHeader, plan } });
  question.append([sampleOutcome(0)]);
  return question;
}

test('what was computed comes back from the same outcomes, request and status alone', () => {
  const question = askedOf({ kind: 'race' });
  expect(drawConclusion(question, DECIDED).kept).toBeUndefined();
  drawConclusion(question, DECIDED).keep('a is it', { answer: ANSWER });
  const kept = drawConclusion(question, DECIDED).kept?.answer;
  expect(readKept(kept as JsonValue)).toEqual(ANSWER);
  expect(drawConclusion(question, { ...DECIDED, status: 'budget' }).kept).toBeUndefined();
  expect(drawConclusion(question, { ...DECIDED, request: { kind: 'race', finalTrials: 3 } }).kept).toBeUndefined();
  question.append([sampleOutcome(1)]);
  expect(drawConclusion(question, DECIDED).kept).toBeUndefined();
});

test('a rule or criterion of the program itself is asked every time', () => {
  for (const part of ['rule', 'criterion']) {
    const question = askedOf({ kind: 'race', [part]: { name: 'mine', version: 1 } });
    drawConclusion(question, DECIDED).keep('a is it', { answer: ANSWER });
    expect(drawConclusion(question, DECIDED).kept).toBeUndefined();
  }
});

test('files that are there are left alone, and made again where one is missing', async () => {
  const out = join(temporaryFolder(onTestFinished), 'run');
  const paths = ['result.json', 'report.html', 'trials.csv'].map((name) => join(out, name));
  const experiment = { name: 'made-up', space: { x: [0, 1, 2] }, race: { rule: 'halving', warmup: 3 }, seed: 3 };
  const trainer = ({ x }: JsonObject, { streams }: { streams: { init: number } }) =>
    Number(x) / 10 + ((streams.init * 7919) % 13) / 100;
  const run = async () => {
    const { result } = await select({ experiment, trainer, out });
    // The number of a file that is gone may be given to the next one.
    const made = (path: string) => statSync(path, { bigint: true });
    return { result, files: paths.map((path) => `${made(path).ino} of ${made(path).ctimeNs}`) };
  };
  const first = await run();
  expect(await run()).toEqual(first);
  for (const path of paths) {
    rmSync(path);
    const again = await run();
    expect(again.result).toEqual(first.result);
    expect(again.files).not.toEqual(first.files);
  }
});

const QUICK = { name: 'made-up', space: { x: [0, 1, 2] }, race: { rule: 'halving', warmup: 3 }, seed: 3 };
type Told = { readonly streams: { readonly init: number }; readonly report: (loss: number) => void };
const silent = ({ x }: JsonObject, { streams }: Told) => Number(x) / 10 + ((streams.init * 7919) % 13) / 100;

test('epochs of another question do not stay, and a table that somebody changed is made again', async () => {
  const out = join(temporaryFolder(onTestFinished), 'run');
  await select({ experiment: QUICK, trainer: silent, out });
  for (const name of [RUN_FILES.epochs, RUN_FILES.trials]) writeFileSync(join(out, name), 'of another question');
  await select({ experiment: QUICK, trainer: silent, out });
  expect(existsSync(join(out, RUN_FILES.epochs))).toBe(false);
  expect(statSync(join(out, RUN_FILES.trials)).size).toBeGreaterThan(100);
});
