/** @file What is required of metrics and losses, in words: the figure and its bound, whether the winner meets it, what cannot win by it, and what comes nearest. */
import { boundText } from '../../core/index.js';
import type { RequiredMetric, RequirementAnswer, RequirementsAnswer } from '../../questions/race/plan/index.js';
import { estimateText, formatCount, formatShare, formatValue } from '../number-text.js';
import { comparedCount } from '../result/never-worked.js';
import type { Result } from '../result/result-schema.js';
import type { Fact } from '../shown/shown.js';
import { nameSome } from '../view/run-notices.js';
import type { Telling } from '../view/telling.js';
import { isSearchRequired } from './search-words.js';

type Required = RequiredMetric['candidates'][number];

/** Names in a sentence. */
const MOST_NAMED = 6;

/** One for each requirement; none where nobody is chosen. */
export function requiredFacts({ requirements, winner, candidates }: Result): readonly Fact[] {
  if (requirements === undefined || winner === null) return [];
  return requirements.metrics.flatMap((metric): Fact[] => {
    const own = metric.candidates.find(({ candidate }) => candidate === winner.candidate);
    if (own === undefined) return [];
    const level = formatShare(1 - requirements.delta);
    const is = `its ${requiredFigure(metric)} is ${requiredValue(own)}`;
    const said =
      own.standing === 'met'
        ? `Yes: ${is}, ${boundText(metric)}`
        : `Not shown: ${is}, and has to be ${boundText(metric)}`;
    const unmet = countOf(metric, 'unmet');
    const others =
      unmet === 0
        ? ''
        : ` ${formatCount(unmet)} of ${formatCount(candidates.length)} ${unmet === 1 ? 'breaks' : 'break'} this limit.`;
    const text = `${said} (${level}).${others}`;
    return [{ label: 'Meets?', text, brief: `Meets what is required? ${text}` }];
  });
}

function countOf({ candidates }: RequiredMetric, wanted: Required['standing']): number {
  return candidates.filter(({ standing }) => standing === wanted).length;
}

type Row = readonly [label: string, text: string | null];

/** What stands behind the answer of what is required, of metrics and of the loss. */
export function requiredDetails({ requirements, requirement, winner }: Result, { nameOf }: Telling): readonly Row[] {
  return [
    ...(requirements?.metrics.flatMap((metric) => metricRows(metric, requirements.delta, nameOf)) ?? []),
    ...(requirement === undefined ? [] : lossRows(requirement, winner === null, nameOf)),
  ];
}

function metricRows(metric: RequiredMetric, delta: number, nameOf: Telling['nameOf']): readonly Row[] {
  const [met, unmet, open] = (['met', 'unmet', 'open'] as const).map((wanted) => formatCount(countOf(metric, wanted)));
  const [first] = metric.candidates;
  const names = metric.candidates.flatMap((one) =>
    one.standing === 'unmet' ? [`${nameOf(one.candidate)} ${requiredValue(one)}`] : [],
  );
  const isConstant = metric.isConstant && first !== undefined;
  return [
    [
      'Required',
      `${requiredFigure(metric)} ${boundText(metric)}, by the trainings of the race: kept by ${met}, broken by ${unmet}, not shown for ${open}; the intervals hold for all candidates at once, whenever the race stops (nominally ${formatShare(1 - delta)}).`,
    ],
    [
      'Constant',
      isConstant
        ? `Every training gave ${requiredFigureValue(metric, first)}: this requirement tells no candidates apart.`
        : null,
    ],
    [`Not ${boundText(metric)}`, names.length === 0 ? null : `${nameSome(names, MOST_NAMED)}.`],
  ];
}

function requiredFigureValue({ metric }: RequiredMetric, { value }: Required): string {
  return `${metric} ${value === null ? 'nothing' : formatValue(value)}`;
}

/** The candidate that comes nearest where all are refused. */
interface NearestRefused {
  readonly candidate: string;
  readonly metric: RequiredMetric;
  readonly own: Required;
  /** By so much its criterion misses the bound, in units of the metric. */
  readonly misses: number;
  /** All that it misses, by share of the bound, the largest first. */
  readonly missed: readonly { readonly metric: RequiredMetric; readonly own: Required }[];
  /** The requirement that refuses the most, and how many; undefined where there is one alone. */
  readonly hardest: { readonly metric: RequiredMetric; readonly refused: number } | undefined;
}

/** By the largest share of a bound that a candidate misses; null where somebody may still win, or nothing is known. */
function nearestRefused({ requirements, winner, candidates, neverWorked }: Result): NearestRefused | null {
  if (requirements === undefined || winner !== null) return null;
  const { metrics, refused } = requirements;
  if (refused.length === 0 || refused.length + neverWorked.length < candidates.length) return null;
  const misses = refused.flatMap((candidate) => worstMiss(requirements, candidate) ?? []);
  const [nearest] = misses.sort((a, b) => a.share - b.share);
  if (nearest === undefined) return null;
  const ranked = metrics
    .map((metric) => ({ metric, refused: countOf(metric, 'unmet') }))
    .sort((a, b) => b.refused - a.refused);
  return { ...nearest, hardest: metrics.length === 1 ? undefined : ranked[0] };
}

function worstMiss({ metrics }: RequirementsAnswer, candidate: string) {
  const all = metrics.flatMap((metric) => {
    const own = metric.candidates.find((one) => one.candidate === candidate);
    // What is not told yet may be kept.
    if (own === undefined || own.value === null || !isBeyond(metric, own)) return [];
    const bound = (isOver(metric, own) ? metric.below : metric.above) ?? 0;
    const misses = Math.abs(own.value - bound);
    return [{ candidate, metric, own, misses, share: misses / (Math.abs(bound) || 1) }];
  });
  // A search says of whom it has trained once that it hardly keeps a bound.
  const shown = all.filter(({ own }) => own.standing === 'unmet');
  const missed = (shown.length === 0 ? all : shown).sort((a, b) => b.share - a.share);
  return missed[0] && { ...missed[0], missed };
}

function isBeyond(metric: RequiredMetric, own: Required): boolean {
  return isOver(metric, own) || (metric.above !== undefined && own.value !== null && own.value <= metric.above);
}

/** `no candidate meets the requirement: q3 of latencyMs below 20. Nearest is size=2 with 31.0 [28.1, 34.9], 11 too high`. */
export function noneMeets(result: Result, { nameWithId }: Telling): string | null {
  const nearest = nearestRefused(result);
  if (nearest === null) return null;
  const { candidate, metric, own, misses, hardest } = nearest;
  const most =
    hardest === undefined
      ? ''
      : `; ${requiredFigure(hardest.metric)} ${boundText(hardest.metric)} leaves out the most, ${formatCount(hardest.refused)}`;
  const tried = result.candidates.length;
  const isSome = isSearchRequired(result) && tried < (result.search?.candidates ?? 0);
  const who = isSome ? `none of the ${formatCount(tried)} tried` : 'no candidate';
  return `${who} meets the requirement: ${requiredFigure(metric)} ${boundText(metric)}. Nearest is ${nameWithId(candidate)} with ${requiredValue(own)}, ${formatValue(misses, 2)} too ${isOver(metric, own) ? 'high' : 'low'}${most}`;
}

function isOver({ below }: RequiredMetric, { value }: Required): boolean {
  return below !== undefined && value !== null && value >= below;
}

/** What would have to change, so that the nearest could be shown to meet it. */
export function requiredAdvice(result: Result): string | null {
  const nearest = nearestRefused(result);
  if (nearest !== null) {
    const { missed } = nearest;
    const bounds = missed.map(({ metric, own }, place) => {
      const end = isOver(metric, own) ? own.high : own.low;
      const whose = place === missed.length - 1 ? ' for the nearest' : '';
      const loosened = Number.isFinite(end) ? `, to about ${formatValue(end, 3)}${whose}` : '';
      return `\`require.${metric.metric}.${metric.criterion}\`${loosened}`;
    });
    const it = missed.length === 1 ? 'it' : missed.length === 2 ? 'both' : 'all';
    return `Loosen ${bounds.join(', and ')}, or add candidates that meet ${it}`;
  }
  const { requirements, winner, status } = result;
  const isOpen = ({ candidates }: RequiredMetric): boolean =>
    candidates.some(({ candidate, standing }) => candidate === winner?.candidate && standing === 'open');
  const open = requirements?.metrics.find(isOpen);
  if (open === undefined || (status !== 'decided' && status !== 'exhausted')) return null;
  return `Raise \`race.maxReplicates\`: more trainings may tell whether ${requiredFigure(open)} is ${boundText(open)}`;
}

/** `its q3 of the loss 0.412 is within 5 % of the best, 0.405`; null where nothing is required. */
export function requirementClause({ requirement, winner }: Result): string | null {
  if (requirement === undefined || winner === null) return null;
  const { criterion, within, best, bestValue, value, isShown } = requirement;
  const own = value === null ? '' : ` ${formatValue(value)}`;
  if (best === winner.candidate) {
    const rest = isShown ? '' : `, though others may be lower by more than ${within}`;
    return `its ${criterion} of the loss${own} is the lowest${rest}`;
  }
  const shown = isShown ? `is within ${within} of the best` : `is not shown to be within ${within} of the best`;
  return `its ${criterion} of the loss${own} ${shown}, ${formatValue(bestValue)}`;
}

function lossRows(
  { criterion, within, best, beyond, atMost, isShown }: RequirementAnswer,
  isOpen: boolean,
  nameOf: Telling['nameOf'],
): readonly Row[] {
  const more = isShown ? '' : ' More trainings (`race.maxReplicates`) can tell.';
  const count = `${formatCount(beyond.length)} ${beyond.length === 1 ? 'candidate' : 'candidates'}`;
  return [
    [
      'Nearest',
      isOpen && best !== null ? `No candidate wins; by the ${criterion} of the loss it is ${nameOf(best)}.` : null,
    ],
    [
      'Loss bound',
      atMost === null
        ? null
        : `The winner's ${criterion} of the loss is at most ${formatValue(atMost)} worse than the best of all, by the trainings of the race.${more}`,
    ],
    [
      'Cannot win',
      beyond.length === 0 ? null : `${count}: ${criterion} of the loss more than ${within} worse than the best.`,
    ],
  ];
}

/** `q3 of latencyMs`. */
export function requiredFigure({ criterion, metric }: RequiredMetric): string {
  return `${criterion} of ${metric}`;
}

/** `17.6 [16.9, 18.4]`, to the digits that the interval leaves; `not known` without trainings that tell. */
export function requiredValue({ value, low, high }: Pick<Required, 'value' | 'low' | 'high'>): string {
  if (value === null) return 'not known';
  return estimateText(value, Number.isFinite(high - low) ? { low, high } : null);
}

/** Of a candidate, in a table. */
export const STANDING_WORDS: Readonly<Record<Required['standing'], string>> = {
  met: 'met',
  unmet: 'not met',
  open: 'not shown',
};

type WithRequired = Pick<Result, 'candidates' | 'neverWorked' | 'requirement' | 'requirements'>;

/** Those that cannot win by what is required, each once. */
export function refusedOf({ requirement, requirements, neverWorked }: WithRequired): readonly string[] {
  const broken = new Set(neverWorked.map(({ candidate }) => candidate));
  const all = new Set([...(requirements?.refused ?? []), ...(requirement?.beyond ?? [])]);
  return [...all].filter((candidate) => !broken.has(candidate));
}

/** `8`, `the 7 that worked`, `the 4 that may win`: whom a claim is about. */
export function fieldText(result: WithRequired): string {
  const refused = refusedOf(result).length;
  const count = formatCount(comparedCount(result) - refused);
  if (refused > 0) return `the ${count} that may win`;
  return result.neverWorked.length === 0 ? count : `the ${count} that worked`;
}
