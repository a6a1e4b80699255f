/** @file Every decision of a race as a sentence, for figures that point to it: who left, paused or resumed, and on what evidence. */
import { statisticOfRule } from '../../questions/race/plan/index.js';
import type { CrossGroup } from '../html/charts/shapes.js';
import { formatCount, formatShare, formatValue } from '../number-text.js';
import type { Result } from '../result/result-schema.js';
import { type CandidateName, shortName } from '../view/candidate-names.js';

type Decision = Result['decisions'][number];
type Evidence = Decision['evidence'][number];
type Names = ReadonlyMap<string, CandidateName>;

/** One decision, as a figure points to it and says it. */
export interface ToldDecision {
  readonly text: string;
  /** Who changed, with the trials that each had then, the best first. */
  readonly changed: readonly { readonly candidate: string; readonly n: number }[];
}

/** Decisions that changed somebody's place, and at most so many of them. */
export interface DecisionsView {
  readonly told: readonly ToldDecision[];
  /** Looks after which everybody was where they were before. */
  readonly quiet: number;
  /** Decisions at the end that are not told. */
  readonly left: number;
}

const MOST_TOLD = 400;
const MOST_NAMED = 4;

export function viewDecisions({ decisions }: Result, names: Names): DecisionsView {
  const byLooks = decisions.some(({ idle }) => idle !== undefined);
  const moving = decisions.filter((decision) => changedIn(decision).length > 0);
  const told = moving.slice(0, MOST_TOLD).map((decision): ToldDecision => {
    const evidence = new Map(decision.evidence.map((one) => [one.candidate, one]));
    return {
      text: byLooks ? lookText(decision, evidence, names) : roundText(decision, evidence, names),
      changed: changedIn(decision).map((candidate) => ({
        candidate,
        n: evidence.get(candidate)?.n ?? (byLooks ? 0 : decision.round),
      })),
    };
  });
  return { told, quiet: decisions.length - moving.length, left: moving.length - told.length };
}

function changedIn({ eliminated, idle = [], woken = [] }: Decision): readonly string[] {
  return [...eliminated, ...idle, ...woken];
}

function roundText(decision: Decision, evidence: ReadonlyMap<string, Evidence>, names: Names): string {
  const { round, eliminated, survivors } = decision;
  const say = (one: Evidence): string => roundEvidence(one, decision);
  return [
    `After ${formatCount(round)} ${round === 1 ? 'training' : 'trainings each'}, ${listed(eliminated, evidence, names, say)} eliminated; ${formatCount(survivors.length)} in the running.`,
    bestText(decision, names),
  ].join(' ');
}

function lookText(decision: Decision, evidence: ReadonlyMap<string, Evidence>, names: Names): string {
  const { round, idle = [], woken = [], survivors } = decision;
  const list = (ids: readonly string[]): string => listed(ids, evidence, names, lookEvidence);
  return [
    `Look ${formatCount(round)}:`,
    ...(idle.length === 0 ? [] : [`${list(idle)} paused.`]),
    ...(woken.length === 0 ? [] : [`${list(woken)} resumed.`]),
    `${formatCount(survivors.length)} in the running.`,
    bestText(decision, names),
  ].join(' ');
}

function bestText({ incumbent, incumbentValue }: Decision, names: Names): string {
  const value = Number.isNaN(incumbentValue) ? '' : `, ${formatValue(incumbentValue)}`;
  return `In the lead: ${shortName(names, incumbent)}${value}.`;
}

function listed(
  ids: readonly string[],
  evidence: ReadonlyMap<string, Evidence>,
  names: Names,
  say: (evidence: Evidence) => string,
): string {
  const named = ids.slice(0, MOST_NAMED).map((id) => {
    const one = evidence.get(id);
    const words = one === undefined ? '' : say(one);
    return `${shortName(names, id)}${words === '' ? '' : ` (${words})`}`;
  });
  const more = ids.length - named.length;
  return `${named.join('; ')}${more > 0 ? ` and ${formatCount(more)} more` : ''}`;
}

function roundEvidence({ statistic, pValue, n, correction, reason }: Evidence, { rule }: Decision): string {
  const { name, isCount } = statisticOfRule(rule) ?? { name: 'statistic', isCount: false };
  return [
    ...(statistic === undefined || reason === 'divergence'
      ? []
      : [`${name} ${isCount ? formatCount(statistic) : formatValue(statistic, 3)}`]),
    ...(pValue === undefined || reason === 'divergence'
      ? []
      : [`p ${probabilityText(pValue)}${correction === undefined ? '' : ` after ${correction}`}`]),
    `n = ${formatCount(n)}`,
    ...(reason === undefined ? [] : [reason.replaceAll('-', ' ')]),
  ].join(', ');
}

/** The p-value of a look is a chance; its statistic a difference in units of the loss. */
function lookEvidence({ statistic, pValue, n, reason }: Evidence): string {
  return [
    ...(statistic === undefined
      ? []
      : [`${statistic < 0 ? 'ahead' : 'behind'} by ${formatValue(Math.abs(statistic), 3)}`]),
    ...(pValue === undefined ? [] : [`chance of being better ${shareText(pValue)}`]),
    `n = ${formatCount(n)}`,
    ...(reason === undefined ? [] : [reason.replaceAll('-', ' ')]),
  ].join(', ');
}

function probabilityText(value: number): string {
  return value < 0.001 ? '< 0.001' : `= ${formatValue(value, 2)}`;
}

function shareText(share: number): string {
  return share < 0.001 ? 'below 0.1 %' : formatShare(share);
}

/** Crosses of all decisions together, each decision having one at least. */
const MOST_CROSSES = 300;

/** Where each who changed stood by then on its way, of which `at` is the place; nobody without one. */
export function decisionCrosses(
  decisions: readonly ToldDecision[],
  pathOf: (candidate: string) => readonly { readonly round: number; readonly at: number }[],
): CrossGroup[] {
  const each = Math.max(1, Math.floor(MOST_CROSSES / Math.max(1, decisions.length)));
  return decisions.flatMap(({ text, changed }, number) => {
    const places = changed.flatMap(({ candidate, n }) => {
      const vertex = pathOf(candidate).findLast(({ round }) => round <= n);
      return vertex === undefined ? [] : [{ x: vertex.round, y: vertex.at }];
    });
    return places.length === 0 ? [] : [{ number, title: text, places: places.slice(0, each) }];
  });
}
