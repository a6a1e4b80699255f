/**
 * @file Writes what the search steps need into a folder: `search.yaml`, an experiment with 300 candidates drawn from the space of
 * examples/paper-space.yaml and the published models beside them, and `space.json`, the whole space by its choices, for Optuna.
 *
 *   node scripts/paper/search-prepare.mjs FOLDER [TRAININGS]
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { check } from '../../dist/app/index.js';
import { randomFrom } from '../../dist/core/index.js';
import { dimensionsOf, PUBLISHED } from './search-space.mjs';

const DRAWN = 300;
const SPACE = 'examples/paper-space.yaml';

const [folder, trainings = '20'] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const { candidates } = await check({ experiment: SPACE });
const published = candidates.filter(({ configuration }) => PUBLISHED.some(({ is }) => is(dimensionsOf(configuration))));
const others = candidates.filter((candidate) => !published.includes(candidate));
const random = randomFrom('paper', 'search');
const drawn = Array.from({ length: DRAWN }, () => others.splice(random.below(others.length), 1)[0]);
const { data, sample, trainer, seed } = parse(readFileSync(SPACE, 'utf8'));
const experiment = {
  name: 'paper-search',
  ...{ data, sample, trainer, seed },
  candidates: Object.fromEntries([...published, ...drawn].map(({ id, configuration }) => [id, configuration])),
  // Nobody leaves before so many trainings each: the table of losses is what is wanted.
  race: { warmup: Number(trainings), rule: 'halving', criterion: 'q3', finalTrials: 0 },
};
writeFileSync(join(folder, 'search.yaml'), stringify(experiment, { aliasDuplicateObjects: false }));
const space = candidates.map(({ id, configuration }) => ({
  id,
  dimensions: dimensionsOf(configuration),
  configuration,
}));
writeFileSync(join(folder, 'space.json'), JSON.stringify(space));
