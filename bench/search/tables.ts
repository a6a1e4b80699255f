/** @file The tables of docs/measurements about races that search, from the races and statements that were kept. */
import { readFileSync } from 'node:fs';
import { type Estimate, estimateMean, estimateShare } from '../../src/stats/index.js';
import { rateText } from '../estimates.js';
import { type EarlyCounts, type EarlyFigures, totalOf } from './early.js';
import type { FunctionSearch } from './functions.js';
import { FUNCTION_COLUMNS, functionRows } from './functions-table.js';
import { isBehind, type KeptRace, readRaces } from './kept-races.js';

const LEVEL = 0.95;
const KEPT = 'data/search';

type Table = readonly (readonly string[])[];

/** File in docs/measurements -> its rows. */
export function searchTables(): Readonly<Record<string, Table>> {
  const [paper, some, table] = ['paper', 'paper-600', 'table'].map((name) => readRaces(`${KEPT}/${name}.json`)) as [
    KeptRace[],
    KeptRace[],
    KeptRace[],
  ];
  const early = JSON.parse(readFileSync(`${KEPT}/early.json`, 'utf8')) as EarlyFigures;
  const functions = JSON.parse(readFileSync(`${KEPT}/functions.json`, 'utf8')) as FunctionSearch[];
  return {
    'search-paper': raceTable(paper, true),
    'search-some': raceTable(some, false),
    'search-table': raceTable(table, false),
    'search-time': timeTable([...paper, ...some, ...table]),
    'search-early': earlyTable(early),
    'search-functions': [FUNCTION_COLUMNS, ...functionRows(functions)],
  };
}

/** Cells in the order in which they were first raced; of the paper's space by criterion, and by what settings leave open. */
function raceTable(races: readonly KeptRace[], isPaper: boolean): Table {
  const ended = races.filter((race) => race.ended);
  const nameOf = ({ bed, criterion, residual, defier, mode }: KeptRace): string =>
    [
      ...(isPaper ? [criterion, `x${residual}`] : []),
      ...(bed.startsWith('table') ? [bed === 'table all' ? 'all' : bed.slice('table '.length)] : []),
      defier ? 'yes' : 'no',
      mode,
    ].join('|');
  const heads = isPaper ? ['criterion', 'left open'] : [];
  if (ended[0]?.bed.startsWith('table')) heads.push('rows');
  const columns = [
    ...heads,
    'defier',
    'rule',
    'worlds',
    'trainings',
    'of all',
    'missed',
    'pick not within',
    'set',
    'untried',
    's',
  ];
  const rows = [...new Set(ended.map(nameOf))].sort().map((name) => {
    const own = ended.filter((race) => nameOf(race) === name);
    const meanOf = (of: (race: KeptRace) => number): number =>
      own.reduce((sum, race) => sum + of(race), 0) / own.length;
    const share = (is: (race: KeptRace) => boolean): string => shareText(own.filter(is).length, own.length);
    return [
      ...[...name.split('|'), String(own.length), meanText(own.map(({ trainings }) => trainings))],
      meanOf(({ trainings, candidates, replicates }) => trainings / (candidates * replicates)).toFixed(3),
      share(({ setRegret }) => isBehind(setRegret)),
      share(({ regret }) => isBehind(regret)),
      ...[meanOf(({ setSize }) => setSize), meanOf(({ untried }) => untried)].map(count),
      (meanOf(({ ownMs }) => ownMs) / 1000).toFixed(1),
    ];
  });
  return [columns, ...rows];
}

const MARKS = [1000, 10_000] as const;

/** The plan's own time at so many trainings, by rule: the mean of the races that came so far on the bed where it takes longest. */
function timeTable(races: readonly KeptRace[]): Table {
  const rows = [...new Set(races.map(({ mode }) => mode))].sort().map((mode) => [
    mode,
    ...MARKS.map((mark) => {
      const beds = [...new Set(races.map(({ bed }) => bed))].flatMap((bed) => {
        const times = races.flatMap((race) =>
          race.mode === mode && race.bed === bed ? (race.ownMsAt?.[mark] ?? []) : [],
        );
        return times.length === 0 ? [] : [times.reduce((sum, ms) => sum + ms, 0) / times.length];
      });
      return beds.length === 0 ? '-' : Math.max(...beds).toFixed(2);
    }),
  ]);
  return [['rule', ...MARKS.map((mark) => `ms a training at ${count(mark)}`)], ...rows];
}

function earlyTable({ cells }: EarlyFigures): Table {
  const nameOf = ({ space, criterion, stop }: EarlyCounts): string =>
    `${space}|${criterion}|${stop === 'end' ? 'its end' : stop}`;
  const spaces = [...new Set(cells.map(({ space }) => space))];
  const lateness = ({ stop }: EarlyCounts): number => (stop === 'end' ? Number.POSITIVE_INFINITY : stop);
  const inOrder = [...cells].sort(
    (one, other) =>
      spaces.indexOf(one.space) - spaces.indexOf(other.space) ||
      (one.criterion === other.criterion ? 0 : one.criterion < other.criterion ? -1 : 1) ||
      lateness(one) - lateness(other) ||
      0,
  );
  const said = [...new Set(inOrder.map(nameOf))].map(
    (name) => [name, cells.filter((cell) => nameOf(cell) === name)] as const,
  );
  const stopped = cells.filter(({ stop }) => stop !== 'end');
  const rows = [...said, ['all|both|before its end', stopped] as const].map(
    ([name, some]) => [name, totalOf(some)] as const,
  );
  return [
    [
      'space',
      'criterion',
      'stopped after',
      'searches',
      'say X',
      'X below 2 deviations',
      'wrong, of all',
      'wrong, of those tried by own trainings alone',
    ],
    ...rows
      .filter(([, total]) => total.said > 0)
      .map(([name, { searches, said: has, useful, wrong, saidOfTried, wrongOfTried }]) => [
        ...[...name.split('|'), String(searches), String(has), String(useful)],
        ...[rateText(wrong, has), rateText(wrongOfTried, saidOfTried)],
      ]),
  ];
}

function shareText(hits: number, trials: number): string {
  const { low, high } = estimateShare(hits, trials, LEVEL);
  return `${hits} of ${trials} (${hits === 0 ? '' : low.toFixed(2)}${hits === 0 ? 'to ' : '-'}${high.toFixed(2)})`;
}

function meanText(values: readonly number[]): string {
  if (values.length < 3) return values.map(count).join(' and ');
  const { value, low, high }: Estimate = estimateMean(Float64Array.from(values), LEVEL);
  return `${count(value)} (${count(Math.max(0, low))}-${count(high)})`;
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}
