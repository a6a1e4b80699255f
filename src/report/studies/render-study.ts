/** @file `report.html` of a study: its findings, its figures in the paper's form, and how to have them again. */

import type { StudyAnalysis, StudyName } from '../../questions/index.js';
import { type Figure, renderFigure, type Section } from '../figures/index.js';
import { commandList, statementList } from '../html/first-screen.js';
import { html, type Markup } from '../html/markup.js';
import { type FoldedGroup, figuresOfPage, NO_SCRIPTS, type Page, type PageScripts, renderPage } from '../html/page.js';
import { factList, objectFacts, originFacts } from '../html/tables.js';
import { formatQuantity } from '../number-text.js';
import { listNeverWorked } from '../page/never-worked-section.js';
import { nameCandidates, shortName } from '../view/candidate-names.js';
import { assureSections } from './assure-sections.js';
import { changeSections } from './change-sections.js';
import { drawEpochs, epochAxis, trialsWithEpochs } from './charts/epoch-chart.js';
import { compareSections } from './compare-sections.js';
import { coupleSections } from './couple-sections.js';
import { curveSections } from './curve-sections.js';
import { measureSections } from './measure-sections.js';
import { hasNothingWorked } from './never-worked.js';
import { answerOfStudy } from './study-answer.js';
import type { StudyInput } from './study-input.js';
import { wordsOf } from './study-kinds.js';
import { buildStudyRecord, type StudyRecord } from './study-record.js';
import type { StudyStep } from './study-words.js';

/** The whole page as UTF-8 text. */
export function renderStudy(input: StudyInput, scripts: PageScripts = NO_SCRIPTS): string {
  return renderPage(studyPage(input), scripts);
}

/** In the order of the page. */
export function figuresOfStudy(input: StudyInput): Figure[] {
  return figuresOfPage(studyPage(input));
}

function studyPage(input: StudyInput): Page {
  const record = buildStudyRecord(input);
  const { title } = wordsOf(input.analysis);
  const { finding, open, also, cost, next, notices } = answerOfStudy(input);
  return {
    title: `${record.name}: ${title}`,
    kicker: `${title}${record.data.simulated ? ' · simulated data' : ''}`,
    name: record.name,
    description: record.headline,
    answer: {
      kicker: 'Finding',
      title: null,
      id: null,
      tone: hasNothingWorked(input) ? 'bad' : open.length > 0 ? 'open' : 'sure',
      sentence: finding,
      actions: [],
      notices,
      boxes: [
        { kicker: 'Cost', content: html`<p>${cost}</p>` },
        ...(next === null ? [] : [{ kicker: 'Next', content: nextContent(next) }]),
      ],
      figures: [],
    },
    sections: [...(hasNothingWorked(input) ? [] : findingSections(input)), ...brokenSections(record)],
    folds: foldsOf(input, record, [...open, ...also]),
    footer: 'Every figure on this page comes from the log of the study; study.json holds them for programs.',
  };
}

function nextContent({ command, why }: StudyStep): Markup {
  return command === null ? html`<p>${why}</p>` : commandList([{ command, why }]);
}

function foldsOf(input: StudyInput, record: StudyRecord, told: readonly string[]): FoldedGroup[] {
  return [
    {
      id: 'how-we-know',
      title: 'How we know',
      summary: 'what it is measured by',
      sections: toldSections(told),
    },
    { id: 'all-figures', title: 'All figures', summary: 'training', sections: trainingSections(input) },
    {
      id: 'reproduce',
      title: 'Reproduce',
      summary: 'command, seed, data, software, settings',
      sections: [reproduceSection(input, record), detailSection(record)],
    },
  ];
}

function toldSections(told: readonly string[]): Section[] {
  if (told.length === 0) return [];
  return [
    {
      id: 'told',
      title: 'In more words',
      content: statementList(told),
      figures: [],
    },
  ];
}

/** What each study shows of what it found: one line a kind, without which it does not compile. */
const SECTIONS: {
  readonly [Name in StudyName]: (
    input: StudyInput,
    analysis: Extract<StudyAnalysis, { readonly kind: Name }>,
  ) => readonly Section[];
} = {
  measure: measureSections,
  curve: curveSections,
  compare: compareSections,
  couple: coupleSections,
  assure: assureSections,
  change: changeSections,
};

function findingSections(input: StudyInput): readonly Section[] {
  const sections = SECTIONS[input.analysis.kind] as (input: StudyInput, analysis: StudyAnalysis) => readonly Section[];
  return sections(input, input.analysis);
}

function brokenSections({ neverWorked, candidates }: StudyRecord): Section[] {
  const names = nameCandidates(candidates);
  const section = listNeverWorked(neverWorked, (id) => `${shortName(names, id)} (${id})`);
  return section === null ? [] : [section];
}

/** Candidates beyond these are in trials.csv. */
const MOST_PANELS = 12;

/** None where the trainer tells no losses by epoch. */
function trainingSections({ outcomes, header }: StudyInput): Section[] {
  const names = nameCandidates(header.candidates);
  const panels = header.candidates
    .map(({ id }) => ({
      name: shortName(names, id),
      own: trialsWithEpochs(outcomes.filter(({ trial }) => trial.candidate === id)),
    }))
    .filter(({ own }) => own.length > 0)
    .slice(0, MOST_PANELS);
  if (panels.length === 0) return [];
  const axis = epochAxis(panels.flatMap(({ own }) => own));
  const figures = panels.map(
    ({ name, own }, index): Figure => ({
      id: `epochs-${index}`,
      title: name,
      conclusion: `Training loss of ${name} after each epoch.`,
      reading: ['A line is a trial.'],
      direction: 'lower is better',
      n: `n = ${formatQuantity(own.length, 'trial')}`,
      interval: null,
      draw: (id, size) => drawEpochs(id, name, own, axis, size),
      keys: null,
      data: {
        columns: ['line', 'epoch', 'training loss'],
        rows: own.flatMap(({ lossPerEpoch }, line) => lossPerEpoch.map((loss, epoch) => [line + 1, epoch + 1, loss])),
      },
    }),
  );
  return [{ id: 'training', title: 'Training', content: html`${figures.map(renderFigure)}`, figures }];
}

function reproduceSection({ files }: StudyInput, record: StudyRecord): Section {
  return {
    id: 'same-run',
    title: 'The same run again',
    content: html`${record.command === null ? null : html`<pre tabindex="0"><code>${record.command}</code></pre>`}
${originFacts(record, record.trials)}
${files.length === 0 ? null : html`<details><summary>Files of the study</summary>${factList(files.map(({ name, content }) => [name, content] as const))}</details>`}`,
    figures: [],
  };
}

function detailSection({ plan, candidates, seeds }: StudyRecord): Section {
  return {
    id: 'details',
    title: 'In detail',
    content: html`<details><summary>Settings of the study</summary>${factList(objectFacts(plan))}</details>
<details><summary>${formatQuantity(candidates.length, 'candidate')}</summary>${candidates.map(
      ({ id, label, configuration }) =>
        html`<h3>${id}</h3>${factList([['label', label], ...objectFacts(configuration)])}`,
    )}</details>
<details><summary>How randomness is derived</summary><p>${seeds.derivation}</p></details>`,
    figures: [],
  };
}
