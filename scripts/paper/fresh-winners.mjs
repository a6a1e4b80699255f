/** @file Trains afresh what was chosen in the space of 6,912, all under one seed, so that whoever was chosen stands side by side. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { stringify } from 'yaml';

/** The experiment file of these candidates, by name, with data and trainer of the one in which they were chosen. */
export function writeWinners(path, { data, sample, trainer }, candidates) {
  const experiment = { name: 'paper-winners', data, sample, trainer, candidates, seed: 2 };
  writeFileSync(path, stringify(experiment, { aliasDuplicateObjects: false }));
}

/** So many trainings of each candidate of that file; gives the exit code. */
export function trainWinners(path, { trainings, workers, out }) {
  const args = ['compare', path, '--trials', trainings, '--workers', workers, '--out', out];
  return spawnSync(process.execPath, ['dist/cli/main.js', ...args], { stdio: 'inherit' }).status ?? 1;
}
