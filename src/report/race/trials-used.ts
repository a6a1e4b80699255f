/** @file Figure: trials that the race used, beside those of training every candidate every time. */
import * as Plot from '@observablehq/plot';
import { HALO, halfFrame, MUTED, roundTicks, xAxis, yAxis } from '../chart/axes.js';
import type { Chart } from '../chart/index.js';
import { formatCount, formatDuration, formatQuantity, formatShare } from '../number-text.js';
import type { ShownStanding } from '../standing.js';
import { candidatesInAll, unusedText } from '../view/effort-words.js';
import type { ReportView } from '../view/report-view.js';

/** Null where nothing was trained in the race. */
export function trialsUsedFigure({ standings, result }: ReportView): Chart | null {
  const steps = stepsOf(standings);
  if (steps.length === 0) return null;
  const { race, exhaustive } = result.trials;
  const candidates = candidatesInAll(result);
  const exhaustiveRounds = candidates === 0 ? 0 : exhaustive / candidates;
  const seconds = standings.reduce((sum, { outcomes }) => outcomes.reduce((all, one) => all + one.seconds, sum), 0);
  const unused = unusedText(result);
  const time = seconds > 0 ? `, ${formatDuration(seconds)} of training` : '';
  return {
    id: 'cost-trials',
    title: 'Trainings used',
    says: `The race took ${formatQuantity(race, 'training')}${time}: ${formatShare(exhaustive === 0 ? 0 : race / exhaustive)} of the ${formatCount(exhaustive)} that all ${formatCount(candidates)} candidates take ${formatCount(exhaustiveRounds)} times each.${unused === null ? '' : ` ${unused}`}`,
    reads: ['Dotted: all candidates every time.'],
    n: `n = ${formatQuantity(race, 'race training')}`,
    plot: () => drawTrialsUsed({ steps, candidates, exhaustive, exhaustiveRounds }),
    data: {
      columns: ['round', 'trained', 'used'],
      rows: steps.map(({ round, trained, used }) => [round, trained, used]),
    },
  };
}

interface Effort {
  readonly steps: readonly EffortStep[];
  readonly candidates: number;
  /** Trials of the alternative, every candidate in every replicate, and its replicates. */
  readonly exhaustive: number;
  readonly exhaustiveRounds: number;
}

interface EffortStep {
  /** Replicate, from 1. */
  readonly round: number;
  /** Candidates that were trained in it. */
  readonly trained: number;
  /** Trials up to and with it. */
  readonly used: number;
}

/** Of the trials of the race; what follows it is no part of its cost. */
export function stepsOf(standings: readonly ShownStanding[]): readonly EffortStep[] {
  const trainedAt: number[] = [];
  for (const { outcomes } of standings) {
    for (const index of outcomes.keys()) trainedAt[index] = (trainedAt[index] ?? 0) + 1;
  }
  let used = 0;
  return trainedAt.map((trained, index) => {
    used += trained;
    return { round: index + 1, trained, used };
  });
}

/** Trials used by the race, and by training every candidate every time. */
function drawTrialsUsed(effort: Effort): Plot.PlotOptions {
  const { steps, candidates, exhaustive, exhaustiveRounds } = effort;
  const rounds = Math.max(steps.length, exhaustiveRounds);
  const used = steps.at(-1)?.used ?? 0;
  const race = [{ round: 0, used: 0 }, ...steps];
  const isShort = steps.length < rounds / 2;
  const all = [0, exhaustiveRounds].map((round) => ({ round, used: round * candidates }));

  return {
    ...halfFrame(),
    x: { type: 'linear', domain: [0, Math.max(1, rounds)] },
    y: { type: 'linear', domain: [0, Math.max(1, exhaustive) * 1.12] },
    marks: [
      ...yAxis(5, 'trainings used', formatCount),
      xAxis([0, ...roundTicks(rounds, 10)], 'trainings per candidate', String),
      Plot.line(all, { x: 'round', y: 'used', stroke: MUTED, strokeDasharray: '3,4', strokeWidth: 1.4 }),
      Plot.text(all.slice(1), {
        x: 'round',
        y: 'used',
        text: () => `every candidate: ${formatCount(exhaustive)}`,
        textAnchor: 'end',
        dy: -10,
        fill: MUTED,
      }),
      Plot.areaY(race, { x: 'round', y: 'used', fill: 'var(--choice)', fillOpacity: 0.14 }),
      Plot.line(race, { x: 'round', y: 'used', stroke: 'var(--choice)', strokeWidth: 2.4 }),
      Plot.text(steps.slice(-1), {
        x: 'round',
        y: 'used',
        text: () => `this race: ${formatCount(used)}`,
        textAnchor: isShort ? 'start' : 'end',
        dx: isShort ? 8 : 0,
        dy: isShort ? 0 : -11,
        fontWeight: 600,
        fill: 'var(--choice)',
        ...HALO,
      }),
    ],
  };
}
