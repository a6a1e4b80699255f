/** @file Searches of known functions in figures, seed by seed: as lines to read at once, and as the table of docs/measurements. */
import { mean } from '../../src/stats/index.js';
import { meanText } from '../estimates.js';
import {
  FUNCTION_CONTENDERS,
  FUNCTION_NAMES,
  type FunctionContender,
  type FunctionName,
  type FunctionSearch,
  MARKS,
} from './functions.js';

const COMPARED = ['tpe', 'gp'] as const satisfies readonly FunctionContender[];

/** Of one contender at a mark, by the seeds that it searched. */
interface FunctionFigures {
  readonly regrets: readonly number[];
  /** Ours less this one's, of the seeds that both searched. */
  readonly less: readonly number[];
  /** Empty for peers. */
  readonly ownMs: readonly number[];
}

function figuresOf(
  searches: readonly FunctionSearch[],
  name: FunctionName,
  mark: number,
): Readonly<Record<FunctionContender, FunctionFigures>> {
  const at = searches.flatMap(({ regret: regrets, ownMs, ...one }) => {
    const regret = regrets[mark];
    return one.name === name && regret !== undefined ? [{ ...one, regret, ms: ownMs?.[mark] }] : [];
  });
  const ours = new Map(at.flatMap(({ contender, seed, regret }) => (contender === 'ours' ? [[seed, regret]] : [])));
  const of = (contender: FunctionContender): FunctionFigures => {
    const own = at.filter((one) => one.contender === contender);
    return {
      regrets: own.map(({ regret }) => regret),
      less: own.flatMap(({ seed, regret }) => {
        const best = ours.get(seed);
        return best === undefined ? [] : [best - regret];
      }),
      ownMs: own.flatMap(({ ms }) => ms ?? []),
    };
  };
  const entries = FUNCTION_CONTENDERS.map((contender) => [contender, of(contender)] as const);
  return Object.fromEntries(entries) as Record<FunctionContender, FunctionFigures>;
}

/** A line for each contender that searched with two seeds or more. */
export function functionLines(searches: readonly FunctionSearch[]): string[] {
  const lines = FUNCTION_NAMES.flatMap((name) =>
    MARKS.flatMap((mark) => {
      const figures = figuresOf(searches, name, mark);
      return FUNCTION_CONTENDERS.flatMap((contender) => {
        const { regrets, less, ownMs } = figures[contender];
        if (regrets.length < 2) return [];
        const against = contender === 'ours' || less.length < 2 ? '' : meanText(less, 3, ' to ');
        return [
          [
            ...[name.padEnd(10), String(mark).padStart(6), contender.padEnd(6), String(regrets.length).padStart(5)],
            ...[meanText(regrets, 3, ' to ').padEnd(24), against.padEnd(26)],
            ownMs.length === 0 ? '' : `${mean(ownMs).toFixed(1)} ms`,
          ].join('  '),
        ];
      });
    }),
  );
  return [
    'q3 of the pick above the least there is, in standard deviations of the function over its space: means over seeds with 95 % intervals',
    'function    trials  search  seeds  regret                    ours less this              own time a trial',
    ...lines,
  ];
}

export const FUNCTION_COLUMNS: readonly string[] = [
  ...['function', 'trainings', ...FUNCTION_CONTENDERS],
  ...COMPARED.map((name) => `ours less ${name}`),
  'own ms a training',
];

/** Cells of its rows; one that was not searched is a dash. */
export function functionRows(searches: readonly FunctionSearch[]): string[][] {
  return FUNCTION_NAMES.flatMap((name) =>
    MARKS.map((mark) => {
      const figures = figuresOf(searches, name, mark);
      const { regrets, ownMs } = figures.ours;
      // With the number of seeds where it is not that of ours.
      const text = (values: readonly number[]): string => {
        const seeds = values.length < 2 || values.length === regrets.length ? '' : `, ${values.length} seeds`;
        return `${meanText(values, name === 'ackley-10' ? 1 : 2, ' to ')}${seeds}`;
      };
      return [
        ...[name, mark.toLocaleString('en-US')],
        ...FUNCTION_CONTENDERS.map((contender) => text(figures[contender].regrets)),
        ...COMPARED.map((contender) => text(figures[contender].less)),
        ownMs.length === 0 ? '-' : mean(ownMs).toFixed(1),
      ];
    }),
  );
}
