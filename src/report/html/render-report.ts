/** @file `report.html`: the view as one page that needs nothing else, no script and no network. */
import { formatCount, formatQuantity, formatShare, formatValue } from '../number-text.js';
import { criterionPhrase, intervalText, mainMetrics } from '../view/headline.js';
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
  finalistTable,
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
    notices: view.notices,
    tiles: keyFigures(view),
    sections: [
      choiceSection(view),
      raceSection(view),
      finalistSection(view),
      rivalSection(view),
      reproductionSection(view),
      detailSection(view),
    ],
    footer: 'Every figure on this page comes from the log of the run; result.json holds them for programs.',
  });
}

function keyFigures({ result }: ReportView): Markup[] {
  const { choice, trials, candidates } = result;
  const metrics = choice ? mainMetrics(choice) : [];
  const examples = result.data.split.final;
  return [
    ...(choice
      ? [
          tile(
            criterionPhrase(result),
            formatValue(choice.criterion.value),
            'reason' in choice.criterion.interval
              ? `over ${formatQuantity(choice.trials, 'trial')}`
              : html`${formatShare(choice.criterion.interval.level)} interval <span class="unbroken">${intervalText(choice.criterion.interval).trim()}</span>`,
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
    tile(
      'trials used',
      formatCount(trials.used),
      html`instead of ${formatCount(trials.exhaustive)} <span class="unbroken">(${formatShare(trials.exhaustive === 0 ? 0 : trials.used / trials.exhaustive)})</span>`,
    ),
    tile('candidates', formatCount(candidates.length), `${formatCount(result.survivors.length)} left in the race`),
  ];
}

function choiceSection({ result: { choice, status } }: ReportView): Markup | null {
  if (!choice) return null;
  const isFinal = status === 'decided' || status === 'exhausted';
  return html`<section><h2>The ${isFinal ? 'choice' : 'best so far'}: ${choice.candidate}</h2>
${factList([
  ['label', choice.label],
  ...objectFacts(choice.configuration),
  ['model', choice.model === null ? null : html`<code>${choice.model}</code>`],
  [isFinal ? 'tied' : 'still racing', choice.ties.join(', ')],
])}</section>`;
}

function raceSection({ race, effort, result }: ReportView): Markup | null {
  if (race.rounds === 0) return null;
  const infinite = race.beyond.length > 0;
  return html`<section><h2>The race</h2>
<figure>
${keyList(race.paths.map(({ role }) => role))}
<div class="wide">${drawRaceChart('race', race, 'wide')}</div>
<div class="narrow">${drawRaceChart('race-narrow', race, 'narrow')}</div>
<figcaption><b>${race.criterion} after each trial.</b> ${[
    'A path ends where its candidate left the race.',
    race.lastDecision !== null && race.lastDecision < race.rounds
      ? ' After the last decision the choice alone is trained on; its trials are drawn closer together.'
      : '',
    race.field === null
      ? ''
      : ` Of ${formatCount(race.candidates)} candidates ${formatCount(race.paths.length)} are drawn: the first ones, and the others at even distances by rank; the shaded band holds the middle 80 % of all that were racing, the dotted line their median.`,
    infinite
      ? ' The strip counts candidates whose figure lies off the scale: infinite because a training diverged or failed, or far worse than all others.'
      : '',
  ]}</figcaption>
</figure>
<figure class="effort"><div class="pair"><div>${drawModelsLeft('left', effort)}</div><div>${drawTrialsUsed('used', effort)}</div></div>
<figcaption><b>What it cost.</b> Left: candidates trained in each round. Right: trials used, beside training all ${formatCount(effort.candidates)} candidates ${formatCount(effort.exhaustiveRounds)} times each${result.trials.saved > 0 ? `; ${formatShare(result.trials.saved)} were saved` : ''}.</figcaption></figure>
</section>`;
}

const KEY_WORDS = {
  choice: 'the choice',
  racing: 'still racing',
  late: 'last to leave',
  dropped: 'left earlier',
} as const;

function keyList(roles: readonly (keyof typeof KEY_WORDS)[]): Markup {
  const present = (Object.keys(KEY_WORDS) as (keyof typeof KEY_WORDS)[]).filter((role) => roles.includes(role));
  return html`<ul class="keys" aria-hidden="true">${present.map((role) => html`<li><span class="key" style="--key: var(--${role})"></span>${KEY_WORDS[role]}</li>`)}</ul>`;
}

function finalistSection(view: ReportView): Markup | null {
  const { finalists, word } = view;
  if (finalists.rows.length === 0) return null;
  return html`<section><h2>The last survivors</h2>
<figure>
<div class="wide">${drawBoxChart('boxes', finalists, word, 'wide')}</div>
<div class="narrow">${drawBoxChart('boxes-narrow', finalists, word, 'narrow')}</div>
<figcaption><b>The ${word} of every trial on the selection set.</b> Boxes are quartiles, the thick line the median, whiskers reach the furthest trial within 1.5 interquartile ranges; no box for fewer than five trials.</figcaption>
</figure>
${finalistTable(finalists)}
<p class="quiet">${finalistNote(view)}</p>
</section>`;
}

function rivalSection({ result }: ReportView): Markup | null {
  const table = rivalTable(result);
  if (table === null || !result.tieSet) return null;
  const { alpha, test, rivals } = result.tieSet;
  const words = intervalWords(rivals.map(({ interval }) => interval));
  return html`<section><h2>Could it be another?</h2>
${table}
<p class="quiet">The nearest of ${formatQuantity(rivals.length, 'rival')}, compared on the trials they have in common with the choice (same training samples, same seeds). Effect: Cliff's delta. One-sided test (${test}), Holm-adjusted; <i>tied</i>: p at least ${alpha}; <i>undecided</i>: fewer than 8 trials in common.${words === null ? '' : ` Below the differences: ${words}.`}</p>
</section>`;
}

function finalistNote(view: ReportView): string {
  const note = intervalNote(view);
  return `First those still racing, then the last to leave.${note === null ? '' : ` In brackets: ${note}`}`;
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
