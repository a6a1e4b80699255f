/** @file Section: how the race went, as differences to the choice, as a map of all trainings, and as the criterion's paths. */
import { type Figure, renderSwitch, type Section, type SeriesStyle, seriesKeys } from '../figures/index.js';
import { contenderStyle, drawDifferenceChart } from '../html/charts/difference-chart.js';
import { drawRaceChart, ROLE_STYLES } from '../html/charts/race-chart.js';
import { html, type Markup } from '../html/markup.js';
import { columnFormat, formatCount, formatQuantity, formatShare, formatValue } from '../number-text.js';
import { shortName } from '../view/candidate-names.js';
import type { DifferencePath, DifferenceView } from '../view/race-difference.js';
import type { HeatCell } from '../view/race-heat-map.js';
import type { ReportView } from '../view/report-view.js';
import { HEAT_MAP_ID, heatMapFigure } from './race-section-heat-map.js';

export function raceSection(view: ReportView): Section | null {
  if (view.race.rounds === 0) return null;
  const figures = [differenceFigure(view), heatMapFigure(view), pathFigure(view)].filter((figure) => figure !== null);
  return {
    id: 'race',
    title: 'The race',
    content: renderSwitch('The race as', figures),
    figures,
    payloads: {
      [DECISIONS_ID]: () => view.decisions.told.map(({ text }) => text),
      [`grid-${HEAT_MAP_ID}`]: () => heatMapWords(view),
    },
  };
}

/** Names and values of the cells, for whoever points at one. */
function heatMapWords({ heatMap, names, word }: ReportView) {
  if (heatMap === null) return null;
  const values = heatMap.rows.flatMap(({ cells }) => cells.filter((cell) => typeof cell === 'number'));
  const format = columnFormat(values);
  const textOf = (cell: HeatCell): string => {
    if (cell === null) return 'not trained';
    return typeof cell === 'number' ? `${word} ${format(cell)}` : cell;
  };
  return {
    rows: heatMap.rows.map(({ candidate, rank }) => `#${rank} ${shortName(names, candidate)}`),
    columns: heatMap.replicates.map((replicate) => `replicate ${replicate + 1}`),
    cells: heatMap.rows.map(({ cells }) => cells.map(textOf)),
  };
}

/** Their words in the page, in order. */
const DECISIONS_ID = 'race-decisions';
const CHOICE_STYLE: SeriesStyle = { color: 'var(--choice)', dash: '', symbol: 'circle' };
const CROSS_STYLE = { color: 'var(--worse)', dash: '', symbol: 'times' } as const;

function differenceFigure(view: ReportView): Figure | null {
  const { difference, decisions, names, result } = view;
  if (difference === null) return null;
  const nameOf = (id: string): string => shortName(names, id);
  return {
    id: 'race-difference',
    title: 'Differences',
    conclusion: differenceConclusion(difference, nameOf),
    reading: differenceReading(view, difference),
    direction: difference.axis.worse === 'low' ? 'higher is better' : 'lower is better',
    n: `n = ${formatQuantity(difference.compared, 'rival')} on 1 to ${formatCount(difference.rounds)} replicates each`,
    interval:
      difference.band === null
        ? null
        : `Band: ${formatShare(difference.band.level)} interval of ${nameOf(difference.band.candidate)} by resampled pairs, at each replicate by itself and from the trials that chose`,
    draw: (id, size) => drawDifferenceChart(id, difference, decisions.told, nameOf, size),
    keys: html`${seriesKeys([
      { name: `${nameOf(difference.choice)}, the choice`, style: CHOICE_STYLE, shows: 'line' },
      ...difference.contenders.map((path, place) => ({
        name: `${nameOf(path.candidate)}${endOf(path)}`,
        style: contenderStyle(place),
      })),
      ...(decisions.told.length === 0
        ? []
        : [
            {
              name: result.tolerance === null ? 'eliminated' : 'went idle or woke',
              style: CROSS_STYLE,
              shows: 'mark' as const,
            },
          ]),
    ])}${decisionWalk(decisions)}`,
    data: differenceData(difference),
  };
}

/** What the script makes a walk through the decisions of; the table of all decisions has them without it. */
function decisionWalk({ told }: ReportView['decisions']): Markup | null {
  if (told.length === 0) return null;
  return html`<div data-walk="${DECISIONS_ID}" data-label="Decision"></div>`;
}

function endOf({ eliminatedAt, stays }: DifferencePath): string {
  if (eliminatedAt !== null) return `, eliminated after ${formatCount(eliminatedAt)}`;
  return stays ? ', may be chosen' : '';
}

function differenceConclusion(view: DifferenceView, nameOf: (id: string) => string): string {
  const { compared, better, best, choice } = view;
  const [side, other] = view.axis.worse === 'high' ? ['below', 'above'] : ['above', 'below'];
  const distance = formatValue(Math.abs(best.difference), 3);
  const rest = `after ${formatQuantity(best.n, 'replicate')} that both have`;
  const rivals = formatQuantity(compared, 'rival');
  if (better === 0) {
    const place = best.difference === 0 ? 'ends level with it' : `ends ${distance} ${other} it`;
    return `None of ${rivals} ends ${side} ${nameOf(choice)}: the nearest, ${nameOf(best.candidate)}, ${place} ${rest}.`;
  }
  const most = `${nameOf(best.candidate)}${better === 1 ? ' by' : ' by most,'} ${distance}`;
  return `${formatCount(better)} of ${rivals} ${better === 1 ? 'ends' : 'end'} ${side} ${nameOf(choice)}: ${most} ${rest}.`;
}

function differenceReading({ decisions }: ReportView, view: DifferenceView): string[] {
  const { contenders, others, density, beyond, tolerance, better } = view;
  return [
    `A line is the running ${view.criterion} of a rival less the choice's, over the replicates that both have so far; zero is the choice.`,
    ...(better > 0 ? ['A lead on few replicates is mostly luck: the section on rivals says what is established.'] : []),
    ...(contenders.some(({ stays }) => stays) ? ['Heavy lines may still be chosen.'] : []),
    ...(others.length > 0 ? ['Thin grey lines are all others.'] : []),
    ...(density.length > 0
      ? ['Grey cells count all others: the darker, the more of them had such a difference after so many replicates.']
      : []),
    ...(tolerance === null || tolerance === 0
      ? []
      : [`Between the dotted lines, ${formatValue(tolerance, 2)} from zero, a difference does not count.`]),
    ...(decisions.told.length > 0 ? ['A cross is a decision; it says who changed, and on what evidence.'] : []),
    ...(beyond.length > 0 ? ['The strip counts those off the scale: far worse, or infinite.'] : []),
    ...(decisions.left > 0
      ? [`The last ${formatCount(decisions.left)} decisions are in the table of decisions alone.`]
      : []),
  ];
}

function differenceData({ contenders, others, density, band, step }: DifferenceView): Figure['data'] {
  const bandAt = new Map(band?.points.map((point) => [point.round, point]));
  return {
    columns: ['candidate', 'common replicates', 'difference', 'low', 'high', 'candidates'],
    rows: [
      ...[...contenders, ...others].flatMap(({ candidate, points }) =>
        points.map(({ round, value }) => {
          const interval = candidate === band?.candidate ? bandAt.get(round) : undefined;
          return [candidate, round, value, interval?.low ?? null, interval?.high ?? null, 1] as const;
        }),
      ),
      ...density.map(({ round, low, high, count }) => {
        return ['others', step === 1 ? round : `${round} to ${round + step - 1}`, null, low, high, count] as const;
      }),
    ],
  };
}

function pathFigure({ race, result, names }: ReportView): Figure {
  return {
    id: 'race-paths',
    title: 'Criterion',
    conclusion: leadText(result, (id) => shortName(names, id)),
    reading: [
      `A line is the ${race.criterion} of a candidate after each of its trials.`,
      race.eliminates
        ? 'A path ends where its candidate was eliminated.'
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
    direction: race.axis.worse === 'low' ? 'higher is better' : 'lower is better',
    n: `n = ${formatQuantity(result.trials.race, 'trial')} of ${formatQuantity(race.candidates, 'candidate')}`,
    interval: null,
    draw: (id, size) => drawRaceChart(id, race, size),
    keys: keyList(race),
    data: {
      columns: ['candidate', 'trials', race.criterion],
      rows: race.paths.flatMap(({ candidate, points }) => points.map(({ round, value }) => [candidate, round, value])),
    },
  };
}

/** How often the lead changed, as the decisions saw it. */
function leadText({ decisions, choice }: ReportView['result'], nameOf: (id: string) => string): string {
  const leaders = decisions.map(({ incumbent }) => incumbent);
  const first = leaders[0];
  if (first === undefined || choice === null) return 'Nobody led so far.';
  const changes = leaders.filter((leader, index) => index > 0 && leader !== leaders[index - 1]).length;
  const unit = decisions.some(({ idle }) => idle !== undefined) ? 'look' : 'decision';
  if (changes === 0) {
    return `${nameOf(first)} led at ${decisions.length === 1 ? `the only ${unit}` : `each of ${formatQuantity(decisions.length, unit)}`}.`;
  }
  const since = leaders.findLastIndex((leader) => leader !== leaders.at(-1)) + 1;
  const last = leaders.at(-1) as string;
  return `The lead changed ${changes === 1 ? 'once' : `${formatCount(changes)} times`} in ${formatQuantity(decisions.length, unit)}; ${nameOf(last)} has it since ${unit} ${formatCount(since + 1)}.`;
}

const ROLES = ['choice', 'racing', 'late', 'dropped'] as const;
const ELIMINATED_WORDS = {
  choice: 'the choice',
  racing: 'still racing',
  late: 'eliminated last',
  dropped: 'eliminated earlier',
};
const IDLE_WORDS = { choice: 'the choice', racing: 'may be better', late: 'the next best', dropped: 'others' };

function keyList({ paths, eliminates }: ReportView['race']): Markup {
  const words = eliminates ? ELIMINATED_WORDS : IDLE_WORDS;
  const present = ROLES.filter((wanted) => paths.some(({ role }) => role === wanted));
  return seriesKeys(present.map((role) => ({ name: words[role], style: ROLE_STYLES[role] })));
}
