/** @file Key figures of a race, as tiles below its headline. */
import { html, type Markup } from '../html/markup.js';
import { tile } from '../html/page.js';
import { formatCount, formatQuantity, formatShare, formatValue } from '../number-text.js';
import { confidenceText, criterionPhrase, intervalText, mainMetrics } from '../view/choice-words.js';
import type { ReportView } from '../view/report-view.js';

export function keyFigures({ result }: ReportView): Markup[] {
  const { choice, trials, candidates, certificate, tolerance } = result;
  const metrics = choice ? mainMetrics(choice) : [];
  const examples = result.data.split.final;
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
    ...metrics.map(([name, value]) =>
      tile(
        `final ${name}`,
        formatValue(value),
        examples === undefined ? 'on the final set' : `on ${formatCount(examples)} unseen examples`,
      ),
    ),
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
