/** @file Figures of compared runs: the criterion of each run's choice, and by how much runs differ on candidates in common. */
import { betterWay, type Figure } from '../figures/index.js';
import { type IntervalRow, intervalChart } from '../html/charts/interval-chart.js';
import { formatCount, formatQuantity, formatWithin, halfWidth } from '../number-text.js';
import type { ResultInterval } from '../result/answer-schema.js';
import { intervalText } from '../view/choice-words.js';
import { endCells, endsOf, intervalWords } from '../view/interval-words.js';
import type { CompareView } from './compare-view.js';
import { differenceText } from './compare-words.js';

/** More candidates in common are in the table and the data. */
const MOST_ROWS = 40;

/** Null where no run has a choice, or their criteria or losses differ: values on one axis would be compared. */
export function choicesFigure({ runs, comparable }: CompareView): Figure | null {
  const shown = runs.flatMap(({ name, choice, criterion, trials }) =>
    choice === null || criterion === null ? [] : [{ name, choice, criterion, trials }],
  );
  const names = new Set(shown.map(({ criterion }) => criterion.name));
  const [word] = names;
  if (word === undefined || names.size > 1 || !comparable) return null;
  const rows = shown.map(({ name, choice, criterion, trials }): IntervalRow => {
    const text = `${formatWithin(criterion.value, halfWidth(criterion.interval))}${intervalText(criterion.interval)}`;
    return {
      name: `${name}: ${choice.name}`,
      note: text,
      shortNote: formatWithin(criterion.value, halfWidth(criterion.interval)),
      value: criterion.value,
      interval: endsOf(criterion.interval),
      role: 'open',
      title: `${name}, ${choice.name}: ${text}, ${formatCount(trials)} ${criterion.from === 'fresh' ? 'fresh ' : 'race '}trainings`,
    };
  });
  return {
    id: 'compare-choices',
    title: 'The winners',
    conclusion: `The ${word} of the winner of each run, from its own trainings.`,
    reading: shown.some(({ criterion }) => criterion.from === 'choosing')
      ? ['Without an interval: race trainings, which flatter the winner.']
      : [],
    n: `n = ${shown.map(({ trials }) => formatCount(trials)).join(', ')} trainings`,
    interval: intervalWords(shown.map(({ criterion }) => criterion.interval)),
    draw: intervalChart({
      rows,
      quantity: word,
      title: `${word} of the winner of each run`,
    }),
    data: {
      columns: ['run', 'candidate', word, 'low', 'high', 'trials'],
      rows: shown.map(({ name, choice, criterion, trials }) => [
        ...[name, choice.candidate, criterion.value],
        ...endCells(criterion.interval),
        trials,
      ]),
    },
  };
}

/** Null where runs have no candidate in common whose losses measure the same. */
export function sharedFigure({ shared, runs, criterion, largerIsBetter }: CompareView): Figure | null {
  const all = shared.flatMap(({ name, differences }) => differences.map((difference) => ({ name, ...difference })));
  const shown = all.filter(({ value }) => value !== null && !Number.isNaN(value)).slice(0, MOST_ROWS);
  if (shown.length === 0) return null;
  const several = runs.length > 2;
  const against = new Set(shown.map(({ from }) => from));
  const base = against.size === 1 ? (runs[shown[0]?.from ?? 0]?.name ?? '') : 'the first run that has it';
  const told = shown.filter(({ interval }) => isTold(interval)).length;
  const rows = shown.map((one): IntervalRow => {
    const text = differenceText(one);
    return {
      name: several ? `${one.name}, ${runs[one.run]?.name}` : one.name,
      note: `${one.how === 'independent' ? '' : `${one.how}, `}n ${formatCount(one.interval.n)}`,
      shortNote: `n ${formatCount(one.interval.n)}`,
      value: one.value as number,
      interval: endsOf(one.interval),
      role: isTold(one.interval) || one.interval.n === 0 ? 'choice' : 'open',
      title: `${one.name}, ${runs[one.run]?.name} minus ${runs[one.from]?.name}: ${text}`,
    };
  });
  return {
    id: 'compare-shared',
    title: 'Candidates in common',
    conclusion: toldText(told, shown.filter(({ interval }) => 'low' in interval).length),
    reading: [
      `Difference of the ${criterion} to ${base}; below 0: lower here.`,
      'Each interval holds by itself, so that one in twenty misses by chance.',
      ...(all.length > shown.length ? [`${formatCount(all.length - shown.length)} more are in the table.`] : []),
    ],
    direction: betterWay(largerIsBetter),
    n: 'n stands beside each',
    interval: intervalWords(shown.map(({ interval }) => interval)),
    draw: intervalChart({
      rows,
      quantity: `difference of the ${criterion}`,
      hasZero: true,
      title: `Differences between the runs on candidates in common`,
    }),
    data: {
      columns: ['candidate', 'run', 'minus', 'difference', 'low', 'high', 'n', 'how'],
      rows: all.map((one) => [
        ...[one.name, runs[one.run]?.name ?? '', runs[one.from]?.name ?? '', one.value],
        ...endCells(one.interval),
        one.interval.n,
        one.how,
      ]),
    },
  };
}

function toldText(told: number, withInterval: number): string {
  if (withInterval === 0)
    return 'No difference has an interval: of these candidates there are too few trainings to compare runs by.';
  if (withInterval === 1)
    return `The only difference with an interval ${told === 0 ? 'includes 0: nothing tells the runs apart there' : 'excludes 0'}.`;
  const of = `Of ${formatQuantity(withInterval, 'difference')} with an interval`;
  if (told === 0) return `${of} none excludes 0: nothing tells the runs apart there.`;
  return `${of} ${formatCount(told)} ${told === 1 ? 'excludes' : 'exclude'} 0.`;
}

/** Whether it leaves no doubt which way the difference goes. */
function isTold(interval: ResultInterval): boolean {
  return 'low' in interval && (interval.low > 0 || interval.high < 0);
}
