/** @file The table of docs/measurements.md about known functions: a column for each search, and ours less the others', seed by seed. */
import { type Estimate, estimateMean } from '../../src/stats/index.js';
import { withEnds } from '../estimates.js';
import {
  FUNCTION_CONTENDERS,
  FUNCTION_NAMES,
  type FunctionContender,
  type FunctionSearch,
  MARKS,
} from './functions.js';

const LEVEL = 0.95;
const COMPARED = ['tpe', 'gp'] as const satisfies readonly FunctionContender[];

export const FUNCTION_COLUMNS: readonly string[] = [
  ...['function', 'trainings', ...FUNCTION_CONTENDERS],
  ...COMPARED.map((name) => `ours less ${name}`),
  'own ms a training',
];

/** Cells of its rows; one that nobody searched is a dash. */
export function functionRows(searches: readonly FunctionSearch[]): string[][] {
  return FUNCTION_NAMES.flatMap((name) =>
    MARKS.map((mark) => {
      const regretsOf = (contender: FunctionContender): Map<number, number> =>
        new Map(
          searches.flatMap((one) => {
            const regret = one.regret[mark];
            return one.name === name && one.contender === contender && regret !== undefined ? [[one.seed, regret]] : [];
          }),
        );
      const ours = regretsOf('ours');
      const less = (contender: FunctionContender): number[] =>
        [...regretsOf(contender)].flatMap(([seed, regret]) => {
          const own = ours.get(seed);
          return own === undefined ? [] : [own - regret];
        });
      const times = searches.flatMap((one) =>
        one.name === name && one.contender === 'ours' ? (one.ownMs?.[mark] ?? []) : [],
      );
      const digits = name === 'ackley-10' ? 1 : 2;
      return [
        ...[name, mark.toLocaleString('en-US')],
        ...FUNCTION_CONTENDERS.map((contender) => meanText([...regretsOf(contender).values()], digits, ours.size)),
        ...COMPARED.map((contender) => meanText(less(contender), digits, ours.size)),
        times.length === 0 ? '-' : (times.reduce((sum, ms) => sum + ms, 0) / times.length).toFixed(1),
      ];
    }),
  );
}

/** With the number of seeds where it is not that of ours. */
function meanText(values: readonly number[], digits: number, seeds: number): string {
  if (values.length < 2) return '-';
  const estimate: Estimate = estimateMean(Float64Array.from(values), LEVEL);
  return `${withEnds(estimate, digits, ' to ')}${values.length === seeds ? '' : `, ${values.length} seeds`}`;
}
