/**
 * @file A process that opens, verifies and rescues the logs of the run folders argv[2...], as every command does, and prints one line of
 * JSON for each: what came of it, or the code of the message. Where it ends without a line, reading has ended the process.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { checkLog, openSqliteStore, salvageLog } from '../../dist/evidence/log/index.js';

function tell(action) {
  try {
    return action();
  } catch (error) {
    if (typeof error.code !== 'string' || typeof error.fix !== 'string') return { trace: String(error.stack) };
    return { code: error.code, what: error.what };
  }
}

function lossesIn(path) {
  const store = openSqliteStore(path, { readOnly: true });
  const losses = store.outcomes().map(({ loss }) => loss);
  store.close();
  return { losses };
}

for (const folder of process.argv.slice(2)) {
  const path = join(folder, 'log.sqlite');
  // In a folder of its own: the files of the other one say how far its log went.
  const target = join(folder, 'rescued', 'log.sqlite');
  const opened = tell(() => lossesIn(path));
  const checked = tell(() => {
    const { damages, outcomes } = checkLog(path);
    return { damages, losses: outcomes.map(({ loss }) => loss) };
  });
  const rescued = tell(() => {
    mkdirSync(join(folder, 'rescued'));
    salvageLog(path, target, []);
    return lossesIn(target);
  });
  rmSync(join(folder, 'rescued'), { recursive: true });
  process.stdout.write(`${JSON.stringify({ folder, opened, checked, rescued })}\n`);
}
