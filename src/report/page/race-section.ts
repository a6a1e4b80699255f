/** @file Section: how the race went. */
import { type Figure, renderFigure, type Section } from '../figures/index.js';
import { drawRaceChart } from '../html/charts/race-chart.js';
import { html, type Markup } from '../html/markup.js';
import { formatCount } from '../number-text.js';
import type { ReportView } from '../view/report-view.js';

export function raceSection(view: ReportView): Section | null {
  if (view.race.rounds === 0) return null;
  const paths = pathFigure(view);
  return { id: 'race', title: 'The race', content: renderFigure(paths), figures: [paths] };
}

function pathFigure({ race, result }: ReportView): Figure {
  return {
    id: 'race-paths',
    title: 'Paths',
    conclusion: `${race.criterion} after each trial.`,
    reading: [
      race.eliminates
        ? 'A path ends where its candidate left the race.'
        : 'A path ends with the last trial of its candidate: nobody leaves for good, and trials go where they tell most.',
      ...(race.field === null
        ? []
        : [
            `Of ${formatCount(race.candidates)} candidates ${formatCount(race.paths.length)} are drawn: the first ones, and the others at even distances by rank; the shaded band holds the middle 80 % of all that had so many trials, the dotted line their median.`,
          ]),
      ...(race.beyond.length > 0
        ? [
            'The strip counts candidates whose figure lies off the scale: infinite because a training diverged or failed, or far worse than all others.',
          ]
        : []),
    ],
    direction: result.direction === 'maximize' ? 'higher is better' : 'lower is better',
    n: `n = ${formatCount(result.trials.race)} trials of ${formatCount(race.candidates)} candidates`,
    interval: null,
    draw: (id, size) => drawRaceChart(id, race, size),
    keys: keyList(race),
    data: {
      columns: ['candidate', 'trials', race.criterion],
      rows: race.paths.flatMap(({ candidate, points }) => points.map(({ round, value }) => [candidate, round, value])),
    },
  };
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
