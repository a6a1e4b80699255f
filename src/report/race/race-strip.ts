/**
 * @file Figure: the race as a strip along its trainings: how many candidates were in the running, when the winner led, and a mark for
 * every decision, which says what stood then.
 */
import * as Plot from '@observablehq/plot';
import { isFresh } from '../../questions/race/plan/index.js';
import { candidatesText } from '../answer/cost.js';
import { CHART_WIDTH, frame, MUTED, xAxis } from '../chart/axes.js';
import type { Chart } from '../chart/index.js';
import { formatCount, formatQuantity, formatValue } from '../number-text.js';
import type { Table } from '../table/table.js';
import { betterText } from '../view/choice-words.js';
import type { ReportView } from '../view/report-view.js';

interface Moment {
  /** Trainings of the race that had ended. */
  readonly at: number;
  /** Candidates that may still win. */
  readonly left: number;
  readonly isWinnerAhead: boolean;
  readonly text: string;
}

const MOST_MOMENTS = 400;

/** Null where the race has made no decision yet. */
export function raceStripFigure(view: ReportView): Chart | null {
  const moments = momentsOf(view);
  const { candidates, trials, tolerance, winner } = view.result;
  if (moments.length === 0) return null;
  const first = view.result.search === undefined ? 'in the running' : 'tried in all';
  const strip: Strip = {
    moments,
    trainings: trials.race,
    candidates: candidates.length,
    out: leavingWord(view),
    first,
  };
  return {
    says: leadText(strip, winner !== null),
    reads:
      strip.out === 'paused'
        ? [
            `Paused: candidates that were then not trained on, as none had ${betterText(view.result, tolerance?.value ?? 0, view.telling)} than the leader.`,
          ]
        : [],
    n: `n = ${formatQuantity(trials.race, 'race training')} of ${candidatesText(candidates.length, view.result)}`,
    plot: () => drawStrip(strip),
    data: {
      ...{ id: 'race-strip', caption: 'The race', rows: moments },
      columns: [
        { key: 'race trainings', unit: 'count', of: ({ at }) => at },
        { key: 'in the running', unit: 'count', of: ({ left }) => left },
        { key: 'winner leads', of: ({ isWinnerAhead }) => (isWinnerAhead ? 'yes' : 'no') },
      ],
    } satisfies Table<Moment>,
  };
}

function leadText({ moments, trainings }: Strip, isChosen: boolean): string {
  const last = moments.findLastIndex(({ isWinnerAhead }) => !isWinnerAhead);
  const since = moments[last + 1];
  if (!isChosen) return `${formatQuantity(moments.length, 'decision')} so far, and no winner.`;
  if (since === undefined) return 'Another candidate led at the last decision of the race.';
  if (last < 0) return 'The winner led at every decision.';
  if (last === moments.length - 2) return 'The winner took the lead at the last decision.';
  return `The winner has led since training ${formatCount(since.at)} of ${formatCount(trainings)}.`;
}

/** In rounds candidates leave for good; a rule that decides trial by trial lets them wait. */
function leavingWord({ result: { decisions } }: ReportView): Strip['out'] {
  return decisions.some(({ idle }) => idle !== undefined) ? 'paused' : 'out';
}

function momentsOf(view: ReportView): Moment[] {
  const { result, telling, standings } = view;
  const { decisions, winner, candidates, trials } = result;
  const out = leavingWord(view);
  const places = out === 'paused' ? placesOfLooks(view) : placesOfRounds(view);
  const all = decisions.map(({ incumbent, incumbentValue, survivors }, index): Moment => {
    const at = places[index] as number;
    const left = survivors.length;
    const value = Number.isNaN(incumbentValue) ? '' : `, ${result.criterion.name} ${formatValue(incumbentValue)}`;
    const text = `Training ${formatCount(at)} of ${formatCount(trials.race)}: ${formatCount(left)} in the running, ${formatCount(candidates.length - left)} ${result.search === undefined ? out : 'paused or not tried yet'}. In the lead: ${telling.nameOf(incumbent)}${value}.`;
    return { at, left, isWinnerAhead: incumbent === winner?.candidate, text };
  });
  const step = Math.max(1, all.length / MOST_MOMENTS);
  return standings.length === 0
    ? []
    : all.filter((_, index) => Math.floor(index % step) === 0 || index === all.length - 1);
}

function placesOfRounds({ result: { decisions }, standings }: ReportView): number[] {
  const upTo = (round: number): number =>
    standings.reduce((sum, { outcomes }) => sum + Math.min(round, outcomes.length), 0);
  return decisions.map(({ round }) => upTo(round));
}

/**
 * A look is not logged with the trainings before it, but with those of each candidate that it moved: it stands where the last of these
 * had ended, and the look that decided the race at its end.
 */
function placesOfLooks({ input, result: { decisions, status, trials }, standings }: ReportView): number[] {
  const known = new Set(standings.map(({ id }) => id));
  const endings = new Map<string, number[]>();
  let ended = 0;
  for (const { trial } of input.outcomes) {
    if (isFresh(trial) || !known.has(trial.candidate)) continue;
    ended++;
    const own = endings.get(trial.candidate) ?? [];
    own.push(ended);
    endings.set(trial.candidate, own);
  }
  let latest = 0;
  return decisions.map(({ evidence }, index) => {
    for (const { candidate, n } of evidence) latest = Math.max(latest, endings.get(candidate)?.[n - 1] ?? 0);
    return status === 'decided' && index === decisions.length - 1 ? trials.race : latest;
  });
}

interface Strip {
  readonly moments: readonly Moment[];
  readonly trainings: number;
  readonly candidates: number;
  readonly out: 'paused' | 'out';
  /** What the first number counts: a search tries candidates one after the other. */
  readonly first: 'in the running' | 'tried in all';
}

/** Of the height of all candidates, below them: who leads. */
const LEAD = { from: -0.2, to: -0.06 } as const;

function drawStrip({ moments, trainings, candidates, out, first }: Strip): Plot.PlotOptions {
  const spans = moments.map((moment, index) => ({
    ...moment,
    from: moment.at,
    to: Math.max(moment.at, moments[index + 1]?.at ?? trainings),
  }));
  const before = [{ from: 0, to: moments[0]?.at ?? 0, left: candidates }, ...spans];
  const bars = { x1: 'from', x2: 'to' } as const;
  const last = moments.at(-1)?.left ?? candidates;
  return {
    ...frame(CHART_WIDTH, 164, [22, 14, 36, 14]),
    x: { type: 'linear', domain: [0, Math.max(1, trainings)] },
    y: { type: 'linear', domain: [LEAD.from * candidates, candidates], axis: null },
    marks: [
      Plot.rect(before, { ...bars, y1: () => 0, y2: 'left', fill: 'var(--choice)', fillOpacity: 0.4 }),
      Plot.rect(before, { ...bars, y1: 'left', y2: () => candidates, fill: 'var(--dropped)', fillOpacity: 0.22 }),
      Plot.rect(
        spans.filter(({ isWinnerAhead }) => isWinnerAhead),
        { ...bars, y1: () => LEAD.from * candidates, y2: () => LEAD.to * candidates, fill: 'var(--choice)' },
      ),
      xAxis([0, trainings], 'race trainings', formatCount),
      Plot.ruleX(moments, { x: 'at', stroke: MUTED, strokeWidth: 1.4, title: 'text' }),
      Plot.text([`${formatCount(candidates)} ${first}`], {
        x: () => 0,
        y: () => candidates,
        text: String,
        textAnchor: 'start',
        dy: -8,
        fill: 'var(--ink)',
      }),
      Plot.text(
        [last === candidates ? `all ${formatCount(last)} at the end` : `${formatCount(last)}, the others ${out}`],
        {
          x: () => trainings,
          y: () => candidates,
          text: String,
          textAnchor: 'end',
          dy: -8,
          fill: 'var(--ink)',
        },
      ),
    ],
  };
}
