/**
 * @file Two things that are called robust: losses that vary little (the paper's), and losses that are low and vary little (a high quantile, the
 * default's). On recorded tables: what each picks of all trainings, how often both pick the same from half of them, what each pick loses by
 * the other on the other half, and how many trainings find the candidate that varies least.
 *
 * `npm run bench:definitions -- --table cifar10-10k.csv --digits digits-48x20.txt`, a minute on one core: of the first the images, of the second the digits; the finalists of the 6,912
 * energy networks come from `data/paper/evidence`.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { permutation, type Random, randomFrom } from '../src/core/index.js';
import { type LossTable, parseRule, replayRace } from '../src/questions/race/plan/index.js';
import { median, parseCriterion } from '../src/stats/index.js';

const { values: given } = parseArgs({ options: { table: { type: 'string' }, digits: { type: 'string' } } });

interface Table {
  readonly name: string;
  readonly names: readonly string[];
  /** By candidate, as many losses of each. */
  readonly losses: readonly (readonly number[])[];
}

const LEVEL = parseCriterion('q3');
const SPREAD = parseCriterion('std');
const HALVES = 400;
const TRAININGS = [5, 10, 20, 40, 80, 160];
const DRAWS = 200;
const RACES = 40;

const tables = [...images(), ...digits(), ...energy()];

console.log(
  '| table | by | picked | median | q3 | std | rank by the other |\n|---|---|---|---|---|---|---|\n' +
    tables.flatMap(wholeRows).join('\n'),
);
console.log(
  '\n| table | both pick the same | q3 of the pick by std, over that by q3 | std of the pick by q3, over that by std |\n|---|---|---|---|\n' +
    tables.map(halfRow).join('\n'),
);
console.log(
  `\n| table | by | ${TRAININGS.map((n) => `${n} trainings`).join(' | ')} | default race, at most ${columnsOf(tables[0])} |\n|---|---|${TRAININGS.map(() => '---').join('|')}|---|\n` +
    tables.flatMap((table) => [LEVEL, SPREAD].map((by) => findingRow(table, by))).join('\n'),
);

function wholeRows({ name, names, losses }: Table): string[] {
  return [LEVEL, SPREAD].map((by) => {
    const other = by === LEVEL ? SPREAD : LEVEL;
    const place = bestOf(losses, by);
    const own = losses[place] ?? [];
    const rank = 1 + losses.filter((one) => other.evaluate(one) < other.evaluate(own)).length;
    const figures = [median(own), LEVEL.evaluate(own), SPREAD.evaluate(own)].map((value) => value.toPrecision(3));
    return `| ${name} | ${by.name} | ${names[place]} | ${figures.join(' | ')} | ${rank} of ${losses.length} |`;
  });
}

/** Chosen by one half of the trainings, judged on the other. */
function halfRow({ name, losses }: Table): string {
  const random = randomFrom(1);
  const found = Array.from({ length: HALVES }, () => {
    const order = Array.from(permutation(losses[0]?.length ?? 0, random));
    const half = order.length / 2;
    const [chosen, judged] = [order.slice(0, half), order.slice(half)].map((part) =>
      losses.map((own) => part.map((column) => own[column] as number)),
    ) as [number[][], number[][]];
    const [byLevel, bySpread] = [LEVEL, SPREAD].map((by) => bestOf(chosen, by)) as [number, number];
    const of = (by: typeof LEVEL, place: number) => by.evaluate(judged[place] ?? []);
    return {
      same: byLevel === bySpread ? 1 : 0,
      level: of(LEVEL, bySpread) / of(LEVEL, byLevel),
      spread: of(SPREAD, byLevel) / of(SPREAD, bySpread),
    };
  });
  const same = found.reduce((sum, one) => sum + one.same, 0) / HALVES;
  const [level, spread] = [found.map((one) => one.level), found.map((one) => one.spread)].map((all) =>
    median(all).toFixed(2),
  );
  return `| ${name} | ${same.toFixed(2)} | ${level} | ${spread} |`;
}

/** With the table as the truth: how often the best of all is picked, of so many trainings drawn from it. */
function findingRow({ name, losses }: Table, by: typeof LEVEL): string {
  const random = randomFrom(2);
  const best = bestOf(losses, by);
  const shares = TRAININGS.map((n) => {
    const hits = Array.from({ length: DRAWS }, () => {
      const drawn = losses.map((own) => Array.from({ length: n }, () => own[random.below(own.length)] as number));
      return bestOf(drawn, by) === best ? 1 : (0 as number);
    });
    return (hits.reduce((sum, hit) => sum + hit, 0) / DRAWS).toFixed(2);
  });
  return `| ${name} | ${by.name} | ${shares.join(' | ')} | ${raced(losses, by, best, random).toFixed(2)} |`;
}

function raced(losses: Table['losses'], criterion: typeof LEVEL, best: number, random: Random): number {
  const candidates = losses.map((_, place) => `c${place}`);
  const [rule, settings] = [parseRule('default'), { warmup: 1, criterion, seed: 1 }];
  const hits = Array.from({ length: RACES }, () => {
    const columns = Array.from({ length: losses[0]?.length ?? 0 }, () =>
      Float64Array.from(losses, (own) => own[random.below(own.length)] as number),
    );
    const table: LossTable = { candidates, columns };
    return replayRace({ ...settings, rule, recorded: false }, table).answer()?.winner === candidates[best]
      ? 1
      : (0 as number);
  });
  return hits.reduce((sum, hit) => sum + hit, 0) / RACES;
}

function bestOf(losses: Table['losses'], by: typeof LEVEL): number {
  const values = losses.map((own) => by.evaluate(own));
  return values.indexOf(Math.min(...values));
}

function columnsOf(table: Table | undefined): number {
  return table?.losses[0]?.length ?? 0;
}

/** Losses are 1 - accuracy. */
function images(): Table[] {
  if (given.table === undefined) return [];
  const [head = '', ...rows] = readFileSync(given.table, 'utf8').trim().split('\n');
  const names = head.split(',');
  const columns = names.flatMap((name, column) => (name.startsWith('accuracy_') ? [column] : []));
  const all = rows.map((row) => row.split(','));
  const tableOf = (name: string, chosen: readonly string[][]): Table => ({
    name,
    names: chosen.map(([own = '']) => own),
    losses: chosen.map((row) => columns.map((column) => 1 - Number(row[column]))),
  });
  const family = names.indexOf('family');
  return [
    tableOf('604 image networks', all),
    tableOf(
      '64 transformers',
      all.filter((row) => row[family] === 'cct'),
    ),
  ];
}

function digits(): Table[] {
  if (given.digits === undefined) return [];
  const [, ...rows] = readFileSync(given.digits, 'utf8').trim().split('\n');
  const losses = rows.map((row) => row.trim().split(/\s+/).map(Number));
  return [{ name: '48 digit networks', names: losses.map((_, place) => `${place}`), losses }];
}

/** Of the race over all 6,912 those that had all 20 trainings. */
function energy(): Table[] {
  const { candidates, columns } = JSON.parse(
    gunzipSync(readFileSync('data/paper/evidence/whole-space.json.gz')).toString(),
  ) as { candidates: { name: string }[]; columns: { candidate: number[]; loss: number[] } };
  const losses = candidates.map((): number[] => []);
  for (const [row, candidate] of columns.candidate.entries()) losses[candidate]?.push(columns.loss[row] as number);
  const whole = losses.flatMap((own, place) => (own.length === 20 ? [place] : []));
  return [
    {
      name: `${whole.length} of 6,912 energy networks`,
      names: whole.map((place) => candidates[place]?.name ?? ''),
      losses: whole.map((place) => losses[place] ?? []),
    },
  ];
}
