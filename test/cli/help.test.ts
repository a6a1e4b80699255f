/** @file What people read who ask for help: groups of options, the machines' options on a page of their own, 80 columns. */
import { expect, test } from 'vitest';
import { COMMANDS } from '../../src/cli/program.js';
import { surefootHere as surefoot } from '../app/command-line-here.js';

const help = async (...args: string[]): Promise<string> => (await surefoot(args, '.')).stdout;

test('the options of machines are in the help of machines, and work all the same', async () => {
  const select = await help('help', 'select');
  expect(select).toBe(await help('select', '--help'));
  expect(select).toMatch(/^What is asked:\n[\s\S]*^The run:\n[\s\S]*^Starting again:\n[\s\S]*^Output:\n/m);
  expect(select).toContain('surefoot help machines');
  expect(select).not.toMatch(/--slurm|--queue|--lease|--key-file/);
  const machines = await help('help', 'machines');
  expect(machines).toMatch(/--workers-at[\s\S]*--lease[\s\S]*--queue[\s\S]*--key-file[\s\S]*--slurm/);
  const { status, stderr } = await surefoot(['select', 'missing.yaml', '--slurm-time', '5', '--lease', '9'], '.');
  expect([status, stderr]).toEqual([2, expect.stringContaining('missing.yaml')]);
});

test('help without a subject is the list; an unknown one is refused with the nearest', async () => {
  expect(await help('help')).toBe(await help('--help'));
  const { status, stdout, stderr } = await surefoot(['help', 'machine'], '.');
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain('did you mean "machines"?');
});

test('what the help of select leaves out is on the page that it names', async () => {
  const select = await help('select', '--help');
  const flags = [...select.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, flag]) => flag);
  expect(flags).toEqual([...new Set(flags)]);
  const found = await help('help', 'found');
  for (const flag of ['--value', '--direction', '--study', '--ignore']) {
    expect([select, found].map((page) => page.includes(flag))).toEqual([false, true]);
  }
  expect(await help('help', 'machines')).toContain('--ahead');
  expect(await help('replay', '--help')).not.toContain('--sided');
  expect(await help('help', 'rules')).toContain('--sided');
});

test.each(['machines', 'found', 'rules', ...COMMANDS.map(({ name }) => name)])(
  '%s: fits into 80 columns, and a command into 60 lines',
  async (name) => {
    const lines = (await help('help', name)).trimEnd().split('\n');
    if (COMMANDS.some((command) => command.name === name)) expect(lines.length).toBeLessThanOrEqual(60);
    // A command that is longer cannot be broken.
    const long = lines.filter((line) => line.length > 80 && !/^ +(\d )?\$|^ {6}--/.test(line));
    expect(long).toEqual([]);
  },
);
