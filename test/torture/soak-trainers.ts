/** @file Five kinds of trainer for the soak; those of users have children that would stay behind if nobody ended them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../../src/core/index.js';

const MODULE = `
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
let isFirst = true;
export default ({ x }, { seeds, artifactFolder }) => {
  if (isFirst) spawn('sleep', ['300'], { detached: true, stdio: 'ignore' }).unref();
  isFirst = false;
  const until = performance.now() + 40;
  while (performance.now() < until);
  if (artifactFolder !== undefined) writeFileSync(artifactFolder + '/model', 'model');
  return x + (seeds.init % 1000) / 1000;
};`;

const ONE_SHOT = `#!/bin/sh
setsid sleep 300 >/dev/null 2>&1 &
echo model > "$SUREFOOT_FOLDER/model"
sleep 0.04
echo "$SUREFOOT_CONFIG_x.$((SUREFOOT_SEED_INIT % 1000 + 1000))"`;

const LONG_LIVED = `
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
spawn('sleep', ['300'], { detached: true, stdio: 'ignore' }).unref();
const say = (message) => process.stdout.write(JSON.stringify(message) + '\\n');
createInterface({ input: process.stdin }).on('line', (line) => {
  const { type, id, configuration, seeds, folder } = JSON.parse(line);
  if (type === 'hello') say({ type: 'ready', protocol: 1 });
  if (type === 'stop') process.exit(0);
  if (type !== 'train') return;
  writeFileSync(folder + '/model', 'model');
  setTimeout(say, 40, { type: 'result', id, loss: configuration.x + (seeds.init % 1000) / 1000 });
});`;

const COMMON = { name: 'soak', workers: 2, seed: 7, failures: { retries: 20 } };
const RACE = { rule: 'halving', warmup: 8, criterion: 'median', finalTrials: 120 };
const OWN = { ...COMMON, race: RACE, space: { x: [1, 2, 3, 4, 5, 6] } };

export const KINDS = ['network', 'baseline', 'module', 'one-shot', 'long-lived'] as const;
export type Kind = (typeof KINDS)[number];

/** Each in its turn where many are killed; one drawn at random where few are. */
export function kindsFor(kills: number): readonly Kind[] {
  return kills >= 50 ? KINDS : [KINDS[Math.floor(Math.random() * KINDS.length)] as Kind];
}

/** Writes the experiment, and whatever it needs, into a folder. */
export function writeSoak(kind: Kind, folder: string): void {
  writeFileSync(join(folder, 'module.mjs'), MODULE);
  writeFileSync(join(folder, 'one-shot.sh'), ONE_SHOT);
  writeFileSync(join(folder, 'long-lived.mjs'), LONG_LIVED);
  const experiments: Readonly<Record<Kind, JsonObject>> = {
    network: {
      ...COMMON,
      data: { source: 'gratings', size: 8, split: { pool: 200, selection: 100, final: 100 } },
      sample: 60,
      space: {
        layers: [{ dense: { units: [4, 6, 8], activation: ['tanh', 'relu'] } }],
        optimizer: { name: 'adamw', learningRate: 0.01 },
        ...{ batchSize: 20, epochs: 4 },
      },
      race: RACE,
    },
    baseline: {
      ...COMMON,
      data: { source: 'calorimeter', spectrum: 'A', split: { pool: 300, selection: 100, final: 100 } },
      sample: 100,
      space: {
        oneOf: [
          { baseline: 'parametric', loss: 'relative-rmse' },
          {
            layers: [{ dense: { units: [2, 3, 4, 5, 6] } }],
            loss: 'relative-rmse',
            optimizer: { name: 'adamw', learningRate: 0.01 },
            ...{ batchSize: 20, epochs: 2 },
          },
        ],
      },
      race: RACE,
    },
    module: { ...OWN, trainer: { module: './module.mjs' } },
    'one-shot': { ...OWN, trainer: { command: ['sh', 'one-shot.sh'], pass: 'environment' } },
    'long-lived': { ...OWN, trainer: { command: [process.execPath, 'long-lived.mjs'], protocol: 'long-lived' } },
  };
  writeFileSync(join(folder, 'e.yaml'), JSON.stringify(experiments[kind]));
}
