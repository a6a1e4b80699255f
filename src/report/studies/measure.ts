/** @file A measurement of randomness: its sentence for each verdict, what is open, its tables, and what to do next. */
import { groupBy } from '../../core/index.js';
import { type BesideBaseline, isHigherBetter, unbeatenIn } from '../../questions/common/plan/index.js';
import type {
  Component,
  DecompositionAnalysis,
  EnoughToTell,
  MeasureAnalysis,
  MeasuredCandidate,
} from '../../questions/measure/plan/index.js';
import { assuredBar } from '../answer/next-effort.js';
import { estimateText, formatCount, formatQuantity } from '../number-text.js';
import type { Column, Table } from '../table/table.js';
import type { BasedInterval } from '../view/interval-words.js';
import { nameSome } from '../view/run-notices.js';
import type { StudyInput } from './study-input.js';
import {
  anotherQuestion,
  capital,
  criterionOf,
  EQUAL_SEEDS,
  type Namer,
  priceText,
  type ShownStudy,
  type StudyStep,
  type StudyWords,
  sourceText,
  trainingsText,
  unbeatenValueText,
  withOption,
} from './study-words.js';

export const MEASURE_SHOWN: StudyWords<MeasureAnalysis> = {
  title: 'where randomness comes from',
  sets: ({ candidates }, named) =>
    candidates.flatMap(({ candidate, arms, controls }) => [
      ...arms.map((arm) => named(candidate, arm.name, arm.distribution)),
      named(candidate, EQUAL_SEEDS, controls),
    ]),
  tables: (study) => [componentTable(study)].filter(({ rows }) => rows.length > 0),
  finding: (analysis, figure, nameOf) =>
    [...unbeatenTexts(analysis, figure, nameOf), verdictText(analysis, figure, nameOf)].join('. '),
  open: openTexts,
  rests: tableTexts,
  next: (analysis, input) =>
    smallerSamples(analysis) ?? moreTrials(analysis, input) ?? followingQuestion(analysis, input),
  unbeaten: ({ candidates }) => candidates.filter(isUnbeaten).map(({ candidate }) => candidate),
  pool: ({ finitePool }) => finitePool && { ...finitePool, samples: 'Samples' },
  seedNotices: unrepeatableNotices,
};

/** More that are no better than nothing are counted. */
const MOST_NAMES = 3;

type Decomposed = Exclude<DecompositionAnalysis, { readonly reason: string }>;

export interface ComponentRow extends Component {
  readonly candidate: string;
  readonly of: Decomposed;
}

/** One row a source of each candidate that has a decomposition; with fresh examples where a finite pool hides a part of the sampling variance. */
export function componentTable({ analysis, nameOf }: ShownStudy<MeasureAnalysis>): Table<ComponentRow> {
  const { candidates, finitePool } = analysis;
  const seen = finitePool?.seen ?? 1;
  const based = ({ of }: ComponentRow, low: number, high: number): BasedInterval => {
    return { low, high, level: of.level, method: of.method, holdsUnder: of.holdsUnder };
  };
  const corrected: Column<ComponentRow> = {
    key: 'with fresh examples',
    unit: 'ratio',
    of: ({ source, variance }) => (source.split(' x ').includes('sample') ? variance / seen : variance),
    spare: 1,
  };
  return {
    id: 'components',
    caption: 'Parts of the variance',
    note: 'The last part holds what no seed controls, and without repeats the largest interaction, too. Intervals are widened for skewed effects; tails heavier than the lognormal (0.5) are covered less often.',
    columns: [
      ...(candidates.length === 1
        ? []
        : [{ key: 'candidate', of: ({ candidate }: ComponentRow) => nameOf(candidate) }]),
      { key: 'source', of: ({ source }) => sourceText(source) },
      {
        key: 'degrees',
        label: 'd.f.',
        meaning: 'degrees of freedom',
        unit: 'count',
        of: ({ degrees }) => degrees,
        spare: 2,
      },
      {
        key: 'variance',
        unit: 'ratio',
        of: ({ variance }) => variance,
        interval: (row) => based(row, row.varianceLow, row.varianceHigh),
      },
      { key: 'std', unit: 'ratio', of: ({ variance }) => Math.sqrt(variance), spare: 1 },
      {
        key: 'share',
        meaning: 'of the whole variance',
        unit: 'share',
        of: ({ share }) => share,
        interval: (row) => based(row, row.shareLow, row.shareHigh),
      },
      ...(seen > 0 && seen < 0.99 ? [corrected] : []),
    ],
    rows: candidates.flatMap(({ candidate, decomposition }) =>
      'reason' in decomposition
        ? []
        : decomposition.components.map((one) => ({ ...one, candidate, of: decomposition })),
    ),
  };
}

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
function verdictText(analysis: MeasureAnalysis, figure: string, nameOf: Namer): string {
  const { candidates } = analysis;
  const [first, ...others] = candidates;
  if (first === undefined) return 'No candidate was measured';
  if (others.length === 0) return leadingText(first, figure, nameOf);
  const found = (wanted: MeasuredCandidate['leading']['finding']) =>
    candidates.filter(({ leading }) => leading.finding === wanted);
  const [led, open, none] = [found('leads'), found('open'), found('none')];
  const trainings = `${trainingsText(open.map(({ leading }) => leading.trainings))} each`;
  if (open.length === candidates.length)
    return `${capital(trainings)} of ${formatQuantity(open.length, 'candidate')} cannot tell which source spreads the ${figure} most`;
  const counts = groupBy(led, ({ leading }) => leading.source ?? '');
  const sources = [...counts]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([source, of]) => `with ${sourceText(source)} for ${formatCount(of.length)}`);
  const said = [
    ...(led.length === 0 ? [] : [`the ${figure} varies most ${sources.join(', ')}`]),
    ...(open.length === 0
      ? []
      : [`which source spreads the ${figure} most is open for ${formatCount(open.length)} (${trainings})`]),
    ...(none.length === 0 ? [] : [`the ${figure} does not vary at all for ${formatCount(none.length)}`]),
  ];
  const of = formatQuantity(candidates.length, 'candidate');
  return said.length === 0
    ? `Too few trainings of ${of} to say how the ${figure} varies`
    : `Of ${of}: ${said.join('; ')}`;
}

/** The same of one candidate. */
function leadingText(measured: MeasuredCandidate, figure: string, nameOf: Namer): string {
  const { candidate, leading } = measured;
  const subject = `the ${figure} of ${nameOf(candidate)}`;
  const part = clearPart(measured);
  switch (leading.finding) {
    case 'leads':
      return `${capital(subject)} varies most with ${sourceText(leading.source ?? '')}${part === undefined ? '' : `: ${estimateText(part.share, { low: part.shareLow, high: part.shareHigh }, 'share')} of its variance`}`;
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

/** The share of the source that leads, where its interval lies above all others'. */
export function clearPart({ decomposition, leading }: MeasuredCandidate): Component | undefined {
  if (leading.finding !== 'leads' || 'reason' in decomposition) return undefined;
  const part = decomposition.components.find(({ source }) => source === leading.source);
  const others = decomposition.components.filter((one) => one !== part);
  return part !== undefined && others.every(({ shareHigh }) => shareHigh < part.shareLow) ? part : undefined;
}

/** What would tell the sources apart, by the estimates. */
function openTexts({ candidates }: MeasureAnalysis): string[] {
  const open = candidates.flatMap(({ leading }) => (leading.finding === 'open' ? [leading] : []));
  const [first] = open;
  if (first === undefined) return [];
  if (open.some(({ enough }) => enough === null)) return ['How many trainings would show it is not known.'];
  const total = first.trainings + (first.enough?.trainings ?? 0);
  const what =
    candidates.length === 1 ? `About ${formatCount(Number(total.toPrecision(2)))} trainings` : 'More trainings';
  return [`${what} would show it (an estimate).`];
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

/** Trainings of the crossed design that stand in no other set. */
function tableTexts({ candidates }: MeasureAnalysis): string[] {
  const alone = candidates.reduce((sum, { arms, controls, leading }) => {
    const shown = [...arms.map(({ distribution }) => distribution), controls];
    const own = leading.trainings - shown.reduce((all, { losses, failed }) => all + losses.length + failed, 0);
    return sum + Math.max(0, own);
  }, 0);
  return alone === 0
    ? []
    : [`Trainings of the crossed design that are in no other set, and in no row of the table: ${formatCount(alone)}.`];
}

/** More trainings of samples that share most of their examples would not show what sampling does. */
function smallerSamples({ candidates, finitePool }: MeasureAnalysis): StudyStep | null {
  const varies = candidates.some(({ arms }) => arms.some(({ name }) => /\bsample\b/.test(name)));
  if (finitePool === null || finitePool.seen >= LEAST_SEEN || !varies) return null;
  return {
    command: null,
    why: `Set \`sample\` of the experiment to ${formatCount(Math.floor(finitePool.pool / 2))} or less, half of the pool, and measure again: larger samples hide what sampling does`,
  };
}

/** Of the variance that fresh examples would bring. */
const LEAST_SEEN = 0.5;

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

/** Different losses under equal seeds. */
function unrepeatableNotices({ candidates }: MeasureAnalysis): string[] {
  const unrepeatable = candidates.filter(({ controls }) => controls.losses.length > 1 && !controls.identical);
  if (unrepeatable.length === 0) return [];
  return [
    `Equal seeds gave different losses: ${nameSome(unrepeatable.map(({ candidate }) => candidate))}. Something in the trainer follows no seed; it adds to every spread.`,
  ];
}
