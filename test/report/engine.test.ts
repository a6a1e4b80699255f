/** @file A result says which engine trained, and which training was delivered. */
import { expect, test } from 'vitest';
import { differencesThatMatter } from '../../src/app/environment.js';
import type { JsonObject } from '../../src/core/index.js';
import { buildReportView, parseResult, stringifyResult } from '../../src/report/index.js';
import { simulateRun } from './simulated-run.js';

const input = simulateRun({ candidates: 3, finalTrials: 4 });

function enginesOf(trainer: string, environments: readonly JsonObject[]) {
  const header = { ...input.header, identityParts: { ...input.header.identityParts, trainer } };
  const [first] = input.stretches;
  const stretches = environments.map((environment) => ({
    startedAt: '',
    seconds: 1,
    workers: 1,
    ...first,
    environment,
  }));
  return buildReportView({ ...input, header, stretches }).result.engine;
}

test('each engine of the built-in trainer once; nothing is known of a log that does not tell', () => {
  const old = { onnxruntime: '1.29.0' };
  const now = { engine: 1, onnxruntime: '1.30.0' };
  expect(enginesOf('"network"', [old, now, now])).toEqual([
    { version: null, onnxruntime: '1.29.0' },
    { version: 1, onnxruntime: '1.30.0' },
  ]);
  expect(enginesOf('"function"', [now])).toBeNull();
  expect(enginesOf('"network"', [])).toBeNull();
});

test('another engine is a difference that matters to what it trains, an unknown one is not', () => {
  expect(differencesThatMatter({ engine: 1 }, { engine: 2 }, true)).toEqual(['engine 1 -> 2']);
  expect(differencesThatMatter({ engine: 1, onnxruntime: '1' }, { engine: 2, onnxruntime: '2' }, false)).toEqual([]);
  expect(differencesThatMatter({}, { engine: 2 }, true)).toEqual([]);
});

test('the training that was delivered is the one with the smallest loss', () => {
  const { result } = buildReportView(input);
  const own = input.outcomes.filter(
    ({ trial, status }) => trial.candidate === result.winner?.candidate && status === 'completed',
  );
  const best = Math.min(...own.map(({ loss }) => loss));
  expect(result.winner?.delivered).toMatchObject({ loss: best, among: own.length, reason: 'smallest-loss' });
  const without = buildReportView({ ...input, modelFile: null }).result;
  expect(without.winner?.delivered).toBeNull();
});

test('results from before there was either are read', () => {
  const { engine: _, ...result } = JSON.parse(stringifyResult(buildReportView(input).result)) as Record<
    string,
    unknown
  >;
  const { delivered: __, ...winner } = result.winner as Record<string, unknown>;
  const read = parseResult(JSON.stringify({ ...result, winner }));
  expect([read.engine, read.winner?.delivered]).toEqual([null, null]);
});
