/** @file The page of compared runs: what differs, what each chose, and what they say of candidates in common. */
import { type Figure, renderFigure, type Section } from '../figures/index.js';
import { html, type Markup, tableStart } from '../html/markup.js';
import { NO_SCRIPTS, type PageScripts, renderPage } from '../html/page.js';
import { formatCount, formatQuantity, formatValue } from '../number-text.js';
import { choicesFigure, sharedFigure } from './compare-figures.js';
import type { CompareView } from './compare-view.js';
import { answerRows, differenceText, rankingText } from './compare-words.js';
import type { SharedCandidate } from './shared-candidates.js';

/** More candidates in common are in the JSON. */
const MOST_ROWS = 200;

/** The whole page as UTF-8 text. */
export function renderCompare(view: CompareView, scripts: PageScripts = NO_SCRIPTS): string {
  const figure = choicesFigure(view);
  const name = `${formatQuantity(view.runs.length, 'run')} side by side`;
  return renderPage(
    {
      title: name,
      kicker: 'runs compared',
      name,
      description: view.headline,
      question: null,
      answer: {
        kicker: 'Side by side',
        title: null,
        id: null,
        tone: 'sure',
        sentence: `${view.headline}.`,
        actions: [],
        notices: view.warnings.map((text) => ({ kind: 'unfinished', text })),
        boxes: [],
        figures: figure === null ? [] : [figure],
      },
      sections: [runsSection(view), settingsSection(view), sharedSection(view), rankingSection(view)].filter(
        (one) => one !== null,
      ),
      folds: [],
      footer: 'Every figure on this page comes from the logs of the runs.',
    },
    scripts,
  );
}

function runsSection(view: CompareView): Section {
  return { id: 'runs', title: 'The runs', content: answerTable(view), figures: [] };
}

function answerTable(view: CompareView): Markup {
  return html`${tableStart('The runs')}
<thead><tr><th></th>${view.runs.map(({ name }) => html`<th><bdi>${name}</bdi></th>`)}</tr></thead>
<tbody>${answerRows(view).map(
    ([
      what,
      cells,
    ]) => html`<tr><th scope="row">${what}</th>${cells.map((cell) => html`<td><bdi>${cell}</bdi></td>`)}</tr>
`,
  )}</tbody></table></div>`;
}

function settingsSection({ differences, runs }: CompareView): Section {
  return {
    id: 'settings',
    title: 'What differs',
    content:
      differences.length === 0
        ? html`<p>Nothing: settings, data, seed, code and machine are the same.</p>`
        : html`${tableStart('What differs')}
<thead><tr><th></th>${runs.map(({ name }) => html`<th><bdi>${name}</bdi></th>`)}</tr></thead>
<tbody>${differences.map(
            ({ what, values }) =>
              html`<tr><th scope="row">${what}</th>${values.map((value) => html`<td class="name"><bdi>${value}</bdi></td>`)}</tr>
`,
          )}</tbody></table></div>`,
    figures: [],
  };
}

function sharedSection(view: CompareView): Section | null {
  const { shared, criterion, comparable } = view;
  if (shared.length === 0) return null;
  const figure: Figure | null = sharedFigure(view);
  const shown = shared.slice(0, MOST_ROWS);
  return {
    id: 'shared',
    title: 'Candidates in common',
    content: html`<p>${formatQuantity(shared.length, 'candidate')} with the same configuration in several runs, judged by the ${criterion}.${comparable ? '' : ' Differences are not shown, since figures of the runs do not measure the same thing.'}</p>
${figure && renderFigure(figure)}
<details${shown.length <= 20 ? html` open` : null}><summary>${shown.length < shared.length ? `The first ${formatCount(shown.length)}` : 'All of them'}</summary>${sharedTable(view, shown)}</details>
<p class="quiet">Fresh: trainings that played no part in choosing, where every run has some of the candidate; otherwise trainings of the race, which were given where they told most, so that intervals from them may miss more often than they say. Runs of different seeds are independent samples; under equal seeds replicates are pairs.</p>`,
    figures: figure === null ? [] : [figure],
  };
}

function sharedTable({ runs }: CompareView, shown: readonly SharedCandidate[]): Markup {
  return html`${tableStart('Candidates in common')}
<thead><tr><th>candidate</th>${runs.map(({ name }) => html`<th class="number"><bdi>${name}</bdi></th>`)}<th class="number">difference</th></tr></thead>
<tbody>${shown.map(
    ({ name, figures, differences }) => html`<tr><td class="name"><bdi>${name}</bdi></td>${runs.map((_, run) => {
      const own = figures.find((one) => one.run === run);
      if (own === undefined) return html`<td class="number">-</td>`;
      const detail = `rank ${formatCount(own.rank)}, n ${formatCount(own.trials)}${own.from === 'fresh' ? ' fresh' : ''}`;
      return html`<td class="number">${own.value === null ? '-' : formatValue(own.value)}<small class="detail">${detail}</small></td>`;
    })}<td class="number">${differences.map((one) => html`<div>${differenceText(one)}</div>`)}</td></tr>
`,
  )}</tbody></table></div>`;
}

function rankingSection(view: CompareView): Section | null {
  if (view.rankings.length === 0) return null;
  return {
    id: 'rankings',
    title: 'Do they rank alike?',
    content: html`${view.rankings.map((ranking) => html`<p><bdi>${rankingText(ranking, view)}</bdi></p>`)}
<p class="quiet">Intervals of 95 % (Bonett and Wright 2000) take the candidates as a sample of all there could be, from 10 on. Noise of few trainings makes rankings look less alike than they are.</p>`,
    figures: [],
  };
}
