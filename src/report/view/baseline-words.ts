/** @file Says what a winner is worth beside models that are nearly nothing: what comes before every other word about it. */
import { baselineWords } from '../../core/index.js';
import { lossWord } from '../direction.js';
import { formatQuantity, formatValue } from '../number-text.js';
import type { ResultBaseline } from '../result/figure-schema.js';
import type { Result } from '../result/result-schema.js';
import { mainMetrics } from './choice-words.js';
import { capitalised, ON_SELECTION } from './phrases.js';
import type { RunNotice } from './run-notices.js';

/** `Worse than predicting the mean (loss 1.2 on the selection set)`; null where the winner is better than the trivial baseline, beyond doubt. */
export function unbeatenText(result: Result): string | null {
  const trivial = result.baselines.find(({ kind, beaten }) => kind === 'trivial' && !beaten);
  if (trivial === undefined) return null;
  return capitalised(comparisonText(result, trivial));
}

/** A simple model that is as good is read before the figures are used. */
export function baselineNotices(result: Result): RunNotice[] {
  const simple = result.baselines.filter(({ kind, beaten }) => kind === 'simple' && !beaten);
  return simple.map((baseline) => ({ kind: 'baseline', text: `The winner is ${comparisonText(result, baseline)}.` }));
}

/** The baselines' own figures. */
export function baselineStatements(result: Result): string[] {
  const { baselines } = result;
  const [first] = baselines;
  if (first === undefined) return [];
  // What the winner is praised by, 0.9 of which may be the share of one class.
  const [metric] = result.winner === null ? [] : (mainMetrics(result.winner)[0] ?? []);
  const figures = baselines.map((baseline, place) => {
    const value = metric === undefined || metric === 'loss' ? undefined : baseline.final?.[metric];
    const isFirst = place === 0;
    return [
      `${baselineWords(baseline)} ${isFirst ? `has a ${lossWord(result)} ` : ''}of ${formatValue(baseline.loss)}${isFirst ? ` ${ON_SELECTION}` : ''}`,
      ...(value === undefined
        ? []
        : [isFirst ? ` and ${metric} ${formatValue(value)} on unseen examples` : ` and ${formatValue(value)}`]),
    ].join('');
  });
  const least = Math.min(...baselines.map(({ replicates }) => replicates));
  const samples = least === 1 ? 'from one sample' : `each the mean over ${formatQuantity(least, 'sample')} or more`;
  return [`For comparison, ${figures.join(', ')} (${samples}).`];
}

function comparisonText(result: Result, baseline: ResultBaseline): string {
  const how = baseline.better === 0 ? 'worse than' : 'not shown to be better than';
  return `${how} ${baselineWords(baseline)} (${lossWord(result)} ${formatValue(baseline.loss)} ${ON_SELECTION})`;
}
