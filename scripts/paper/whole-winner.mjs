/**
 * @file Trains the pick of the searched space afresh, under the seed of the other picks (search-winners.mjs), so that they stand side by
 * side, and one of these with it: a comparison takes two, and trainings of old under the same seed must come out again. A search that
 * has not ended has no pick yet.
 *
 *   node scripts/paper/whole-winner.mjs TRAININGS FOLDER WORKERS NAME
 */
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { isDecided } from './findings/whole-search.mjs';
import { trainWinners, writeWinners } from './fresh-winners.mjs';
import { SPACE } from './steps.mjs';
import { readTables } from './tables.mjs';

const [trainings, folder, workers, name] = process.argv.slice(2);
const path = join(folder, 'winner.yaml');
if (!existsSync(path)) {
  const race = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8'));
  if (!isDecided({ race })) {
    console.error(
      `The search of the whole space has not ended: node scripts/paper/runs.mjs ${basename(folder)} goes on.`,
    );
    process.exit(1);
  }
  const { id, configuration } = race.candidates.find((one) => one.id === race.winner.candidate);
  const beside = readTables().tables['search-winners'].candidates.find((one) => one.id !== id);
  writeWinners(path, parse(readFileSync(SPACE, 'utf8')), {
    [name]: configuration,
    [beside.name]: beside.configuration,
  });
}
process.exitCode = trainWinners(path, { trainings, workers, out: join(folder, 'winner') });
