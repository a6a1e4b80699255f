/**
 * @file What each outlet of a run tells of its candidates, read back as a reader would: the result for programs, the table and the sentences of
 * the terminal, the page, the rows of trials.csv, tables for other documents, a comparison, and what surefoot watch serves. An outlet is one
 * entry of {@link OUTLETS}.
 */
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseHTML } from 'linkedom';
import { LiveBoard } from '../../dist/app/serve/live-board.js';
import { openWatchSource } from '../../dist/app/serve/start-watch.js';
import { LogTail } from '../../src/evidence/log/index.js';
import { parseResult } from '../../src/report/index.js';
import type { Board } from '../../src/watch/index.js';
import { surefootHere } from '../app/command-line-here.js';
import { BAR, type GeneratedRun } from './generated-runs.js';
import { trialsIn } from './trials-csv.js';

/** Of one candidate's trainings, of the race, after it, or all. What an outlet does not tell is absent. */
export interface Told {
  readonly x: number;
  readonly from: 'race' | 'fresh' | 'all';
  readonly begun: number;
  readonly failed: number;
  readonly collapsed: number;
  /** Losses that its figures use. */
  readonly counted?: number;
  readonly value?: number;
  readonly interval?: readonly [low: number, high: number];
  /** The criterion of the race's own trainings; null where it is infinite, or there are too few. */
  readonly raced?: number | null;
}

interface Outlet {
  readonly name: string;
  read(run: GeneratedRun): Promise<readonly Told[]> | readonly Told[];
}

const FILE = 'result.json';

/** As programs read it. */
export function resultOf({ folder }: GeneratedRun): ReturnType<typeof parseResult> {
  return parseResult(readFileSync(join(folder, FILE), 'utf8'));
}

const result: Outlet = {
  name: FILE,
  read: (run) => {
    const { members, winner, candidates } = resultOf(run);
    const xOf = new Map(candidates.map(({ id, configuration }) => [id, configuration.x as number]));
    const told = members.flatMap(({ candidate, fresh, race, collapses }): Told[] => {
      const x = xOf.get(candidate) as number;
      const figures = (['fresh', 'race'] as const).flatMap((from): Told[] => {
        const own = from === 'fresh' ? fresh : race;
        if (own === null) return [];
        const interval = from === 'fresh' && fresh !== null && 'low' in fresh.interval ? fresh.interval : null;
        return [
          {
            ...{ x, from, begun: own.begun, failed: own.failed, collapsed: own.collapsed, counted: own.trials },
            ...(own.criterion === null ? {} : { value: own.criterion }),
            ...(interval === null ? {} : { interval: [interval.low, interval.high] }),
          },
        ];
      });
      return collapses === null ? figures : [...figures, { x, ...collapses }];
    });
    if (winner?.collapses == null) return told;
    const { value, interval, from } = winner.criterion;
    const own = { x: winner.configuration.x as number, ...winner.collapses };
    if (from !== 'fresh' || own.from !== 'fresh') return [...told, own];
    return [
      ...told,
      {
        ...own,
        counted: winner.trials,
        value,
        ...('low' in interval ? { interval: [interval.low, interval.high] as const } : {}),
      },
    ];
  },
};

/** A row a training. */
const csv: Outlet = {
  name: 'trials.csv',
  read: ({ folder }) => {
    const rows = trialsIn(folder);
    const groups = new Map(rows.map(({ x, from }) => [`${x} ${from}`, { x, from }]));
    return [...groups.values()].map(({ x, from }): Told => {
      const own = rows.filter((row) => row.x === x && row.from === from);
      const ended = own.filter(({ status }) => status !== 'failed');
      const collapsed = ended.filter(({ loss }) => !(loss <= BAR)).length;
      return { x, from, begun: own.length, failed: own.length - ended.length, collapsed };
    });
  },
};

const number = (text: string): number =>
  text.includes('∞') ? Number.POSITIVE_INFINITY : Number(text.replace(/,/g, ''));

/** A table of candidates as it is read. */
export interface ReadTable {
  readonly from: 'fresh' | 'race';
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Of every row, by its headings. */
function toldIn(tables: readonly ReadTable[]): Told[] {
  return tables.flatMap(({ headings, rows, from }) => rows.flatMap((cells) => toldOf(headings, cells, from)));
}

function toldOf(headings: readonly string[], cells: readonly string[], from: Told['from']): Told[] {
  const x = xOfRow(cells);
  if (x === undefined || !headings.includes('trainings')) return [];
  const at = (name: string): number => {
    const place = headings.indexOf(name);
    return place < 0 ? 0 : Number.parseInt(cells[place] ?? '', 10);
  };
  const begun = at('trainings');
  const counted = headings.includes('counted') ? at('counted') : begun;
  return [{ x, from, begun, failed: at('failed'), collapsed: at('collapsed'), counted }];
}

/** The candidate of a row, by the setting that tells it apart. */
export function xOfRow([name = '']: readonly string[]): number | undefined {
  const found = /x ?= ?(\d+)/.exec(name)?.[1] ?? /^(\d+)/.exec(name)?.[1];
  return found === undefined ? undefined : Number(found);
}

const texts = new WeakMap<GeneratedRun, Promise<string>>();

/** What `report --long` prints; once for all that read it. */
export function longText(run: GeneratedRun): Promise<string> {
  const known =
    texts.get(run) ??
    surefootHere(['report', run.folder, '--long'], join(run.folder, '..')).then(({ stdout }) => stdout);
  texts.set(run, known);
  return known;
}

/** Tables of candidates, as an outlet shows them to people. */
interface Shown {
  readonly name: string;
  tables(run: GeneratedRun): Promise<readonly ReadTable[]>;
}

const terminal: Shown = {
  name: 'report --long',
  tables: async (run) => {
    const told: ReadTable[] = [];
    const lines = (await longText(run)).split('\n');
    for (const [place, line] of lines.entries()) {
      const from = line.startsWith('On ') ? fromOf(line) : undefined;
      if (from === undefined) continue;
      const end = lines.findIndex((later, at) => at > place + 1 && !/^\S+ *=|^x=/.test(later));
      const rows = lines.slice(place + 2, end).map((row) => row.split(/ {2,}/));
      told.push({ from, headings: (lines[place + 1] ?? '').split(/ {2,}/), rows });
    }
    return told;
  },
};

/** The sentences on the winner, of the terminal and of the page. */
export function sentencesOn(text: string): Omit<Told, 'x'>[] {
  const found = text.matchAll(
    /(?<count>\d+) of (?:the )?(?<begun>[\d,]+) (?<kind>fresh|race) trainings? (?<verb>failed|collapsed)(?:, (?<more>\d+) collapsed)?/g,
  );
  return [...found].map(({ groups = {} }) => {
    const isFailed = groups.verb === 'failed';
    return {
      from: groups.kind === 'fresh' ? 'fresh' : 'race',
      begun: number(groups.begun ?? ''),
      failed: isFailed ? Number(groups.count) : 0,
      collapsed: isFailed ? Number(groups.more ?? 0) : Number(groups.count),
    };
  });
}

/** Members of a probation are told of by name, and up to where each passed or failed. */
const withoutProbation = (text: string): string =>
  text.replace(/\s+/g, ' ').replace(/(Reliability|On probation|Failed probation)[^.]*?\d %.*?(?=\. [A-Z]|$)/g, '');

const answer: Outlet = {
  name: 'the sentences of the terminal',
  read: async (run) => {
    const x = resultOf(run).winner?.configuration.x as number | undefined;
    const text = await longText(run);
    return x === undefined ? [] : sentencesOn(withoutProbation(text)).map((told) => ({ x, ...told }));
  },
};

const pageSentences: Outlet = {
  name: 'the sentences of the page',
  read: (run) => {
    const x = resultOf(run).winner?.configuration.x as number | undefined;
    const { document } = parseHTML(readFileSync(join(run.folder, 'report.html'), 'utf8'));
    const told = [...document.querySelectorAll('p.collapsed, #how-we-know p, #how-we-know li')];
    const text = told.map((element) => element.textContent ?? '').join(' ');
    return x === undefined ? [] : sentencesOn(withoutProbation(text)).map((one) => ({ x, ...one }));
  },
};

function inPage(html: string): ReadTable[] {
  const { document } = parseHTML(html);
  const text = (element: { readonly textContent: string | null }): string =>
    element.textContent?.replace(/\s+/g, ' ').trim() ?? '';
  return [...document.querySelectorAll('p.caption')].flatMap((caption) => {
    const from = fromOf(text(caption));
    const rows = caption.nextElementSibling?.querySelectorAll('tr') ?? [];
    if (from === undefined || rows.length === 0) return [];
    const [headings = [], ...body] = [...rows].map((row) => [...row.querySelectorAll('th, td')].map(text));
    return [{ from, headings, rows: body }];
  });
}

const fromOf = (caption: string): 'fresh' | 'race' | undefined =>
  /On fresh trainings/.test(caption) ? 'fresh' : /On race trainings/.test(caption) ? 'race' : undefined;

const page: Shown = {
  name: 'report.html',
  tables: async ({ folder }) => inPage(readFileSync(join(folder, 'report.html'), 'utf8')),
};

/** For another document; a caption stands above its table. */
const tablesAs = (format: 'markdown' | 'latex', between: RegExp): Shown => ({
  name: `report --table ${format}`,
  tables: async ({ folder }) => {
    const { stdout } = await surefootHere(['report', folder, '--table', format], join(folder, '..'));
    const told: ReadTable[] = [];
    let from: ReadTable['from'] | undefined;
    let head: readonly string[] = [];
    for (const line of stdout.split('\n')) {
      const cells = line.split(between).map((cell) => cell.trim().replaceAll('\\', ''));
      from = fromOf(line) ?? from;
      if (cells.some((cell) => cell === 'trainings'))
        head = cells.filter((_, place) => place >= cells.indexOf('candidate'));
      const first = cells.findIndex((cell) => /^x ?= ?\d/.test(cell));
      if (from === undefined || first < 0) continue;
      const known = told.at(-1);
      const row = cells.slice(first);
      if (known?.headings === head) told[told.length - 1] = { ...known, rows: [...known.rows, row] };
      else told.push({ from, headings: head, rows: [row] });
    }
    return told;
  },
});

/** With a copy of itself, which has the same trainings. */
const comparison: Outlet = {
  name: 'report --compare',
  read: async (run) => {
    const copy = `${run.folder}-copy`;
    cpSync(run.folder, copy, { recursive: true });
    const { stdout } = await surefootHere(['report', '--compare', run.folder, copy, '--json'], join(run.folder, '..'));
    rmSync(copy, { recursive: true });
    const { shared } = JSON.parse(stdout) as { shared: readonly { readonly figures: readonly Figure[] }[] };
    const xOf = new Map(resultOf(run).candidates.map(({ id, configuration }) => [id, configuration.x as number]));
    return shared.flatMap(({ figures }) =>
      figures.map(({ candidate, trials, value, interval, from, begun, failed, collapsed }): Told => {
        // Of one that never worked nothing is compared.
        const counted = begun === failed ? {} : { counted: trials };
        const told = { x: xOf.get(candidate) as number, from, begun, failed, collapsed, ...counted };
        if (value === null || interval.reason !== undefined) return told;
        return {
          ...told,
          value: Number(value),
          interval: [Number(interval.low ?? -Infinity), Number(interval.high ?? Infinity)],
        };
      }),
    );
  },
};

interface Figure extends Pick<Told, 'begun' | 'failed' | 'collapsed'> {
  readonly candidate: string;
  readonly from: 'race' | 'fresh';
  readonly trials: number;
  readonly value: number | string | null;
  readonly interval: { readonly low?: number | null; readonly high?: number | null; readonly reason?: string };
}

/** The rows of a run as surefoot watch sends them while it goes on, a dot a training. */
export function boardOf(folder: string): Board['rows'] {
  const board = new LiveBoard();
  const question = new LogTail(join(folder, 'log.sqlite')).news(board)?.question;
  board.know(question?.decisions ?? []);
  return (board.since(undefined) as Board).rows;
}

const board: Outlet = {
  name: 'the board of watch',
  read: ({ folder }) => {
    return boardOf(folder).flatMap(({ name, trainings, value, dots }): Told[] => {
      // Of many it sends the newest.
      if (trainings === 0 || trainings > dots.length) return [];
      const failed = dots.filter(([, kind]) => kind === 'failed').length;
      const collapsed = dots.filter(([loss, kind]) => kind === 'diverged' || (loss !== null && loss > BAR)).length;
      return [{ x: xIn(name), from: 'all', begun: trainings, failed, collapsed, raced: value }];
    });
  },
};

/** The page that it serves is made anew, by a process of its own: of every fourth run. */
const servedPage: Outlet = {
  name: 'the page of watch',
  read: async ({ folder, name }) => {
    if (Number(/\d+$/.exec(name)?.[0]) % 4 !== 1) return [];
    const source = openWatchSource(join(folder, '..'));
    try {
      return toldIn(inPage((await source.run(basename(folder))?.page())?.html ?? ''));
    } finally {
      source.close();
    }
  },
};

const xIn = (name: string): number => Number(/^x=(\d+)/.exec(name)?.[1]);

/** Those whose tables people read. */
export const SHOWN: readonly Shown[] = [...[terminal, page], tablesAs('markdown', /\|/), tablesAs('latex', /&|\\\\/)];

export const OUTLETS: readonly Outlet[] = [
  ...[result, csv, answer, pageSentences, comparison, board, servedPage],
  ...SHOWN.map(({ name, tables }): Outlet => ({ name, read: async (run) => toldIn(await tables(run)) })),
];
