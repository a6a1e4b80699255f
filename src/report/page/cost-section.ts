/** @file Section: what the race cost, and whom, beside training every candidate every time. */
import { type Figure, renderFigure, renderSwitch, type Section } from '../figures/index.js';
import { drawCosts, drawModelsLeft, drawTrialsUsed } from '../html/charts/effort-charts.js';
import { html } from '../html/markup.js';
import { formatCount, formatDuration, formatQuantity, formatShare } from '../number-text.js';
import { shortName } from '../view/candidate-names.js';
import { effortText, trainedInAll, unusedText } from '../view/effort-words.js';
import type { ReportView } from '../view/report-view.js';

export function costSection(view: ReportView): Section | null {
  if (view.race.rounds === 0) return null;
  const course = [usedFigure(view), leftFigure(view)];
  const each = [costFigure(view, 'trials'), ...(view.effort.seconds > 0 ? [costFigure(view, 'seconds')] : [])];
  return {
    id: 'cost',
    title: 'What it cost',
    content: html`<div class="pair">${course.map(renderFigure)}</div>
${renderSwitch('Cost of each in', each)}`,
    figures: [...course, ...each],
  };
}

function leftFigure({ effort }: ReportView): Figure {
  const { left, leftBy, candidates } = effort;
  const isLooks = leftBy === 'looks';
  const last = left.at(-1);
  const end = formatCount(last?.left ?? candidates);
  return {
    id: 'cost-left',
    title: 'Candidates still in',
    conclusion: isLooks
      ? `${end} of ${formatQuantity(candidates, 'candidate')} may be the best after ${formatQuantity(last?.at ?? 0, 'look')}.`
      : `${formatCount(left[0]?.left ?? candidates)} candidates were trained in the first round, and ${end} in the last of ${formatCount(left.length)}.`,
    reading: [
      isLooks ? 'A look judges everybody anew by all trials so far.' : 'A round is one trial of all that are left.',
    ],
    direction: null,
    n: `n = ${formatQuantity(candidates, 'candidate')}`,
    interval: null,
    draw: (id, size) => drawModelsLeft(id, effort, size),
    keys: null,
    data: { columns: [isLooks ? 'look' : 'round', 'candidates'], rows: left.map(({ at, left: count }) => [at, count]) },
  };
}

function usedFigure({ effort, result }: ReportView): Figure {
  const { candidates, exhaustive, exhaustiveRounds, steps, seconds } = effort;
  const { race } = result.trials;
  const unused = unusedText(result);
  const all = trainedInAll(result.trials) === race ? '' : `In all ${effortText(result)}.`;
  const time = seconds > 0 ? `, ${formatDuration(seconds)} of training` : '';
  return {
    id: 'cost-trials',
    title: 'Trials used',
    conclusion: `The race took ${formatQuantity(race, 'trial')}${time}: ${formatShare(exhaustive === 0 ? 0 : race / exhaustive)} of the ${formatCount(exhaustive)} that all ${formatCount(candidates)} candidates take ${formatCount(exhaustiveRounds)} times each.${[all, unused ?? ''].map((text) => text && ` ${text}`).join('')}`,
    reading: ['Trials so far, beside those of training everybody every time (dotted).'],
    direction: null,
    n: `n = ${formatQuantity(race, 'trial')}`,
    interval: null,
    draw: (id, size) => drawTrialsUsed(id, effort, size),
    keys: null,
    data: {
      columns: ['round', 'trained', 'used'],
      rows: steps.map(({ round, trained, used }) => [round, trained, used]),
    },
  };
}

function costFigure({ effort, result, names }: ReportView, what: 'trials' | 'seconds'): Figure {
  const { costs, candidates, halfOfTrials, seconds } = effort;
  const isGrouped = costs.some(({ candidate }) => candidate === null);
  const first = costs[0]?.seconds ?? 0;
  return {
    id: `cost-each-${what}`,
    title: what === 'trials' ? 'Trials' : 'Seconds',
    conclusion:
      what === 'trials'
        ? `The first ${halfOfTrials === 1 ? 'candidate' : formatQuantity(halfOfTrials, 'candidate')} by rank had half of all trials, ${formatShare(halfOfTrials / Math.max(1, candidates))} of the field.`
        : `The first by rank was trained for ${formatDuration(first)}, ${formatShare(first / seconds)} of the ${formatDuration(seconds)} in all.`,
    reading: [
      'A bar is a candidate, by rank; trials after the race are not among them.',
      ...(isGrouped ? ['Further down a bar is the mean of neighbours; ranks stand on a logarithmic scale.'] : []),
    ],
    direction: null,
    n: `n = ${formatQuantity(result.trials.race, 'trial')} of ${formatQuantity(candidates, 'candidate')}`,
    interval: null,
    draw: (id, size) => drawCosts(id, effort, what, (candidate) => shortName(names, candidate), size),
    keys: null,
    data: {
      columns: ['first rank', 'last rank', 'candidate', 'trials', 'seconds'],
      rows: costs.map(({ firstRank, lastRank, candidate, trials, seconds: time }) => {
        return [firstRank, lastRank, candidate, trials, time] as const;
      }),
    },
  };
}
