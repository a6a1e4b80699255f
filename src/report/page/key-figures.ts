/** @file Key figures of a race, as tiles: the criterion, a typical training, the exported model, and what it cost. */
import { html, type Markup } from '../html/markup.js';
import { tile } from '../html/page.js';
import {
  formatCount,
  formatDuration,
  formatQuantity,
  formatShare,
  formatValue,
  formatWithin,
  halfWidth,
} from '../number-text.js';
import type { Result, ResultChoice } from '../result/result-schema.js';
import { criterionPhrase, examplesText, intervalText, mainMetrics } from '../view/choice-words.js';
import { partsOfEffort, shareOfAll, trainedInAll } from '../view/effort-words.js';
import type { ReportView } from '../view/report-view.js';
import { judgingWords } from '../view/run-notices.js';

export function keyFigures({ result, telling, word }: ReportView): Markup[] {
  const { choice } = result;
  if (choice === null) return [costTile(result)];
  return [
    criterionTile(result, choice, telling.largerIsBetter),
    typicalTile(result, choice, word),
    exportedTile(result, choice),
    costTile(result),
  ].filter((one) => one !== null);
}

/** Beside the fresh figure that of the choosing stands, with the reason why they differ. */
function criterionTile(result: Result, { criterion, trials }: ResultChoice, largerIsBetter: boolean): Markup {
  const { value, race, interval, from } = criterion;
  const name = criterionPhrase(result);
  const spread = halfWidth(interval);
  if (from === 'choosing') {
    return tile(
      name,
      formatValue(value),
      `over the ${formatQuantity(trials, 'trial')} that chose it, which flatter it`,
    );
  }
  const range =
    'reason' in interval
      ? null
      : html`<span class="unbroken">${intervalText(interval).trim()}</span> at ${formatShare(interval.level)}, `;
  const flattered = race.value !== null && (largerIsBetter ? race.value > value : race.value < value);
  const before =
    race.value === null
      ? null
      : `; ${formatWithin(race.value, spread)} while it was chosen${flattered ? ': winners look better then' : ''}`;
  return tile(name, formatWithin(value, spread), html`${range}${formatQuantity(trials, 'fresh trial')}${before}`);
}

/** What to expect of one training: on unseen examples where they were judged, else by the loss of the choice. */
function typicalTile(result: Result, choice: ResultChoice, word: string): Markup | null {
  const [name] = mainMetrics(choice)[0] ?? [];
  const figure = name === undefined ? undefined : choice.finalDistribution?.metrics[name];
  if (name !== undefined && figure !== undefined) {
    const spread = halfWidth(figure.interval);
    return tile(
      `${name}, typical training`,
      formatWithin(figure.median, spread),
      html`median of ${formatQuantity(figure.values.length, 'training')} <span class="unbroken">${intervalText(figure.interval).trim()}</span>, worst ${formatWithin(figure.worst, spread)}, on ${examplesText(result)}`,
    );
  }
  const own = result.members.find(({ standing }) => standing === 'choice');
  const figures = own?.fresh ?? own?.race;
  if (!own || !figures) return null;
  const trials = formatQuantity(figures.trials, own.fresh === null ? 'trial' : 'fresh trial');
  return tile(
    `${word}, typical training`,
    formatValue(figures.median),
    `median of ${trials}, worst ${formatValue(figures.worst)}`,
  );
}

/** The luckiest of many, and said to be. */
function exportedTile(result: Result, choice: ResultChoice): Markup | null {
  const [first, second] = mainMetrics(choice);
  if (first === undefined) return null;
  const more = second === undefined ? '' : `${second[0]} ${formatValue(second[1])}; `;
  return tile(
    `${first[0]}, ${choice.model ?? 'the exported model'}`,
    formatValue(first[1]),
    html`${more}the exported model, best of its trainings on ${judgingWords(result.plan)}, on ${examplesText(result)}`,
  );
}

function costTile({ trials, seconds }: Result): Markup {
  const share = shareOfAll(trials);
  const notes = [
    ...(share === null ? [] : [`${share} of ${formatCount(trials.exhaustive)}, every candidate every time`]),
    partsOfEffort(trials),
    ...(seconds === 0 ? [] : [html`<span class="unbroken">${formatDuration(seconds)}</span> in all`]),
  ].filter((note) => note !== '');
  const joined = notes.map((note, place) => html`${place === 0 ? '' : '; '}${note}`);
  return tile('trials', formatCount(trainedInAll(trials)), html`${joined}`);
}
