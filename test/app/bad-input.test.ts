/** @file Bad input: one clear message, exit status 2, nothing written. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder, writeGratings } from './command-line.js';
import { surefootHere as surefoot } from './command-line-here.js';

const space = (layers: string, more = '') => `space:\n  layers:\n${layers}\n  epochs: 2\n${more}`;

test.each<[string, Record<string, string>, RegExp, string[]?]>([
  ['an unknown key', { seed: 'sede: 3' }, /sede.*seed/s],
  ['an unknown key inside a candidate', { space: space('    - conv: { filter: 4, kernel: 3 }') }, /filter/],
  ['a wrong type', { sample: 'sample: many' }, /sample.*many/s],
  ['an empty grid', { space: space('    - dense: { units: [] }') }, /units/],
  [
    'a layer that does not fit its input',
    { space: space('    - conv: { filters: [4, 5], kernel: 13 }') },
    /layers\[0\].*13.*12/s,
  ],
  ['duplicate candidates', { space: space('    - dense: { units: [8, 8] }') }, /same|twice|duplicate/i],
  ['a sample larger than the pool', { sample: 'sample: 601' }, /601.*600/s],
  ['a budget below the warm-up', { seed: 'budget: { trials: 15 }' }, /15.*16/s],
  ['a budget below the warm-up on the command line', {}, /15.*16/s, ['--budget', '15']],
  ['an unknown criterion', { race: 'race: { criterion: medain }' }, /medain.*median/s],
  ['an unknown rule', { race: 'race: { rule: halfing }' }, /halfing.*halving/s],
  ['an option of nothing', {}, /--out is empty/, ['--out', '']],
  ['another of nothing', {}, /--out is empty/, ['--out=']],
  ['a bad option', {}, /--workers is "0"/, ['--workers', '0']],
  [
    'another word than an option takes',
    {},
    /^surefoot: --direction is "minimise"\.\s+Allowed: minimize, maximize\s+Fix: /,
    ['--from', 'x.csv', '--direction', 'minimise'],
  ],
  ['an unknown source of data', { data: 'data: { source: digts }' }, /digts/],
  ['a single candidate', { space: space('    - dense: { units: 8 }') }, /1 candidate/],
  [
    'a model that does not fit into memory',
    { space: space('    - dense: { units: [8, 1e9] }') },
    /units=1000000000 has 14[\d,]{9,} parameters.*at least 2.* TB.*\nAllowed: .* GB of memory/,
  ],
  [
    'a warm-up whose outcomes do not fit into memory',
    { race: 'race: { warmup: 1e9, rule: halving, criterion: mean }' },
    /race\.warmup asks for 8,000,000,000 trainings.*at least 4 TB/,
  ],
  ['a tolerance below zero', { race: 'race: { tolerance: -1 }' }, /yaml:\d+:\d+: `race\.tolerance` is -1\..*auto/s],
  [
    'a tolerance of everything',
    { race: 'race: { tolerance: 100 % }' },
    /`race\.tolerance` is "100 %".*share below 100 %/s,
  ],
  [
    'a delta that was not calibrated',
    { race: 'race: { delta: 0.01 }' },
    /yaml:\d+:\d+: `race\.delta` is 0\.01\..*0\.05/s,
  ],
  [
    'a tolerance for halving',
    { race: 'race: { rule: halving, tolerance: 0.1 }' },
    /race\.tolerance is 0\.1.*"halving"/s,
  ],
  [
    'a tolerance twice',
    { race: 'race: { rule: { name: default, tolerance: 1 }, tolerance: 1 }' },
    /race\.tolerance is given twice/,
  ],
  ['a warm-up for the default', { race: 'race: { warmup: 3 }' }, /race\.warmup is 3.*no warm-up.*halving/s],
  ['the worst of endless trainings', { race: 'race: { criterion: max }' }, /max.*es0\.1/s],
  ['a cost of no setting', { seed: 'cost: epoch' }, /cost: .* has no setting `epoch`.*Did you mean `epochs`/s],
  [
    'a cost of zero',
    {
      seed: 'cost: optimizer.weightDecay',
      space: space('    - dense: { units: [8, 9] }', '  optimizer: { name: adamw, weightDecay: 0 }'),
    },
    /cost: `optimizer\.weightDecay` is 0 .*above 0/s,
  ],
  ['a cost that is a number', { seed: 'cost: 3' }, /yaml:\d+:\d+: `cost` is 3\./],
  ['more ahead than is allowed', { race: 'race: { ahead: 5 }' }, /yaml:\d+:\d+: `race\.ahead` is 5\..*at most 4/s],
  ['a word for what is ahead', { race: 'race: { ahead: some }' }, /`race\.ahead` is "some"\..*a number/s],
  ['more ahead than an option takes', {}, /--ahead is "4\.1"\..*from 0 to 4/s, ['--ahead', '4.1']],
  ['less than nothing ahead', {}, /--ahead is "-1"\..*from 0 to 4/s, ['--ahead=-1']],
  ['no number ahead', {}, /--ahead is "all"\..*from 0 to 4/s, ['--ahead', 'all']],
  ['a tie of halving to separate', {}, /"halving" cannot separate a tie/, ['--separate']],
  ['text that is not YAML', { seed: 'seed: [1' }, /line|column|:\d+/],
])('%s', async (_, changes, message, options = []) => {
  const folder = temporaryFolder(onTestFinished);
  writeGratings(folder, changes);
  const { status, stdout, stderr } = await surefoot(['select', 'gratings.yaml', ...options], folder);
  expect(stderr).toMatch(message);
  expect(stderr).toMatch(/Fix: /);
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(status).toBe(2);
  expect(stdout).toBe('');
  expect(readdirSync(folder)).toEqual(['gratings.yaml']);
});

test('an experiment file that is not there', async () => {
  const folder = temporaryFolder(onTestFinished);
  const { status, stderr } = await surefoot(['select', 'nowhere.yaml'], folder);
  expect(status).toBe(2);
  expect(stderr).toMatch(/nowhere\.yaml.*Fix/s);
});

test('a log that is none', async () => {
  const folder = temporaryFolder(onTestFinished);
  writeGratings(folder);
  mkdirSync(join(folder, 'runs/gratings'), { recursive: true });
  writeFileSync(join(folder, 'runs/gratings/log.sqlite'), 'something else');
  const { status, stderr } = await surefoot(['select', 'gratings.yaml'], folder);
  expect(status).toBe(2);
  expect(stderr).toMatch(/log\.sqlite.*Fix/s);
  expect(readdirSync(join(folder, 'runs/gratings'))).toEqual(['log.sqlite']);
});

test('an unknown command and an unknown option', async () => {
  const folder = temporaryFolder(onTestFinished);
  expect(await surefoot(['selct', 'x.yaml'], folder)).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/no command "selct"\.\nAllowed: init, check, .*\nFix: Did you mean "select"\?/),
  });
  expect(await surefoot(['select', 'x.yaml', '--job', '3'], folder)).toMatchObject({ status: 2 });
});

test.each([
  [['forget-trial', 'runs/x', '1'], 'Allowed: init, check', 'See them all'],
  [['check-log', 'runs/x'], 'no command "check-log"', 'Did you mean "check"?'],
  [['salvage', 'runs/x'], 'no command "salvage"', 'See them all'],
  [['change', 'x.yaml'], 'no command "change"', 'See them all'],
  [['select', 'x.yaml', '--trials', '5'], 'select: there is no option `--trials`', 'Leave it out.'],
  [['select', 'x.yaml', '--no-ahead'], 'no option `--no-ahead`', 'Did you mean `--ahead`?'],
  [['recheck', 'x.csv', '--no-ahead'], 'no option `--no-ahead`', 'Did you mean `--ahead`?'],
  [['measure', 'x.yaml', '--seperate'], 'Allowed: --vary', 'Did you mean `--repeats`?'],
  [['assure', 'x.yaml', '--max-trials', '5'], 'no option `--max-trials`', 'Did you mean `--trials`?'],
  [['report', 'runs/x', '--figures-format', 'png'], 'no option `--figures-format`', 'Did you mean `--figures`?'],
  [['report', 'runs/x', '--figures-font', 'a'], 'no option `--figures-font`', 'Did you mean `--figures`?'],
  [['report', 'runs/x', '--pdf'], 'no option `--pdf`', 'Leave it out.'],
  [['report', 'runs/x', '--scale', '2'], 'no option `--scale`', '--table'],
  [['log', 'runs/x', '--reason', 'r'], 'Allowed: --failed, --check, --salvage, --forget', 'Leave it out.'],
  [['log', 'runs/x', '--forget-trial', '1'], 'no option `--forget-trial`', 'Did you mean `--forget`?'],
  [['replay', 'x.csv', '--no-adaptive'], 'no option `--no-adaptive`', 'Leave it out.'],
  [['watch', 'runs/x', '--open'], 'no option `--open`', 'Allowed: --port, --host'],
  [['init', '--template', 'x'], 'no option `--template`', 'Leave it out.'],
  [['-x'], 'surefoot: there is no option `-x`', 'Leave it out.'],
])('what there is no more, or never was: %j', async (args, ...words) => {
  const { status, stderr } = await surefoot(args, temporaryFolder(onTestFinished));
  expect(status).toBe(2);
  for (const word of words) expect(stderr).toContain(word);
});
