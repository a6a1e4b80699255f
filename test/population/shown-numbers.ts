/**
 * @file Every number that a run shows of its candidates is the formatter's text of a number in result.json: read from the tables of the terminal, the
 * page and other documents, from what the answer says is to be expected, from the first table of the page, and from trials.csv.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseHTML } from 'linkedom';
import { cellFormat, type TablePayload, unpackColumns } from '../../src/report/in-page.js';
import {
  columnFormat,
  formatEstimate,
  formatWithin,
  halfWidth,
  type Result,
  typicalSpread,
} from '../../src/report/index.js';
import { readPage } from '../reading/page.js';
import type { GeneratedRun } from './generated-runs.js';
import { longText, type ReadTable, resultOf, SHOWN, xOfRow } from './outlets.js';
import { trialsIn } from './trials-csv.js';

type Member = Result['members'][number];
type Figures = NonNullable<Member['fresh']> | NonNullable<Member['race']>;

/** What is shown otherwise than result.json has it, in words; and how many texts were read. */
export interface Compared {
  readonly differences: readonly string[];
  readonly compared: number;
}

export async function compareShown(run: GeneratedRun): Promise<Compared> {
  const result = resultOf(run);
  const pairs = [
    ...pairsOfExpectation(await longText(run), run, result),
    ...pairsOfFirstTable(run, result),
    ...pairsOfTrials(run),
  ];
  // One after the other: each stands in the folder of the run.
  for (const { name, tables } of SHOWN) pairs.push(...pairsOfTables(name, await tables(run), result));
  return {
    differences: pairs.flatMap(({ where, shown, expected }) =>
      shown === expected ? [] : [`${run.name}, ${where}: ${shown}, where it is ${expected}`],
    ),
    compared: pairs.length,
  };
}

interface Pair {
  readonly where: string;
  readonly shown: string;
  readonly expected: string;
}

/** A number of result.json by the heading under which tables show it. */
function columnsOf({
  criterion: { name },
}: Result): Readonly<Record<string, (own: Figures, member: Member) => unknown>> {
  return {
    worst: ({ worst }) => worst,
    iqr: ({ iqr }) => iqr,
    median: ({ median }) => median,
    "winner's": (own, { standing }) => ('winner' in own && standing !== 'winner' ? own.winner : null),
    [`${name} in race`]: (_, { race }) => race?.criterion ?? null,
    [name]: ({ criterion }) => criterion,
  };
}

function pairsOfTables(outlet: string, tables: readonly ReadTable[], result: Result): Pair[] {
  const xOf = new Map(result.candidates.map(({ id, configuration }) => [id, configuration.x as number]));
  const members = new Map(result.members.map((member) => [xOf.get(member.candidate), member]));
  return tables.flatMap(({ from, headings, rows }) => {
    const known = rows.flatMap((cells) => {
      const member = members.get(xOfRow(cells));
      const own = member?.[from] ?? null;
      return member === undefined || own === null ? [] : [{ cells, member, own }];
    });
    const spread =
      typicalSpread(known.map(({ own }) => halfWidth(intervalOf(own)))) ??
      typicalSpread(known.map(({ own }) => (own.iqr === null ? null : own.iqr / Math.sqrt(own.trials))));
    return Object.entries(columnsOf(result)).flatMap(([heading, numberOf]) => {
      const place = headings.indexOf(heading);
      if (place < 0) return [];
      const values = known.map(({ own, member }) => numberOf(own, member) as number | null);
      const format = columnFormat(
        values.filter((value) => value !== null),
        spread,
      );
      return known.map(({ cells, own: figures }, row): Pair => {
        const value = values[row] ?? null;
        const shown = plain(cells[place] ?? '');
        const own = heading === result.criterion.name ? intervalOf(figures) : null;
        const { text, ends } = value === null ? { text: '–', ends: '' } : formatEstimate(value, own, 'value', format);
        return {
          where: `${outlet}, ${from}, ${cells[0]}, ${heading}`,
          shown,
          expected: shown.includes('[') ? `${text} ${ends}` : text,
        };
      });
    });
  });
}

function intervalOf(own: Figures): Extract<Figures, { interval: unknown }>['interval'] {
  return 'interval' in own ? own.interval : { reason: 'these chose it', n: own.trials };
}

/** Without what only LaTeX writes; a page sets what stands in brackets below. */
function plain(cell: string): string {
  return cell
    .replaceAll('{[}', '[')
    .replaceAll('{]}', ']')
    .replaceAll('$infty$', '∞')
    .replaceAll('$-$', '−')
    .replace(/^--$/, '–')
    .replace(/(\S)\[/, '$1 [');
}

/** `Loss 0.42 (median) of ...: 0.39 to 0.51`, in the terminal and on the page. */
function pairsOfExpectation(text: string, run: GeneratedRun, { winner, members }: Result): Pair[] {
  const own = members.find(({ standing }) => standing === 'winner');
  const figures = own?.fresh ?? own?.race;
  const said = /Loss (\S+) (?:\(median\) of|in each of)/.exec(text.replace(/\s+/g, ' '));
  const range = winner?.expected?.range ?? null;
  const ends = /Another training[^:]*: (\S+ to \S+) \(/.exec(text.replace(/\s+/g, ' '))?.[1];
  if (winner === null || figures === null || figures === undefined || said === null) return [];
  const from = own?.fresh ? 'fresh' : 'race';
  const losses = trialsIn(run.folder)
    .filter((trial) => trial.x === winner.configuration.x && trial.from === from)
    .map(({ loss }) => loss);
  const within = halfWidth(intervalOf(figures));
  const column = columnFormat(losses.filter(Number.isFinite));
  const format = (value: number): string =>
    within === null || within === 0 ? column(value) : formatWithin(value, within);
  const { document } = parseHTML(readFileSync(join(run.folder, 'report.html'), 'utf8'));
  const typical = document.querySelector('.answer .big, #answer .big')?.firstChild?.textContent?.trim() ?? '';
  return [
    { where: 'terminal, expected median', shown: said[1] ?? '', expected: format(figures.median) },
    ...(ends === undefined || range === null
      ? []
      : [
          {
            where: 'terminal, expected range',
            shown: ends,
            expected: formatEstimate(figures.median, range).ends.slice(1, -1).replace(', ', ' to '),
          },
        ]),
    { where: 'page, expected median', shown: typical, expected: format(figures.median) },
  ];
}

/** Numbers that the page carries, and their texts in the rows that are there without a script. */
function pairsOfFirstTable({ folder }: GeneratedRun, result: Result): Pair[] {
  const { payloads, tables } = readPage(readFileSync(join(folder, 'report.html'), 'utf8'));
  const payload = payloads.get('table') as TablePayload;
  const cells = unpackColumns(payload);
  const at = (id: string) => cells[payload.columns.findIndex((column) => column.id === id)] ?? [];
  const names = at('candidate');
  const criteria = new Map(result.candidates.map(({ configuration, criterion }) => [configuration.x, criterion]));
  const rivals = new Map(result.tieSet?.rivals.map((rival) => [rival.candidate, rival]));
  const idOf = new Map(result.candidates.map(({ id, configuration }) => [configuration.x, id]));
  const shownRows = tables.find(({ section }) => section === 'candidates');
  const [difference, low] = ['difference', 'differenceLow'].map((id) => payload.columns.find((one) => one.id === id));
  return names.flatMap((name, row): Pair[] => {
    const x = xOfRow([String(name)]);
    const rival = rivals.get(idOf.get(x) ?? '');
    const end =
      rival !== undefined && 'low' in rival.interval && Number.isFinite(rival.difference) ? rival.interval.low : null;
    const place =
      difference === undefined
        ? -1
        : (shownRows?.headings.findIndex((heading) => heading.startsWith(difference.heading)) ?? -1);
    const text = shownRows?.rows[row]?.[place];
    return [
      {
        where: `page, first table, ${name}, criterion`,
        shown: String(at('criterion')[row] ?? null),
        expected: String(criteria.get(x) ?? null),
      },
      ...(difference === undefined || low === undefined || rival === undefined || text === undefined || end === null
        ? []
        : [
            {
              where: `page, first table, ${name}, difference`,
              shown: text,
              expected: `${cellFormat(difference)(rival.difference)}, ${cellFormat(low)(Number(end.toPrecision(4)))}`,
            },
          ]),
    ];
  });
}

/** A loss as its trainer gave it, to the last digit. */
function pairsOfTrials({ folder, trainings }: GeneratedRun): Pair[] {
  const losses = new Map(trainings.map(({ x, replicate, loss }) => [`${x} ${replicate}`, loss]));
  return trialsIn(folder).flatMap(({ x, replicate, loss, status }) =>
    status !== 'completed'
      ? []
      : [
          {
            where: `trials.csv, ${x}, ${replicate}`,
            shown: String(loss),
            expected: String(losses.get(`${x} ${replicate}`)),
          },
        ],
  );
}
