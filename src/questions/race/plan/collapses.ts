/** @file How often trainings of a race failed and collapsed: fresh ones, counted against a bar that the race has set before. */
import type { Outcome } from '../../../core/index.js';
import {
  type CollapseBar,
  type CollapseTerms,
  collapseBar,
  countEndings,
  fieldSpread,
  lostOf,
  shareAtMost,
  shareBounds,
} from '../../../stats/index.js';
import type { Collapses, ReliabilityAnswer } from './answer-schema.js';
import { isFresh, type Standing } from './race.js';

/** Of a race; in units of the loss that it goes by, a negated score where more is better. */
export type CollapseSettings = Omit<CollapseTerms, 'spread'>;

export const COLLAPSE_CONFIDENCE = 0.95;

/** Trainings that ended, by candidate and phase. */
type TrainingsOf = (candidate: string) => Readonly<Record<Collapses['from'], readonly Outcome[]>>;

export function trainingsIn(outcomes: readonly Outcome[]): TrainingsOf {
  const known = new Map<string, { readonly race: Outcome[]; readonly fresh: Outcome[] }>();
  for (const outcome of outcomes) {
    const { candidate } = outcome.trial;
    const own = known.get(candidate) ?? { race: [], fresh: [] };
    own[isFresh(outcome.trial) ? 'fresh' : 'race'].push(outcome);
    known.set(candidate, own);
  }
  return (candidate) => known.get(candidate) ?? { race: [], fresh: [] };
}

/** The bar of each candidate, from the trainings of the race alone. */
export function collapseBars(field: readonly Pick<Standing, 'losses'>[], settings: CollapseSettings): CollapseBar[] {
  const spread = fieldSpread(field.map(({ losses }) => losses));
  return field.map(({ losses }) => collapseBar(losses, { ...settings, spread }));
}

/** By candidate, `bar` and `best` as costs; only of those that were trained. */
export function collapsesOf(
  standings: readonly Pick<Standing, 'candidate' | 'losses'>[],
  trainingsOf: TrainingsOf,
  settings: CollapseSettings,
  reliability?: ReliabilityAnswer,
): ReadonlyMap<string, Collapses> {
  const onProbation = new Map(reliability?.members.map((member) => [member.candidate, member.status]));
  const boundOf = (candidate: string) => {
    const status = onProbation.get(candidate);
    if (status === 'passed') return () => 1 - (reliability as ReliabilityAnswer).share;
    return status === undefined || status === 'waiting' ? atFixedSize : atAnyLook;
  };
  const bars = collapseBars(standings, settings);
  const counts = standings.flatMap(({ candidate }, place) => {
    const count = countOf(trainingsOf(candidate), bars[place] as CollapseBar, boundOf(candidate));
    return count === undefined ? [] : [[candidate, count] as const];
  });
  return new Map(counts);
}

type Bound = (lost: number, begun: number) => number;

const atFixedSize: Bound = (lost, begun) => shareAtMost(lost, begun, COLLAPSE_CONFIDENCE);

/** Of trainings that went on as long as it took. */
const atAnyLook: Bound = (lost, begun) => {
  const error = 1 - COLLAPSE_CONFIDENCE;
  return 1 - shareBounds(begun, lost, error, error)[0];
};

function countOf(
  { race, fresh }: ReturnType<TrainingsOf>,
  { by, above }: CollapseBar,
  bound: Bound,
): Collapses | undefined {
  const from = fresh.length > 0 ? 'fresh' : 'race';
  const trainings = from === 'fresh' ? fresh : race;
  if (trainings.length === 0) return undefined;
  const endings = countEndings(trainings, { above });
  const atMost = from === 'fresh' ? bound(lostOf(endings), endings.begun) : null;
  const best = trainings.reduce((least, { loss }) => Math.min(least, loss), Number.POSITIVE_INFINITY);
  return { by, bar: Number.isFinite(above) ? above : null, ...endings, best, from, atMost };
}
