/** @file The commands of the guides that begin with a model or with its wobble, in their order, with a script and a table that stand in. */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parseResult } from '../../src/report/index.js';
import { temporaryFolder } from './command-line.js';
import { surefootHere as surefoot } from './command-line-here.js';

/** Blocks of a page in one of these languages. */
function blocks(page: string, languages: string): readonly string[] {
  const found = readFileSync(`docs/${page}.md`, 'utf8').matchAll(
    new RegExp(`^\`\`\`(?:${languages})\n([\\s\\S]*?)^\`\`\``, 'gm'),
  );
  return [...found].map(([, text = '']) => text);
}

const commandsOf = (page: string): readonly string[] =>
  blocks(page, 'sh').flatMap((block) => [...block.matchAll(/^surefoot .*$/gm)].map(([command]) => command));

/** Stands in for Python: the forest is the best, and every seed has its own loss. */
const PYTHON = `#!/bin/sh
while [ $# -gt 1 ]; do
  case "$1" in --model) model=$2;; --seed) seed=$2;; esac
  shift
done
case "$model" in forest) echo "loss: 0.1$seed";; *) echo "loss: 0.8$seed";; esac
`;

test.skipIf(process.platform === 'win32')('choose a model', async () => {
  const place = temporaryFolder(onTestFinished);
  const [folder, programs] = [join(place, 'code'), join(place, 'programs')];
  for (const made of [folder, programs]) mkdirSync(made);
  writeFileSync(join(programs, 'python3'), PYTHON);
  chmodSync(join(programs, 'python3'), 0o755);
  for (const block of blocks('choose-a-model', 'python|yaml')) {
    const [, name = ''] = /^# (\S+)\n/.exec(block) ?? [];
    writeFileSync(join(folder, name), block);
  }
  const { PATH } = process.env;
  process.env.PATH = [programs, PATH].join(delimiter);
  onTestFinished(() => {
    process.env.PATH = PATH;
  });
  const commands = commandsOf('choose-a-model');
  expect(commands.map((command) => command.split(' ')[1])).toEqual(['check', 'select', 'report', 'assure']);
  for (const command of commands) {
    const { status, stderr } = await surefoot(command.split(' ').slice(1), folder);
    expect([command, status, stderr]).toEqual([command, 0, expect.not.stringContaining('Fix:')]);
  }
  const { candidates, winner, verdict } = parseResult(readFileSync(join(folder, 'runs/models/result.json'), 'utf8'));
  expect(candidates).toHaveLength(12);
  expect([candidates.find(({ id }) => id === winner?.candidate)?.label, verdict]).toEqual(['forest', 'decided']);
});

test('why results wobble', async () => {
  const folder = temporaryFolder(onTestFinished);
  const rows = Array.from({ length: 400 }, (_, row) => {
    const [rooms, area] = [1 + (row % 6), 40 + ((row * 37) % 100)];
    return [rooms, area, 50 + 20 * rooms + 2 * area + ((row * 53) % 41)].join(',');
  });
  writeFileSync(join(folder, 'houses.csv'), `rooms,area,price\n${rows.join('\n')}\n`);
  let id = '';
  const commands = commandsOf('why-results-wobble');
  expect(commands.map((command) => command.split(' ')[1])).toEqual(['init', 'check', 'measure', 'curve', 'compare']);
  for (const command of commands) {
    const args = command.replace('c1a2b3c4d', id).split(' ').slice(1);
    const { status, stdout, stderr } = await surefoot(args, folder);
    expect([command, status, stderr]).toEqual([command, 0, expect.not.stringContaining('Fix:')]);
    const experiment = join(folder, 'houses.yaml');
    // As many epochs as it takes to run, not to learn.
    writeFileSync(experiment, readFileSync(experiment, 'utf8').replace('epochs: [40, 200]', 'epochs: [2, 4]'));
    // One of those with a layer.
    id ||= /^(c\w{8}) .*relu/m.exec(stdout)?.[1] ?? '';
  }
  expect(id).not.toBe('');
});
