/** @file `report.html` of a study: its findings, its figures in the paper's form, and how to have them again. */

import type { Figure } from '../figures/index.js';
import { html, type Markup } from '../html/markup.js';
import { figuresIn, NO_SCRIPTS, type Page, type PageScripts, plainOpening, renderPage, tile } from '../html/page.js';
import { factList, objectFacts, originFacts } from '../html/tables.js';
import { formatCount, formatDuration, formatQuantity } from '../number-text.js';
import { baselineStatements } from './beside-baselines.js';
import { drawEpochs, epochAxis, trialsWithEpochs } from './charts/epoch-chart.js';
import { compareSections } from './compare-sections.js';
import { curveSections } from './curve-sections.js';
import { measureSections } from './measure-sections.js';
import type { StudyInput } from './study-input.js';
import { buildStudyRecord, type StudyRecord } from './study-record.js';

const KINDS = {
  measure: 'where randomness comes from',
  curve: 'robustness against sample size',
  compare: 'one factor at a time',
} as const;

/** The whole page as UTF-8 text. */
export function renderStudy(input: StudyInput, scripts: PageScripts = NO_SCRIPTS): string {
  const record = buildStudyRecord(input);
  return renderPage(
    {
      title: `${record.name}: ${KINDS[record.kind]}`,
      kicker: `Surefoot · ${KINDS[record.kind]}${record.data.simulated ? ' · simulated data' : ''}`,
      name: record.name,
      description: record.headline,
      opening: plainOpening(record.headline, baselineStatements(input), record.notices, [
        tile('trials', formatCount(record.trials.used), `${formatCount(record.trials.diverged)} diverged`),
        tile('candidates', formatCount(record.candidates.length), `${record.figure} on the selection set`),
        tile(
          'wall time',
          formatDuration(record.seconds),
          formatQuantity(record.stretches.at(-1)?.workers ?? 0, 'worker'),
        ),
      ]),
      sections: sectionsOf(input, record),
      footer: 'Every figure on this page comes from the log of the study; study.json holds them for programs.',
    },
    scripts,
  );
}

/** In the order of the page. */
export function figuresOfStudy(input: StudyInput): Figure[] {
  return figuresIn(sectionsOf(input, buildStudyRecord(input)));
}

function sectionsOf(input: StudyInput, record: StudyRecord): Page['sections'] {
  return [...findingSections(input), epochSection(input), reproductionSection(input, record), detailSection(record)];
}

function findingSections(input: StudyInput): Markup[] {
  const { analysis } = input;
  switch (analysis.kind) {
    case 'measure':
      return measureSections(input, analysis);
    case 'curve':
      return curveSections(input, analysis);
    case 'compare':
      return compareSections(input, analysis);
  }
}

/** Candidates beyond these are in trials.csv. */
const MOST_PANELS = 12;

/** Null where the trainer tells no losses by epoch. */
function epochSection({ outcomes, header }: StudyInput): Markup | null {
  const panels = header.candidates
    .map(({ id, label }) => ({
      name: label === '' ? id : label,
      own: trialsWithEpochs(outcomes.filter(({ trial }) => trial.candidate === id)),
    }))
    .filter(({ own }) => own.length > 0)
    .slice(0, MOST_PANELS);
  if (panels.length === 0) return null;
  const axis = epochAxis(panels.flatMap(({ own }) => own));
  return html`<section><h2>Training</h2>${panels.map(
    ({ name, own }, index) => html`<figure>
<div class="wide">${drawEpochs(`epochs-${index}`, name, own, axis, 'wide')}</div>
<div class="narrow">${drawEpochs(`epochs-${index}-narrow`, name, own, axis, 'narrow')}</div>
<figcaption><b>${name}.</b> Training loss after each epoch, ${formatQuantity(own.length, 'trial')}.</figcaption>
</figure>`,
  )}</section>`;
}

function reproductionSection({ files }: StudyInput, record: StudyRecord): Markup {
  return html`<section><h2>Reproduce this run</h2>
${record.command === null ? null : html`<pre><code>${record.command}</code></pre>`}
${originFacts(record, record.trials)}
${files.length === 0 ? null : html`<details><summary>Files of the study</summary>${factList(files.map(({ name, content }) => [name, content] as const))}</details>`}
</section>`;
}

function detailSection({ plan, candidates, seeds }: StudyRecord): Markup {
  return html`<section><h2>In detail</h2>
<details><summary>Settings of the study</summary>${factList(objectFacts(plan))}</details>
<details><summary>${formatQuantity(candidates.length, 'candidate')}</summary>${candidates.map(
    ({ id, label, configuration }) =>
      html`<h3>${id}</h3>${factList([['label', label], ...objectFacts(configuration)])}`,
  )}</details>
<details><summary>How randomness is derived</summary><p>${seeds.derivation}</p></details>
</section>`;
}
