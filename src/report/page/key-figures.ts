/** @file Key figures of a race, as tiles below its headline. */
import { html, type Markup } from '../html/markup.js';
import { tile } from '../html/page.js';
import { formatCount, formatQuantity, formatShare, formatValue } from '../number-text.js';
import type { Result } from '../result/result-schema.js';
import { confidenceText, criterionPhrase, examplesText, intervalText, mainMetrics } from '../view/choice-words.js';
import type { ReportView } from '../view/report-view.js';

export function keyFigures({ result }: ReportView): Markup[] {
  const { choice, trials, candidates, certificate, tolerance } = result;
  const metrics = choice ? mainMetrics(choice) : [];
  return [
    ...(choice
      ? [
          tile(
            criterionPhrase(result),
            formatValue(choice.criterion.value),
            'reason' in choice.criterion.interval
              ? `over the ${formatQuantity(choice.trials, 'trial')} that chose it`
              : html`over ${formatQuantity(choice.trials, 'fresh trial')}, ${formatShare(choice.criterion.interval.level)} interval <span class="unbroken">${intervalText(choice.criterion.interval).trim()}</span>`,
          ),
        ]
      : []),
    ...metrics.map(([name, value]) => finalTile(result, name, value)),
    ...(tolerance === null || certificate === null || !Number.isFinite(certificate)
      ? []
      : [tile('from the best at most', formatValue(certificate, 2), `certified at ${confidenceText(tolerance)}`)]),
    tile(
      'trials of the race',
      formatCount(trials.race),
      html`instead of ${formatCount(trials.exhaustive)} <span class="unbroken">(${formatShare(trials.exhaustive === 0 ? 0 : trials.race / trials.exhaustive)})</span>${trials.fresh === 0 ? '' : `, and ${formatCount(trials.fresh)} fresh`}`,
    ),
    tile(
      'candidates',
      formatCount(candidates.length),
      tolerance === null
        ? `${formatCount(result.survivors.length)} left in the race`
        : `${formatCount(result.survivors.length)} of them may be the best`,
    ),
  ];
}

/** What to expect of a training first; the exported model is the luckiest of many. */
function finalTile(result: Result, name: string, exported: number): Markup {
  const typical = result.choice?.finalDistribution?.metrics[name];
  const where = `on ${examplesText(result)}`;
  if (typical === undefined) return tile(`final ${name}`, formatValue(exported), where);
  const trainings = formatQuantity(typical.values.length, 'training');
  return tile(
    `final ${name}`,
    formatValue(typical.median),
    html`median of ${trainings} ${where}, <span class="unbroken">${result.choice?.model ?? 'the model'} ${formatValue(exported)}</span>`,
  );
}
