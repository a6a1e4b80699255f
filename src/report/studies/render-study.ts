/** @file The page of a study: its findings, its figures in the paper's form, and how to have them again. */
import { type Chart, renderFigures, type Section } from '../chart/index.js';
import { factList, objectFacts } from '../html/facts.js';
import { commandList, type FirstScreenBox, statementList } from '../html/first-screen.js';
import { html, type Markup } from '../html/markup.js';
import { figuresOfPage, NO_SCRIPTS, type Page, type PageScripts, renderPage } from '../html/page.js';
import { formatQuantity } from '../number-text.js';
import { listNeverWorked, sameRunSection } from '../page/text-sections.js';
import { predictionSection } from '../predictions/prediction-section.js';
import { type NextStep, noticesIn, type Shown, textsUnder } from '../shown/shown.js';
import { nameCandidates, shortName } from '../view/candidate-names.js';
import type { RunNotice } from '../view/run-notices.js';
import { hasNothingWorked } from './lost-in-study.js';
import { shownStudy } from './study-answer.js';
import type { StudyInput } from './study-input.js';
import { withSets, wordsOf } from './study-kinds.js';
import { buildStudyRecord, type StudyRecord } from './study-record.js';
import { type StudySection, sectionsOf } from './study-sections.js';

/** The whole page as UTF-8 text. */
export function renderStudy(input: StudyInput, scripts: PageScripts = NO_SCRIPTS): string {
  return renderPage(studyPage(input), scripts);
}

/** In the order of the page. */
export function figuresOfStudy(input: StudyInput): Chart[] {
  return figuresOfPage(studyPage(input));
}

function studyPage(input: StudyInput): Page {
  const record = buildStudyRecord(input);
  const { title } = wordsOf(input.analysis);
  const shown = shownStudy(input);
  const study = withSets(input);
  const { predictions, nameOf } = study;
  const predicted = predictions === undefined ? [] : [predictionSection(predictions, nameOf, null)];
  const { picture, sections } = placePictures(hasNothingWorked(input) ? [] : [...sectionsOf(study), ...predicted]);
  const placed = (wanted: StudySection['place']) => sections.filter(({ place }) => place === wanted);
  return {
    title: `${record.name}: ${title}`,
    kicker: `${title}${record.data.simulated ? ' · simulated data' : ''}`,
    name: record.name,
    description: record.headline,
    question: record.question,
    answer: {
      kicker: 'Finding',
      title: null,
      id: null,
      tone: shown.tone,
      sentence: shown.sentence,
      actions: [],
      notices: noticesIn(shown).filter(({ kind }) => !MADE_OF.has(kind)),
      boxes: boxesOf(shown),
      figures: picture,
    },
    sections: [...alsoSections(shown), ...placed('open'), ...brokenSections(record)],
    folds: [
      {
        id: 'how-we-know',
        title: 'How we know',
        summary: 'what it is measured by',
        sections: [...knownSections(shown), ...placed('known')],
      },
      {
        id: 'all-figures',
        title: 'All figures',
        summary: 'every figure and table of the study',
        sections: placed(undefined),
      },
      {
        id: 'reproduce',
        title: 'Reproduce',
        summary: 'command, seed, data, software, settings',
        sections: [sameRunSection(record, input.files, 'study'), detailSection(record)],
      },
    ],
    footer: `Every figure on this page comes from the log of the study; ${input.analysis.kind}.json holds them for programs.`,
  };
}

/** Notices of what the figures are made of, which change no finding. */
const MADE_OF: ReadonlySet<RunNotice['kind']> = new Set(['pool', 'environment', 'code', 'logged']);

function knownSections(shown: Shown): Section[] {
  const texts = [
    ...textsUnder(shown, 'Basis'),
    ...noticesIn(shown)
      .filter(({ kind }) => MADE_OF.has(kind))
      .map(({ text }) => text),
  ];
  return texts.length === 0
    ? []
    : [{ id: 'made-of', title: 'What it rests on', content: statementList(texts), figures: [] }];
}

/** The first picture for the first screen; the others at the head of their sections. */
function placePictures(all: readonly StudySection[]): {
  readonly picture: readonly Chart[];
  readonly sections: readonly StudySection[];
} {
  const first = all.find(({ picture }) => picture !== undefined)?.picture;
  const sections = all.map((section) => {
    const { picture, content, figures } = section;
    if (picture === undefined || picture === first) return section;
    return { ...section, content: html`${renderFigures([picture])}${content}`, figures: [picture, ...figures] };
  });
  return { picture: first === undefined ? [] : [first], sections };
}

function boxesOf(shown: Shown): FirstScreenBox[] {
  const paragraphs = (kicker: string): FirstScreenBox[] => {
    const texts = textsUnder(shown, kicker);
    return texts.length === 0 ? [] : [{ kicker, content: html`${texts.map((text) => html`<p>${text}</p>`)}` }];
  };
  return [
    ...paragraphs('Open'),
    ...paragraphs('Cost'),
    ...shown.next.map((step) => ({ kicker: 'Next', content: nextContent(step) })),
  ];
}

function nextContent({ command, why, detail }: NextStep): Markup {
  return html`${command === null ? html`<p>${why}.</p>` : commandList([{ command, why }])}${detail === undefined ? null : html`<p class="quiet">${detail}</p>`}`;
}

function alsoSections(shown: Shown): Section[] {
  const also = textsUnder(shown, 'Also');
  return also.length === 0
    ? []
    : [{ id: 'also', title: 'What else was found', content: statementList(also), figures: [] }];
}

function brokenSections({ neverWorked, candidates }: StudyRecord): Section[] {
  const names = nameCandidates(candidates);
  const section = listNeverWorked(neverWorked, (id) => `${shortName(names, id)} (${id})`);
  return section === null ? [] : [section];
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
