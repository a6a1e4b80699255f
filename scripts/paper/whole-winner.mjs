/**
 * @file Trains the pick of the searched space afresh, under the seed of the other picks (search-winners.mjs), so that they stand side by
 * side. A search that has not ended has no pick yet.
 *
 *   node scripts/paper/whole-winner.mjs TRAININGS FOLDER WORKERS
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { SPACE } from './steps.mjs';

const [trainings, folder, workers] = process.argv.slice(2);
const path = join(folder, 'winner.yaml');
if (!existsSync(path)) {
  const { verdict, choice, candidates } = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8'));
  if (verdict !== 'clear' && verdict !== 'tied') {
    console.error('The search of the whole space has not ended: node scripts/paper/runs.mjs whole-search goes on.');
    process.exit(1);
  }
  const { configuration } = candidates.find(({ id }) => id === choice.candidate);
  const { data, sample, trainer } = parse(readFileSync(SPACE, 'utf8'));
  const experiment = { name: 'paper-winners', data, sample, trainer, candidates: { search: configuration }, seed: 2 };
  writeFileSync(path, stringify(experiment, { aliasDuplicateObjects: false }));
}
const args = ['compare', path, '--trials', trainings, '--workers', workers, '--out', join(folder, 'winner')];
process.exitCode = spawnSync(process.execPath, ['dist/cli/main.js', ...args], { stdio: 'inherit' }).status ?? 1;
