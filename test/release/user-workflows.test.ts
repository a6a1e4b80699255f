/** @file The workflows that users copy: their commands, in their order, run in a folder as a user's repository is, with the package as it is built. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { CLI, temporaryFolder } from '../app/command-line.js';

/** A repository with the package installed: its `npm` has nothing to do any more, and its `npx` starts what is there without a look around. */
function repository(experiment: string, space: object): string {
  const folder = temporaryFolder(onTestFinished);
  mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
  symlinkSync(resolve('.'), join(folder, 'node_modules/surefoot'));
  chmodSync(CLI, 0o755);
  symlinkSync(CLI, join(folder, 'node_modules/.bin/surefoot'));
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin/npm'), '#!/bin/sh\necho "$@" >> npm-was-asked\n', { mode: 0o755 });
  writeFileSync(join(folder, 'bin/npx'), '#!/bin/sh\nname=$1\nshift\nexec "node_modules/.bin/$name" "$@"\n', {
    mode: 0o755,
  });
  writeFileSync(
    join(folder, 'train.mjs'),
    'export default ({ rate }, { seeds }) => (rate - 0.1) ** 2 + 0.3 + (seeds.init % 1000) / 20000;\n',
  );
  writeFileSync(join(folder, experiment), JSON.stringify({ name: 'mine', trainer: { module: 'train.mjs' }, space }));
  return folder;
}

/** Runs the steps as GitHub does; the statuses of all that run. */
function runSteps(workflow: string, folder: string, change = (command: string) => command) {
  const { jobs } = parse(readFileSync(`examples/workflows/${workflow}`, 'utf8')) as {
    jobs: Record<string, { steps: { run?: string; if?: string }[] }>;
  };
  const env = {
    ...process.env,
    PATH: [join(folder, 'bin'), process.env.PATH].join(delimiter),
    GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
  };
  const statuses: (number | null)[] = [];
  for (const step of Object.values(jobs).flatMap(({ steps }) => steps)) {
    if (step.run === undefined || (statuses.some((status) => status !== 0) && step.if !== 'always()')) continue;
    const { status } = spawnSync('bash', ['-e', '-c', change(step.run)], { cwd: folder, env, encoding: 'utf8' });
    statuses.push(status);
  }
  return { statuses, summary: readFileSync(join(folder, 'summary.md'), 'utf8') };
}

test('race on push: races as far as it may, goes on at the next push, and shows the table', () => {
  const folder = repository('experiment.yaml', { rate: [0.03, 0.1, 0.3] });
  const budget = (command: string) => command.replace('--quiet', '--quiet --budget 7');
  const first = runSteps('race-on-push.yml', folder, budget);
  // It passes, so that its trainings are kept.
  expect(first.statuses).toEqual([0, 0, 0]);
  expect(first.summary).toMatch(/\| undecided \|/);
  const { statuses, summary } = runSteps('race-on-push.yml', folder);
  expect(statuses).toEqual([0, 0, 0]);
  expect(summary).toMatch(/\| rate=0\.1 \|.*\| winner \|/);
  expect(readFileSync(join(folder, 'npm-was-asked'), 'utf8')).toBe('install --ignore-scripts surefoot\n'.repeat(2));
  // Bad input fails the job.
  writeFileSync(join(folder, 'experiment.yaml'), 'name: mine\n');
  expect(runSteps('race-on-push.yml', folder).statuses).toEqual([0, 1]);
});

test.each([
  ['holds', 0.1, 0, /it holds|holds/],
  ['does not hold', 0.9, 4, /does not hold/],
])('assure on pull request: %s', (_, rate, expected, says) => {
  const folder = repository('shipped.yaml', { rate: [rate] });
  const { statuses, summary } = runSteps('assure-on-pull-request.yml', folder);
  expect(statuses).toEqual([0, expected, 0]);
  expect(summary).toMatch(/^\|/m);
  expect(readFileSync(join(folder, 'runs/shipped/assure.json'), 'utf8')).toMatch(says);
});
