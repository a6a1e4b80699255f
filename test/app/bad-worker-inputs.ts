/** @file Bad input of runs and workers that meet elsewhere, by the code of the error that it ends with. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import type { JsonObject } from '../../src/core/index.js';
import type { BadInput } from './bad-inputs.js';

const EXPERIMENT = 'name: e\ntrainer: { module: ./t.mjs }\nspace: { x: [1, 2, 3] }\n';

/** What a run offers whose trainer is a module. */
const PAYLOAD = (baseFolder: string): JsonObject => ({
  version: 1,
  data: null,
  trainer: { module: './t.mjs', files: [], checkSeeds: true },
  resources: {},
  baseFolder,
  seed: 1,
  salt: '',
  identityParts: { data: "the trainer's own", trainer: '"module"', seed: '8' },
  hidesSecrets: false,
  environment: {},
  code: null,
  candidates: deflateRawSync('[]').toString('base64'),
});

/** An exchange with a run named `e`. */
function exchange(folder: string, payload: JsonObject = PAYLOAD(folder)): undefined {
  const run = join(folder, 'ex/offered/run-1');
  mkdirSync(run, { recursive: true, mode: 0o700 });
  chmodSync(join(folder, 'ex'), 0o700);
  writeFileSync(join(folder, 'ex/surefoot-exchange'), '{}');
  const offered = {
    version: 1,
    leaseMs: 60_000,
    epoch: 'ab',
    run: { id: 'run-1', signature: 'f', name: 'e', payload },
  };
  writeFileSync(join(run, 'run'), JSON.stringify(offered));
  const news = { epoch: 'ab', change: 0, beat: 0, first: 0, last: 0, inLast: 0, again: [] };
  writeFileSync(join(run, 'news'), JSON.stringify(news));
  writeFileSync(join(folder, 'e.yaml'), EXPERIMENT);
  writeFileSync(join(folder, 't.mjs'), 'export default ({ x }) => x;\n');
  return undefined;
}

function openTo(mode: number) {
  return (folder: string): undefined => {
    exchange(folder);
    chmodSync(join(folder, 'ex'), mode);
  };
}

function withKey(folder: string): undefined {
  writeFileSync(join(folder, 'key'), `${'0123456789abcdef'.repeat(4)}\n`, { mode: 0o600 });
}

export const WORKER_CASES: Readonly<Record<string, BadInput>> = {
  'queue-address': { args: ['worker', 'redis://box/first', '--key-file', 'key'], prepare: withKey },
  'queue-password-in-address': {
    args: ['select', 'e.yaml', '--slurm', '1', '--print', '--queue', 'redis://anna:secret@box'],
    prepare: (folder) => exchange(folder),
  },
  'queue-password-file': {
    args: ['worker', 'redis://127.0.0.1:1', '--queue-password-file', 'password', '--key-file', 'key'],
    prepare: (folder) => {
      withKey(folder);
      writeFileSync(join(folder, 'password'), 'secret\n');
      chmodSync(join(folder, 'password'), 0o644);
    },
  },
  'queue-ca-file': {
    args: ['worker', 'rediss://127.0.0.1:1', '--queue-ca', 'nowhere.pem', '--key-file', 'key'],
    prepare: withKey,
  },
  'key-file': {
    args: ['worker', 'redis://127.0.0.1:1', '--key-file', 'key'],
    prepare: (folder) => {
      withKey(folder);
      chmodSync(join(folder, 'key'), 0o640);
    },
  },
  'key-short': {
    args: ['worker', 'redis://127.0.0.1:1', '--key-file', 'key'],
    prepare: (folder) => void writeFileSync(join(folder, 'key'), 'secret\n', { mode: 0o600 }),
  },
  'worker-needs-key': { args: ['worker', 'redis://127.0.0.1:1'] },
  'two-addresses': {
    args: ['select', 'e.yaml', '--queue', 'redis://box', '--workers-at', 'ex'],
    prepare: (folder) => exchange(folder),
  },
  'worker-address': { args: ['worker'] },
  'address-kind': { args: ['worker', 'gopher://host/1'] },
  'exchange-missing': { args: ['worker', 'nowhere'] },
  'exchange-open': { args: ['select', 'e.yaml', '--workers-at', 'ex'], prepare: openTo(0o777) },
  'exchange-taken': {
    args: ['select', 'e.yaml', '--workers-at', '.', '--quiet'],
    prepare: (folder) => {
      exchange(folder);
      mkdirSync(join(folder, 'offered'));
      return undefined;
    },
  },
  'experiment-needed': { args: ['worker', 'ex'], prepare: openTo(0o770) },
  'no-run-offered': {
    args: ['worker', 'ex', '--wait', '0.0001', '--quiet'],
    prepare: (folder) => void mkdirSync(join(folder, 'ex'), { mode: 0o700 }),
  },
  'offer-unreadable': { args: ['worker', 'ex'], prepare: (folder) => exchange(folder, {}) },
  'run-differs': { args: ['worker', 'ex', 'e.yaml'], prepare: (folder) => exchange(folder) },
};
