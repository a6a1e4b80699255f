/**
 * @file Probation: whether a candidate's trainings come out at least so often, tried with one member of the returned set after the
 * other until one passes. One that failed did not come out, whatever it counts as in an estimate. Evidence is the sequential test of a share in `stats/tests`, whose threshold is set so that the whole
 * design, a cap on its trainings included, lets a candidate pass that collapses too often with the error that it is given.
 */
import { formatLevel, inputError, type Outcome } from '../../../core/index.js';
import {
  type CollapseBar,
  countEndings,
  type Endings,
  halve,
  leastTrialsAbove,
  lostOf,
  shareEvidence,
} from '../../../stats/index.js';
import type { ProbationMember, ReliabilityAnswer } from './answer-schema.js';
import type { RaceSettings } from './race-settings.js';

/** Chance that any member passes although it collapses more often, over all looks and all members. */
const PROBATION_ERROR = 0.05;
/** This many trainings that did not come out are forgiven; one more ends the probation of a member. */
const FORGIVEN = 2;
/** At most this many of the set are tried. */
const MOST_ON_PROBATION = 10;

/** How long one member is tried. */
interface ProbationDesign {
  /** By trainings lost so far, 0 to {@link FORGIVEN}: it passes after so many trainings. Ascending. */
  readonly passesAfter: readonly number[];
}

/** Values all along: one more training makes another. */
export interface Probation {
  /** In the order in which they are tried. */
  readonly members: readonly ProbationMember[];
  readonly designs: readonly ProbationDesign[];
  readonly bars: readonly CollapseBar[];
}

/** With these members, each with what counts as a collapse of it; the first {@link MOST_ON_PROBATION} are tried. */
export function beginProbation(
  reliability: number,
  candidates: readonly { readonly candidate: string; readonly bar: CollapseBar }[],
): Probation {
  const tried = candidates.slice(0, MOST_ON_PROBATION);
  const designs = probationDesigns(reliability, tried.length);
  return {
    members: tried.map(({ candidate }, place) => ({
      candidate,
      status: place === 0 ? 'open' : 'waiting',
      ...{ begun: 0, failed: 0, collapsed: 0 },
      passesAfter: leastOf(designs[place]),
    })),
    designs,
    bars: tried.map(({ bar }) => bar),
  };
}

/** With one more training. One of a member whose turn it is not changes nothing. */
export function afterTraining(
  probation: Probation,
  candidate: string,
  training: Pick<Outcome, 'status' | 'loss'>,
): Probation {
  const { members, designs, bars } = probation;
  const place = members.findIndex((member) => member.candidate === candidate && member.status === 'open');
  if (place < 0) return probation;
  const ending = countEndings([training], bars[place] as CollapseBar);
  const after = withTraining(members[place] as ProbationMember, designs[place] as ProbationDesign, ending);
  const next = members.map((one, at): ProbationMember => {
    if (at === place) return after;
    return at === place + 1 && after.status === 'failed' ? { ...one, status: 'open' } : one;
  });
  return { ...probation, members: next };
}

function withTraining(member: ProbationMember, { passesAfter }: ProbationDesign, ending: Endings): ProbationMember {
  const endings = {
    begun: member.begun + ending.begun,
    failed: member.failed + ending.failed,
    collapsed: member.collapsed + ending.collapsed,
  };
  const needed = passesAfter[lostOf(endings)];
  if (needed === undefined) return { ...member, ...endings, status: 'failed' };
  return { ...member, ...endings, status: endings.begun >= needed ? 'passed' : 'open', passesAfter: needed };
}

/** The member whose trainings are wanted; undefined once the probation is settled. */
export function openMember({ members }: Probation): ProbationMember | undefined {
  return members.find(({ status }) => status === 'open');
}

/** What became of all of them together. */
export function reliabilityOf({ members }: Probation, share: number): ReliabilityAnswer {
  const isAny = (wanted: ProbationMember['status']) => members.some(({ status }) => status === wanted);
  return { share, status: isAny('passed') ? 'passed' : isAny('open') ? 'open' : 'failed', members };
}

export function passedMember({ members }: Probation): ProbationMember | undefined {
  return members.find(({ status }) => status === 'passed');
}

function leastOf(design: ProbationDesign | undefined): number {
  return design?.passesAfter[0] ?? 0;
}

/**
 * A design for each of so many members, which are tried in this order. The error is shared as 1, 1/4, 1/9, ...: the first is
 * mostly good, and the fewer trainings the earlier ones take the better, while each of the later ones can still pass.
 *
 * @example probationDesigns(0.95, 1) // [{ passesAfter: [63, 127, 164] }]
 */
function probationDesigns(reliability: number, members: number): readonly ProbationDesign[] {
  const weights = Array.from({ length: members }, (_, place) => 1 / (place + 1) ** 2);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => designFor(reliability, (PROBATION_ERROR * weight) / total));
}

/** How many fresh trainings a set of so many takes at most, and the first of it at least; {@link MOST_ON_PROBATION} are tried. */
export function probationTrials(
  reliability: number,
  members: number,
): { readonly least: number; readonly most: number } {
  const designs = probationDesigns(reliability, Math.min(members, MOST_ON_PROBATION));
  return {
    least: leastOf(designs[0]),
    most: designs.reduce((sum, { passesAfter }) => sum + (passesAfter.at(-1) as number), 0),
  };
}

/** The lowest threshold under which a share at the bar passes with no more than this error. */
function designFor(reliability: number, error: number): ProbationDesign {
  // With the threshold 1 / error it does whatever the cap (Ville's inequality); the cap leaves something to spare.
  const most = -Math.log(error);
  const passesAt = (logThreshold: number) => passChance(designAt(reliability, logThreshold), reliability);
  return designAt(reliability, halve((at) => !(passesAt(at) <= error), most - LOWER, most, HALVINGS).high);
}

/** In logarithms of the threshold. */
const LOWER = 1.5;
const HALVINGS = 20;

function designAt(reliability: number, logThreshold: number): ProbationDesign {
  const alpha = Math.exp(-logThreshold);
  let needed = leastTrialsAbove(reliability, alpha);
  const passesAfter = [needed];
  for (let collapses = 1; collapses <= FORGIVEN; collapses++) {
    while (shareEvidence(needed, collapses, reliability).above < 1 / alpha) needed++;
    passesAfter.push(needed);
  }
  return { passesAfter };
}

/** That a candidate passes which comes out in this share of its trainings: exactly, by how many had collapsed at each of the looks. */
function passChance({ passesAfter }: ProbationDesign, share: number): number {
  let passed = 0;
  let before = 0;
  // By collapses so far, of those that have not passed.
  let going = [1];
  for (const [forgiven, needed] of passesAfter.entries()) {
    for (; before < needed; before++) going = afterOne(going, share);
    passed += going[forgiven] ?? 0;
    going[forgiven] = 0;
  }
  return passed;
}

/** More collapses than are forgiven are left out: those have failed. */
function afterOne(going: readonly number[], share: number): number[] {
  return Array.from({ length: Math.min(going.length, FORGIVEN) + 1 }, (_, collapses) => {
    return share * (going[collapses] ?? 0) + (1 - share) * (going[collapses - 1] ?? 0);
  });
}

/** Below, a single collapse in two says nothing that quantiles do not; above, a member takes thousands of trainings. */
const LEAST = 0.5;
const MOST = 0.99;

/** @throws InputError for a share out of range, and for one without fresh trials to show it by. */
export function requireReliability({ reliability, finalTrials }: RaceSettings): void {
  if (reliability === undefined) return;
  if (!(reliability >= LEAST && reliability <= MOST)) {
    throw inputError`reliability: reliability is ${reliability}${reliability === 1 ? ' (no number of trainings can show that nothing ever goes wrong)' : ''}.
      Allowed: a share from ${LEAST} to ${MOST}; 0.95 takes ${probationTrials(0.95, 1).least} trainings without a collapse, 0.99 takes ${probationTrials(MOST, 1).least}
      Fix: Ask for less, such as 0.95.`;
  }
  if (finalTrials !== 0) return;
  throw inputError`reliability-without-fresh: reliability is ${reliability}, but finalTrials is 0, and only fresh trainings after the race can show it.
    Allowed: finalTrials from 1
    Fix: Leave out finalTrials, whose default is 20, or leave out reliability.`;
}

/**
 * `field`: the fewest trials that the race itself takes.
 * @throws InputError for a budget that ends before a candidate can pass.
 */
export function requireReliabilityBudget(reliability: number, budget: number | undefined, field: number): void {
  const least = field + probationTrials(reliability, 1).least;
  if (budget === undefined || budget >= least) return;
  throw inputError`reliability-budget: A reliability of ${reliability} takes at least ${least - field} fresh trainings of the winner, and the race ${field}; the budget is ${budget} trainings.
    Allowed: a budget of at least ${least} trainings
    Fix: Raise the budget, or ask for a lower reliability.`;
}

/** What a race with so many candidates takes for it; said before anything is trained. */
export function reliabilityCost(reliability: number, candidates: number): string {
  const members = Math.min(candidates, MOST_ON_PROBATION);
  const { least } = probationTrials(reliability, 1);
  const { most } = probationTrials(reliability, candidates);
  return (
    `reliability ${reliability}: after the race the winner is trained until it is shown that at most ${formatLevel(1 - reliability)} of its ` +
    `trainings collapse: at least ${least} fresh trainings, the usual ones included. If it fails, the next candidate is tested. ` +
    `At most ${most} fresh trainings for the ${members} candidates that are tested`
  );
}
