/** @file `report.html`: the view as one page that needs nothing else, no script and no network. */
import { formatCount, formatQuantity, formatShare, formatValue } from '../number-text.js';
import type { Result } from '../result/result-schema.js';
import { betterText, confidenceText, criterionPhrase, intervalText, mainMetrics } from '../view/choice-words.js';
import { intervalNote, intervalWords } from '../view/interval-words.js';
import type { ReportView } from '../view/report-view.js';
import { drawBoxChart } from './charts/box-chart.js';
import { drawModelsLeft, drawTrialsUsed } from './charts/effort-charts.js';
import { drawRaceChart } from './charts/race-chart.js';
import { html, type Markup } from './markup.js';
import { renderPage, tile } from './page.js';
import {
  candidateTable,
  decisionTable,
  factList,
  finalistTables,
  objectFacts,
  originFacts,
  rivalTable,
} from './tables.js';

/** The whole page as UTF-8 text. */
export function renderReport(view: ReportView): string {
  const { result } = view;
  return renderPage({
    title: `${result.name}: ${result.choice?.candidate ?? 'no choice'}`,
    kicker: `Surefoot · robust model selection${result.data.simulated ? ' · simulated data' : ''}`,
    name: result.name,
    headline: view.headline,
    statements: view.statements,
    notices: view.notices,
    tiles: keyFigures(view),
    sections: [
      finalistSection(view),
      rivalSection(view),
      choiceSection(view),
      raceSection(view),
      reproductionSection(view),
      detailSection(view),
    ],
    footer: 'Every figure on this page comes from the log of the run; result.json holds them for programs.',
  });
}

function keyFigures({ result }: ReportView): Markup[] {
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

function choiceSection({ result: { choice, verdict } }: ReportView): Markup | null {
  if (!choice) return null;
  const isFinal = verdict !== 'provisional';
  return html`<section><h2>The ${isFinal ? 'choice' : 'best so far'}: ${choice.candidate}</h2>
${factList([
  ['label', choice.label],
  ...objectFacts(choice.configuration),
  ['model', choice.model === null ? null : html`<code>${choice.model}</code>`],
  ['may be as well', choice.ties.join(', ')],
])}</section>`;
}

function raceSection({ race, effort, result }: ReportView): Markup | null {
  if (race.rounds === 0) return null;
  const infinite = race.beyond.length > 0;
  return html`<section><h2>The race</h2>
<figure>
${keyList(race)}
<div class="wide">${drawRaceChart('race', race, 'wide')}</div>
<div class="narrow">${drawRaceChart('race-narrow', race, 'narrow')}</div>
<figcaption><b>${race.criterion} after each trial.</b> ${[
    race.eliminates
      ? 'A path ends where its candidate left the race.'
      : 'A path ends with the last trial of its candidate: nobody leaves for good, and trials go where they tell most.',
    race.field === null
      ? ''
      : ` Of ${formatCount(race.candidates)} candidates ${formatCount(race.paths.length)} are drawn: the first ones, and the others at even distances by rank; the shaded band holds the middle 80 % of all that had so many trials, the dotted line their median.`,
    infinite
      ? ' The strip counts candidates whose figure lies off the scale: infinite because a training diverged or failed, or far worse than all others.'
      : '',
  ]}</figcaption>
</figure>
<figure class="effort"><div class="pair"><div>${drawModelsLeft('left', effort)}</div><div>${drawTrialsUsed('used', effort)}</div></div>
<figcaption><b>What it cost.</b> Left: ${effort.leftBy === 'looks' ? 'candidates that may be the best, after each look at all trials so far' : 'candidates trained in each round'}. Right: trials used, beside training all ${formatCount(effort.candidates)} candidates ${formatCount(effort.exhaustiveRounds)} times each${result.trials.saved > 0 ? `; ${formatShare(result.trials.saved)} were saved` : ''}.</figcaption></figure>
</section>`;
}

const ROLES = ['choice', 'racing', 'late', 'dropped'] as const;
const ELIMINATED_WORDS = {
  choice: 'the choice',
  racing: 'still racing',
  late: 'last to leave',
  dropped: 'left earlier',
};
const IDLE_WORDS = { choice: 'the choice', racing: 'may be better', late: 'the next best', dropped: 'others' };

function keyList({ paths, eliminates }: ReportView['race']): Markup {
  const words = eliminates ? ELIMINATED_WORDS : IDLE_WORDS;
  const present = ROLES.filter((wanted) => paths.some(({ role }) => role === wanted));
  return html`<ul class="keys" aria-hidden="true">${present.map((role) => html`<li><span class="key" style="--key: var(--${role})"></span>${words[role]}</li>`)}</ul>`;
}

function finalistSection(view: ReportView): Markup | null {
  const { finalists, word, result } = view;
  if (finalists.boxes.length === 0) return null;
  const isAnyFresh = result.trials.fresh > 0;
  return html`<section><h2>The choice and its rivals</h2>
${finalistTables(finalists, result)}
<p class="quiet">${finalistNote(view)}</p>
<figure>
<div class="wide">${drawBoxChart('boxes', finalists, word, 'wide')}</div>
<div class="narrow">${drawBoxChart('boxes-narrow', finalists, word, 'narrow')}</div>
<figcaption><b>The ${word} on the selection set${isAnyFresh ? ', of fresh trials where there are any' : ''}.</b> Boxes are quartiles, the thick line the median, whiskers reach the furthest trial within 1.5 interquartile ranges; no box for fewer than five trials.</figcaption>
</figure>
</section>`;
}

function rivalSection({ result }: ReportView): Markup | null {
  const table = rivalTable(result);
  if (table === null) return null;
  return html`<section><h2>Could it be another?</h2>
${table}
<p class="quiet">${rivalNote(result)}</p>
</section>`;
}

function rivalNote({ tieSet, tolerance }: Result): string {
  if (tieSet === null) return '';
  const { alpha, test, rivals } = tieSet;
  const words = intervalWords(rivals.map(({ interval }) => interval));
  return [
    `The nearest of ${formatQuantity(rivals.length, 'rival')}, from the trials that chose: on replicates in common with the choice (same training samples, same seeds). Effect: Cliff's delta.`,
    tolerance === null
      ? ` One-sided test (${test}), Holm-adjusted; tied: p at least ${alpha}; undecided: fewer than 8 trials in common.`
      : ` Tied: may be ${betterText(tolerance)}; close: may be better, but not by so much; undecided: too few trials. Trials to settle: of it, and as many of the choice, if the estimates stayed.`,
    words === null ? '' : ` Below the differences: ${words}.`,
  ].join('');
}

function finalistNote({ result }: ReportView): string {
  const note = intervalNote(result);
  const race = result.trials.fresh === 0 ? '' : ' In the race: the same figure from the trials that chose.';
  return `Iqr: the interquartile range. Worst: the worst trial.${race}${note === null ? '' : ` Below the figures: ${note}`}`;
}

function reproductionSection({ result, files }: ReportView): Markup {
  const { command } = result;
  return html`<section><h2>Reproduce this run</h2>
${command === null ? null : html`<pre><code>${command}</code></pre>`}
${originFacts(result, result.trials)}
${files.length === 0 ? null : html`<details><summary>Files of the run</summary>${factList(files.map(({ name, content }) => [name, content] as const))}</details>`}
</section>`;
}

function detailSection(view: ReportView): Markup {
  const { result } = view;
  return html`<section><h2>In detail</h2>
<details><summary>Settings of the race</summary>${factList(objectFacts(result.plan))}</details>
<details><summary>${formatQuantity(result.decisions.length, 'decision')}</summary>${decisionTable(result)}</details>
<details><summary>${formatQuantity(result.candidates.length, 'candidate')}</summary>${candidateTable(view)}</details>
<details><summary>How randomness is derived</summary><p>${result.seeds.derivation}</p></details>
</section>`;
}
