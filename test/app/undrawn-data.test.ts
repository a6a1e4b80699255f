/** @file `check` of simulated data says what they are like, and draws none of them. */
import { Command } from 'commander';
import { afterEach, expect, test, vi } from 'vitest';
import { readExperimentFile } from '../../src/app/ask/experiment-source.js';
import { check } from '../../src/app/index.js';
import { prepare, QUESTIONS } from '../../src/app/questions/questions.js';
import { addCheckCommand } from '../../src/cli/check-command.js';

const PAPER = 'examples/paper-energy.yaml';

vi.mock('../../src/engine/datasets/calorimeter/shower.js', async (original) => ({
  ...(await original<object>()),
  drawShower: () => {
    throw new Error('drawn');
  },
}));
afterEach(() => {
  vi.restoreAllMocks();
});

test('330,000 clusters are not simulated to be counted', async () => {
  const printed: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed.push(String(text));
    return true;
  });
  const program = new Command().exitOverride();
  addCheckCommand(program);
  await program.parseAsync(['check', PAPER], { from: 'user' });
  const text = printed.join('').replaceAll(/\s+/g, ' ');
  expect(text).toContain(
    'Data: calorimeter B (simulated), 15x15x1 in, energy out; pool 320,000, selection 10,000, final 1,000.',
  );
  expect(text).toContain('23,932 model-2');
  expect((await check({ experiment: PAPER })).candidates.length).toBe(4);
  // What names them by all of their values does draw them.
  const prepared = await prepare(QUESTIONS.race, readExperimentFile(PAPER), {});
  expect(() => prepared.header).toThrow('drawn');
});

test('targets that may be 0 or below are looked at before anything is trained', async () => {
  const experiment = {
    name: 'x',
    data: { source: 'calorimeter' as const, spectrum: 'A' as const, target: 'x' as const },
    space: { layers: { value: [] }, target: { scale: 'log' as const } },
  };
  await expect(check({ experiment })).rejects.toThrow('drawn');
});
