/** @file `report.html` of a race: its first screen, and one page that needs nothing else; a script makes it alive, and it can be read without. */

import type { WinnerExpectation } from '../answer/expectation.js';
import { drawDotStrip } from '../chart/dot-strip.js';
import type { Chart, Section } from '../chart/index.js';
import {
  bigFigure,
  commandList,
  type FirstScreen,
  type FirstScreenAction,
  type FirstScreenBox,
  shareBar,
} from '../html/first-screen.js';
import { html } from '../html/markup.js';
import { type FoldedGroup, figuresOfPage, NO_SCRIPTS, type Page, type PageScripts, renderPage } from '../html/page.js';
import { formatCount, formatDuration, formatQuantity } from '../number-text.js';
import {
  costSection,
  finalSection,
  learningSection,
  predictionsSection,
  raceSection,
  raceStripSection,
  relianceSection,
  robustnessSection,
  settingsSection,
} from '../race/sections.js';
import { noticesIn, type Shown, shownMarkdown, textsUnder } from '../shown/shown.js';
import type { ReportView } from '../view/report-view.js';
import { replayAnswer, replaySection } from './replay-section.js';
import { tableSection } from './table-section.js';
import {
  decisionSection,
  detailSection,
  neverWorkedSection,
  reasonsSection,
  reproduceSection,
  statusSection,
} from './text-sections.js';

/** The whole page as UTF-8 text. */
export function renderReport(view: ReportView, scripts: PageScripts = NO_SCRIPTS): string {
  return renderPage(pageOf(view), scripts);
}

/** In the order of the page. */
export function figuresOfRace(view: ReportView): Chart[] {
  return figuresOfPage(pageOf(view));
}

function pageOf(view: ReportView): Page {
  const { result } = view;
  return {
    title: `${result.name}: ${result.winner === null ? 'no winner' : view.telling.nameOf(result.winner.candidate)}`,
    kicker: result.data.simulated ? 'simulated data' : '',
    name: result.name,
    description: view.headline,
    question: result.question,
    answer: replayAnswer(view) ?? raceAnswer(view),
    sections: [...made(OPEN, view), ...made(PAIR, view).map((section) => ({ ...section, isHalf: true }))],
    folds: FOLDS.map(({ makers, ...fold }) => ({ ...fold, sections: made(makers, view) })),
    footer:
      view.replay === null
        ? 'Every figure on this page comes from the log of the run; result.json holds them for programs.'
        : 'Every figure on this page comes from the recorded losses; nothing was trained.',
  };
}

type Maker = (view: ReportView) => Section | null;

/** Below the first screen. */
const OPEN: readonly Maker[] = [replaySection, tableSection];
/** Below these, side by side where both are there. */
const PAIR: readonly Maker[] = [raceStripSection, settingsSection];

const FOLDS: readonly (Omit<FoldedGroup, 'sections'> & { readonly makers: readonly Maker[] })[] = [
  {
    id: 'how-we-know',
    title: 'How we know',
    summary: 'bounds, baselines, statuses, decisions',
    makers: [reasonsSection, statusSection, neverWorkedSection, decisionSection],
  },
  {
    id: 'all-figures',
    title: 'All figures',
    summary: 'predictions, differences, trainings, learning curves, cost',
    makers: [
      finalSection,
      predictionsSection,
      relianceSection,
      raceSection,
      robustnessSection,
      learningSection,
      costSection,
    ],
  },
  {
    id: 'reproduce',
    title: 'Reproduce',
    summary: 'command, seed, data, software, settings',
    makers: [reproduceSection, detailSection],
  },
];

/** Those that have something to show. */
function made(makers: readonly Maker[], view: ReportView): Section[] {
  return makers.map((make) => make(view)).filter((section) => section !== null);
}

/** Steps on the first screen; a run has few more. */
const MOST_STEPS = 3;

export function raceAnswer(view: ReportView): FirstScreen {
  const { shown, expect, cost } = view.answer;
  const { title, tone, sentence, next } = shown;
  const steps = next.slice(0, MOST_STEPS);
  return {
    kicker: title === null ? 'No winner' : 'Winner',
    title: title?.name ?? null,
    id: title === null || title.name.includes(title.id) ? null : title.id,
    ...{ tone, sentence },
    grounds: [
      ...textsUnder(shown, 'Meets?').map((text) => `Meets what is required? ${text}`),
      ...textsUnder(shown, 'Tried', 'Audit', 'Before'),
    ],
    actions: actionsOf(view),
    notices: noticesIn(shown),
    boxes: [
      ...(expect === null ? [] : [expectBox(expect, shown)]),
      costBox(cost),
      ...(steps.length === 0 ? [] : [{ kicker: 'Next', content: commandList(steps) }]),
    ],
    figures: [],
  };
}

function actionsOf(view: ReportView): FirstScreenAction[] {
  const { winner } = view.result;
  if (winner === null) return [];
  return [
    { label: 'copy settings', copies: JSON.stringify(winner.configuration, null, 2) },
    { label: 'copy as Markdown', copies: shownMarkdown(view.answer.shown, view.result.name) },
    ...(winner.model === null ? [] : [{ label: winner.model, href: winner.model }]),
  ];
}

function expectBox(expect: WinnerExpectation, shown: Shown): FirstScreenBox {
  const { metric, better, on, from, trainings, which, typicalText, rangeText, baselines, endings } = expect;
  const strip =
    trainings.filter(({ value }) => Number.isFinite(value)).length < 2
      ? null
      : drawDotStrip({
          dots: trainings.map(({ value, collapsed }) => ({ value, isCollapsed: collapsed })),
          better,
          marks: baselines,
          description: `The ${metric} of ${which}, typically ${typicalText}`,
        });
  return {
    kicker: 'Expect',
    content: html`${endings === null ? null : html`<p class="collapsed">${endings}</p>`}
${bigFigure(typicalText, `${metric}, typical`)}
<p>${which}${on === '' ? '' : `, ${on}`}${from === 'fresh' ? '' : '; they chose it, which flatters it'}</p>${
      rangeText === null
        ? null
        : html`
<p>${rangeText}</p>`
    }
${strip}${textsUnder(shown, 'Raced', 'Model', 'Lead').map(
  (text) => html`<p class="quiet">${text}</p>
`,
)}`,
  };
}

/** A part of a whole where it is one: fresh trainings may make it more than training every candidate every time. */
function costBox({ trained, all, share, seconds, beside, parts }: ReportView['answer']['cost']): FirstScreenBox {
  const isPart = all !== null && share !== null && share <= 1;
  const whole = isPart ? `of ${formatQuantity(all, 'training')}` : trained === 1 ? 'training' : 'trainings';
  const told = [...(seconds === 0 ? [] : [`${formatDuration(seconds)} in all`]), ...(beside === '' ? [] : [beside])];
  return {
    kicker: 'Cost',
    content: html`${bigFigure(formatCount(trained), whole)}
${isPart ? shareBar(share) : null}
<p>${told.join('; ')}</p>${
      parts === ''
        ? null
        : html`
<p class="quiet">${parts}</p>`
    }`,
  };
}
