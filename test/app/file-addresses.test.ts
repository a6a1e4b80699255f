/** @file Files of a run folder keep their addresses: no answer takes the place of another's, and each says whose it is. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { reportQuestion } from '../../src/app/conclude/report-question.js';
import { answerFiles, QUESTION_KINDS } from '../../src/app/folder/run-files.js';
import { compare, measure, select } from '../../src/app/index.js';
import type { JsonObject, Question } from '../../src/core/index.js';
import { openSqliteStore, WITNESSES } from '../../src/evidence/log/index.js';

import { temporaryFolder } from './command-line.js';
import { surefootHere as surefoot } from './command-line-here.js';

const trainer = ({ x }: JsonObject, { streams }: { streams: { init: number } }) =>
  1 + Number(x) / 10 + ((streams.init * 7919) % 13) / 100;
const asked = (out: string, race: JsonObject = {}) => ({
  experiment: { name: 'made-up', space: { x: [0, 1, 2] }, race: { warmup: 3, rule: 'halving', ...race }, seed: 3 },
  trainer,
  out,
});
const RACE = ['report.html', 'result.json', 'trials.csv'];
const textsIn = (out: string, names: readonly string[]) => names.map((name) => readFileSync(join(out, name), 'utf8'));
const linksIn = (out: string, name: string): readonly (string | undefined)[] => {
  const [, links = ''] = /<nav id="answers"[^>]*>(.*?)<\/nav>/.exec(readFileSync(join(out, name), 'utf8')) ?? [];
  return [...links.matchAll(/href="([^"]*)"/g)].map(([, href]) => href);
};
const withoutLinks = (text = ''): string => text.replace(/(<nav id="answers"[^>]*>).*?<\/nav>/, '$1</nav>');

async function filesIn(out: string): Promise<readonly (readonly string[])[]> {
  const { stdout } = await surefoot(['status', out, '--json'], '.');
  return JSON.parse(stdout).map(({ files }: { files: readonly string[] }) => files);
}

test('a study leaves the files of the race as they are, but for the link to its page, which links back', async () => {
  const out = join(temporaryFolder(onTestFinished), 'run');
  await select(asked(out));
  const before = textsIn(out, RACE);
  expect(linksIn(out, 'report.html')).toEqual([]);
  await compare({ ...asked(out), trials: 4, factors: ['x'] });
  await measure({ ...asked(out), trials: 4 });
  const after = textsIn(out, RACE);
  expect(after.slice(1)).toEqual(before.slice(1));
  expect(withoutLinks(after[0])).toBe(before[0]);
  expect(linksIn(out, 'report.html')).toEqual(['measure.html', 'compare.html']);
  expect(linksIn(out, 'compare.html')).toEqual(['report.html', 'measure.html']);
  expect(linksIn(out, 'measure.html')).toEqual(['report.html', 'compare.html']);
  const study = (kind: string) => [`${kind}.html`, `${kind}.json`, `${kind}-trials.csv`, `${kind}.csv`];
  expect(await filesIn(out)).toEqual([RACE, study('compare'), study('measure')]);
});

test('status names no file of a question that was killed, and those of the one before by their own', async () => {
  const out = join(temporaryFolder(onTestFinished), 'run');
  await select(asked(out));
  const store = openSqliteStore(join(out, 'log.sqlite'));
  const { header, request } = store.newestQuestion() as Question;
  // As a run leaves it that is killed before it has its answer.
  store.ask({ header: { ...header, plan: { ...header.plan, warmup: 4 } }, request });
  store.flush();
  store.close();
  expect(await filesIn(out)).toEqual([RACE, []]);
  const { stdout } = await surefoot(['status', out], '.');
  expect(stdout).toContain('Files: report.html, result.json, trials.csv');
  expect(stdout.match(/Files:/g)).toHaveLength(1);
  // Nor a page that is of neither.
  writeFileSync(join(out, 'report.html'), 'mine');
  expect((await filesIn(out))[0]).toEqual(['result.json', 'trials.csv']);
});

test('an earlier question does not overwrite what somebody else has put under its numbered names', async () => {
  const out = join(temporaryFolder(onTestFinished), 'run');
  await select(asked(out));
  await select(asked(out, { criterion: 'median' }));
  writeFileSync(join(out, 'report-1.html'), 'mine');
  const before = readdirSync(out);
  await expect(reportQuestion(out, 1)).rejects.toMatchObject({ code: 'foreign-files' });
  expect([readdirSync(out), ...textsIn(out, ['report-1.html'])]).toEqual([before, 'mine']);
  // The newest one has the plain names, by its number too.
  expect((await reportQuestion(out, 2)).report.record).toMatchObject({ question: 2 });
  expect(JSON.parse(textsIn(out, ['result.json'])[0] ?? '')).toMatchObject({ question: 2 });
});

test('a race that is asked again takes the plain names back', async () => {
  const out = join(temporaryFolder(onTestFinished), 'run');
  const questionIn = () => JSON.parse(textsIn(out, ['result.json'])[0] ?? '').question;
  for (const [criterion, question] of [
    ['q3', 1],
    ['median', 2],
    ['q3', 1],
  ] as const) {
    await select(asked(out, { criterion }));
    expect(questionIn()).toBe(question);
  }
});

test('the records of all kinds of questions bear witness of their log', () => {
  expect(WITNESSES).toEqual(['live.json', ...QUESTION_KINDS.map((kind) => answerFiles(kind).record)]);
});
