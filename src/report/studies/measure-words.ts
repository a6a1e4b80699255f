/** @file Says what a measurement of randomness found: which source the losses vary most with, in the same words everywhere. */
import {
  type BesideBaseline,
  type CriterionFigure,
  isHigherBetter,
  unbeatenIn,
} from '../../questions/common/plan/index.js';
import type {
  Component,
  EnoughToTell,
  MeasureAnalysis,
  MeasuredCandidate,
} from '../../questions/measure/plan/index.js';
import { assuredBar } from '../answer/next-effort.js';
import { formatCount, formatQuantity, formatShare, formatValue } from '../number-text.js';
import { nameSome } from '../view/run-notices.js';
import { sourceText } from './source-words.js';
import type { StudyInput } from './study-input.js';
import {
  anotherQuestion,
  capital,
  criterionOf,
  EQUAL_SEEDS,
  type Namer,
  priceText,
  type StudyStep,
  type StudyWords,
  unbeatenValueText,
  withOption,
} from './study-words.js';

export const MEASURE_WORDS: StudyWords<MeasureAnalysis> = {
  title: 'where randomness comes from',
  sets: ({ candidates }, named) =>
    candidates.flatMap(({ candidate, arms, controls }) => [
      ...arms.map((arm) => named(candidate, arm.name, arm.distribution)),
      named(candidate, EQUAL_SEEDS, controls),
    ]),
  finding: (analysis, figure, nameOf) =>
    [...unbeatenTexts(analysis, figure, nameOf), measureHeadline(analysis, figure, nameOf)].join('. '),
  open: openTexts,
  also: ({ candidates }, _, nameOf) => steadiestTexts(candidates, nameOf),
  rests: tableTexts,
  next: (analysis, input) => moreTrials(analysis, input) ?? followingQuestion(analysis, input),
  unbeaten: ({ candidates }) => candidates.filter(isUnbeaten).map(({ candidate }) => candidate),
  pool: ({ finitePool }) => finitePool && { ...finitePool, samples: 'Samples' },
  seedNotices: unrepeatableNotices,
};

/** More who are no better than nothing are counted. */
const MOST_NAMES = 3;

/** Whatever varies. */
function isUnbeaten({ arms }: MeasuredCandidate): boolean {
  return arms.length > 0 && arms.every(({ distribution }) => unbeatenIn(distribution.baselines) !== undefined);
}

function unbeatenTexts({ candidates }: MeasureAnalysis, figure: string, nameOf: Namer): string[] {
  const unbeaten = candidates.filter(isUnbeaten);
  const texts = unbeaten.slice(0, MOST_NAMES).map(({ candidate, arms }) => {
    const beside = unbeatenIn(arms[0]?.distribution.baselines ?? []) as BesideBaseline;
    return `${nameOf(candidate)} is ${unbeatenValueText(beside, figure)}`;
  });
  const more = unbeaten.length - texts.length;
  return more === 0 ? texts : [...texts, `and so are ${formatCount(more)} more of ${formatCount(candidates.length)}`];
}

/** One line, no full stop at its end. */
function measureHeadline(analysis: MeasureAnalysis, figure: string, nameOf: Namer): string {
  const [only, ...others] = analysis.candidates;
  const statement = measureStatement(analysis, figure, nameOf);
  return only === undefined || others.length > 0 ? statement : `${statement}${detailText(only)}`;
}

/** What the headline and the first figure say alike, no full stop at its end. */
function measureStatement({ candidates }: MeasureAnalysis, figure: string, nameOf: Namer): string {
  const [first] = candidates;
  if (first === undefined) return 'No candidate was measured';
  if (candidates.length === 1) return leadingText(first, figure, nameOf);
  const count = (chosen: (one: MeasuredCandidate) => boolean): number => candidates.filter(chosen).length;
  const leaders = new Set(candidates.flatMap(({ leading: { source } }) => (source === null ? [] : [source])));
  const parts = [...leaders]
    .map((source) => ({ source, led: count(({ leading }) => leading.source === source) }))
    .sort((a, b) => b.led - a.led)
    .map(({ source, led }) => `with ${sourceText(source)} for ${formatCount(led)}`);
  const [open, none] = (['open', 'none'] as const).map((finding) =>
    count(({ leading }) => leading.finding === finding),
  ) as [number, number];
  if (open === candidates.length)
    return `${capital(trainingsText(candidates))} of ${formatQuantity(open, 'candidate')} cannot tell which source spreads the ${figure} most`;
  const said = [
    ...(parts.length === 0 ? [] : [`the ${figure} varies most ${parts.join(', ')}`]),
    ...(open === 0
      ? []
      : [
          `which source spreads the ${figure} most cannot be told for ${formatCount(open)} (${trainingsText(candidates)})`,
        ]),
    ...(none === 0 ? [] : [`the ${figure} does not vary at all for ${formatCount(none)}`]),
  ];
  const of = formatQuantity(candidates.length, 'candidate');
  return said.length === 0
    ? `Too few trainings of ${of} to say how the ${figure} varies`
    : `Of ${of}: ${said.join('; ')}`;
}

/** The same of one candidate. */
function leadingText({ candidate, leading }: MeasuredCandidate, figure: string, nameOf: Namer): string {
  const subject = `the ${figure} of ${nameOf(candidate)}`;
  switch (leading.finding) {
    case 'leads':
      return `${capital(subject)} varies most with ${sourceText(leading.source ?? '')}`;
    case 'open':
      return `${formatQuantity(leading.trainings, 'training')} cannot tell which source spreads ${subject} most${eitherText(leading.between)}`;
    case 'none':
      return `${capital(subject)} does not vary at all`;
    case 'single':
      return `${capital(subject)} under one source of randomness`;
  }
}

/** `: initial weights or the training sample`; of more than two a table says more. */
function eitherText(sources: readonly string[]): string {
  return sources.length === 2 ? `: ${sources.map(sourceText).join(' or ')}` : '';
}

/** What shows the source that leads: its share of the variance, or how far each source alone spreads it; else how far the only one does. */
function detailText(measured: MeasuredCandidate): string {
  const { arms, leading } = measured;
  const { finding, source } = leading;
  const part = clearPart(measured);
  if (part !== undefined) return `: ${shareOfVariance(part)}`;
  if (finding !== 'leads' && finding !== 'single') return '';
  const alone = arms.filter(({ name }) => !name.includes('+') || arms.length === 1);
  const ordered = [...alone.filter(({ name }) => name === source), ...alone.filter(({ name }) => name !== source)];
  const texts = ordered.flatMap(({ name, distribution }) => {
    const spread = criterionOf(distribution, 'std');
    return spread === null
      ? []
      : [`${formatValue(spread.value, 3)}${rangeText(spread.interval)} with ${sourceText(name)}`];
  });
  return texts.length === 0 ? '' : `: standard deviation ${texts.join(', ')}${texts.length > 1 ? ' alone' : ''}`;
}

/** The share of the source that leads, where its interval lies above all others'. */
export function clearPart({ decomposition, leading }: MeasuredCandidate): Component | undefined {
  if (leading.finding !== 'leads' || 'reason' in decomposition) return undefined;
  const part = decomposition.components.find(({ source }) => source === leading.source);
  const others = decomposition.components.filter((one) => one !== part);
  return part !== undefined && others.every(({ shareHigh }) => shareHigh < part.shareLow) ? part : undefined;
}

/** ` [0.0211, 0.0402]`; nothing where there is none. */
function rangeText(interval: CriterionFigure['interval']): string {
  return 'reason' in interval ? '' : ` [${formatValue(interval.low, 3)}, ${formatValue(interval.high, 3)}]`;
}

function shareOfVariance({ share, shareLow, shareHigh }: Component): string {
  return `${formatShare(share)} of its variance [${formatShare(shareLow)}, ${formatShare(shareHigh)}]`;
}

/** What would tell the sources apart, by the estimates. */
function openTexts({ candidates }: MeasureAnalysis): string[] {
  const open = candidates.filter(({ leading: { finding } }) => finding === 'open');
  if (open.length === 0) return [];
  const needs = open.map(({ leading: { enough } }) => enough);
  if (needs.includes(null)) return ['How many trainings would tell, these estimates do not say.'];
  const [one] = open as [MeasuredCandidate];
  const total = one.leading.trainings + (one.leading.enough?.trainings ?? 0);
  const what =
    candidates.length === 1 ? `About ${formatCount(Number(total.toPrecision(2)))} trainings` : 'More trainings';
  return [`${what} would tell, if the estimates stay as they are.`];
}

/** What would tell for all that are open; nothing where the estimates do not say for each. */
function moreTrials({ candidates }: MeasureAnalysis, input: StudyInput): StudyStep | null {
  const { command, header, plan } = input;
  const needs = candidates.flatMap(({ leading: { finding, enough } }) => (finding === 'open' ? [enough] : []));
  const known = needs.filter((need) => need !== null);
  if (known.length === 0 || known.length < needs.length) return null;
  const most = (of: (need: EnoughToTell) => number): number => Math.max(...known.map(of));
  const trials = most((need) => need.trials);
  const crossed = known[0]?.crossed?.map((_, place) => most((need) => need.crossed?.[place] ?? 0)).join('x') ?? 'none';
  // Either more trials of each source, or more levels: candidates may need different ones.
  const isWider = (need: EnoughToTell): boolean => need.trials === Number(plan.trials);
  const more =
    most((need) => (isWider(need) ? need.trainings : 0)) + most((need) => (isWider(need) ? 0 : need.trainings));
  return {
    command: command === null ? null : withOption(withOption(command, ['--trials'], trials), ['--crossed'], crossed),
    why: `${capital(priceText(header.candidates.length * more, input))}; an estimate, no promise`,
    needsMore: true,
  };
}

/** Of its sets of trainings it shows these; some of the crossed design are in no other set. */
function crossedAlone({ arms, controls, leading }: MeasuredCandidate): number {
  const shown = [...arms.map(({ distribution }) => distribution), controls];
  return leading.trainings - shown.reduce((sum, { losses, failed }) => sum + losses.length + failed, 0);
}

function tableTexts({ candidates }: MeasureAnalysis): string[] {
  const alone = candidates.reduce((sum, one) => sum + Math.max(0, crossedAlone(one)), 0);
  return alone === 0
    ? []
    : [
        `${formatQuantity(alone, 'training')} of the crossed design ${alone === 1 ? 'is' : 'are'} in no other set, and in no row of the table.`,
      ];
}

/** What a source that leads asks next: larger samples of one candidate, a bar for it, or a race of several. */
function followingQuestion({ candidates, finitePool }: MeasureAnalysis, input: StudyInput): StudyStep | null {
  const [only] = candidates.filter(({ leading: { finding } }) => finding === 'leads');
  if (only === undefined) return null;
  if (candidates.length > 1) {
    return {
      command: anotherQuestion(input.command, 'select', []),
      why: `Races the ${formatCount(input.header.candidates.length)} candidates: which of them trains well every time`,
    };
  }
  return largerSamples(only, finitePool?.pool ?? Number.POSITIVE_INFINITY, input) ?? barFor(only, input);
}

/** The worst of all that varied; null where that has no figure. */
function barFor({ arms }: MeasuredCandidate, { command, figure }: StudyInput): StudyStep | null {
  const isHigher = isHigherBetter(figure);
  const all = arms.at(-1)?.distribution;
  const worst = all && criterionOf(all, isHigher ? 'min' : 'max')?.value;
  if (worst === undefined) return null;
  const bar = assuredBar(figure === 'loss' ? null : figure, isHigher ? 'maximize' : 'minimize', worst);
  const asked = anotherQuestion(command, 'assure', ['--candidate', '-c']);
  return bar && { command: asked === null ? null : `${asked} ${bar.options}`, why: capital(bar.why) };
}

/** Null where the sample does not lead, or nobody knows its size. */
function largerSamples({ leading: { source } }: MeasuredCandidate, pool: number, input: StudyInput): StudyStep | null {
  const size = Number(input.plan.sampleSize ?? 0);
  const sizes = [...new Set([size, 2 * size, 4 * size].map((one) => Math.min(one, pool)))];
  const command = anotherQuestion(input.command, 'curve', ['--candidate', '-c', '--metric']);
  if (source !== 'sample' || size === 0 || sizes.length < 2) return null;
  return {
    command: command === null ? null : `${command} --sizes ${sizes.join(',')}`,
    why: 'Shows whether larger samples make it steadier',
  };
}

/** Who varies least with all sources; not said beyond what the intervals say. */
function steadiestTexts(candidates: readonly MeasuredCandidate[], nameOf: Namer): string[] {
  const spreads = candidates
    .flatMap(({ candidate, arms }) => {
      const spread = arms.length === 0 ? null : criterionOf((arms.at(-1) as (typeof arms)[number]).distribution, 'std');
      return spread === null || !Number.isFinite(spread.value) ? [] : [{ candidate, ...spread }];
    })
    .sort((a, b) => a.value - b.value);
  const [least, ...others] = spreads;
  if (least === undefined || others.length === 0) return [];
  const arm = sourceText(candidates[0]?.arms.at(-1)?.name ?? '');
  const { interval } = least;
  const near = others.filter(
    (other) => 'reason' in interval || 'reason' in other.interval || other.interval.low <= interval.high,
  );
  if (near.length === others.length) return [`No candidate is shown to vary least with ${arm}.`];
  const beside =
    near.length === 0
      ? ''
      : `, not told apart from ${formatCount(near.length)} of ${formatCount(others.length)} others`;
  return [
    `Least spread with ${arm}: ${nameOf(least.candidate)} (standard deviation ${formatValue(least.value, 3)})${beside}.`,
  ];
}

function trainingsText(candidates: readonly MeasuredCandidate[]): string {
  const counts = candidates.flatMap(({ leading }) => (leading.finding === 'open' ? [leading.trainings] : []));
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return least === most
    ? `${formatQuantity(most, 'training')} each`
    : `${formatCount(least)} to ${formatQuantity(most, 'training')} each`;
}

/** Different losses under equal seeds. */
function unrepeatableNotices({ candidates }: MeasureAnalysis): string[] {
  const unrepeatable = candidates.filter(({ controls }) => controls.losses.length > 1 && !controls.identical);
  if (unrepeatable.length === 0) return [];
  return [
    `Equal seeds gave different losses: ${nameSome(unrepeatable.map(({ candidate }) => candidate))}. Something in the trainer follows no seed; it adds to every spread.`,
  ];
}
