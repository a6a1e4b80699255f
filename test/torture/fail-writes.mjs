/**
 * @file Loaded before the command: from the given file of a run folder on nothing can be written there any more, as on a full disk or in a
 * folder that became read-only. `FAIL_WRITES="full result.json 2"`: from the second time that result.json is put in its place.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { basename, dirname } from 'node:path';

const [how, wanted, count] = (process.env.FAIL_WRITES ?? '').split(' ');
const { renameSync } = fs;
let left = Number(count);
let isFailing = false;

fs.renameSync = (from, to) => {
  if (basename(String(to)) === wanted && --left === 0) {
    isFailing = how === 'full';
    if (how === 'read-only') fs.chmodSync(dirname(String(to)), 0o500);
  }
  if (isFailing) {
    fs.rmSync(from, { force: true });
    throw Object.assign(new Error(`ENOSPC: no space left on device, rename '${from}' -> '${to}'`), { code: 'ENOSPC' });
  }
  renameSync(from, to);
};
syncBuiltinESMExports();
