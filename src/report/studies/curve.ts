/** @file A learning curve of robustness: its sentence for each verdict, what is open, its table, and what to do next. */
import { baselineWords } from '../../core/index.js';
import { isHigherBetter, unbeatenIn } from '../../questions/common/plan/index.js';
import type { CurveAnalysis, CurveOfCandidate } from '../../questions/curve/plan/index.js';
import { formatCount, formatShare } from '../number-text.js';
import type { Table } from '../table/table.js';
import { joined } from '../view/phrases.js';
import type { StudyInput } from './study-input.js';
import {
  type Namer,
  priceText,
  type ShownStudy,
  type StudyStep,
  type StudyWords,
  toldCriterion,
  unbeatenValueText,
  withOption,
} from './study-words.js';

export const CURVE_SHOWN: StudyWords<CurveAnalysis> = {
  title: 'robustness against sample size',
  sets: ({ candidates }, named) =>
    candidates.flatMap(({ candidate, sizes }) =>
      sizes.map(({ size, distribution }) => named(candidate, `${size} examples`, distribution)),
    ),
  tables: (study) => [stabilityTable(study)],
  finding: curveHeadline,
  open: openTexts,
  next: largerSizes,
  unbeaten: ({ candidates }) => candidates.filter(isUnbeatenEverywhere).map(({ candidate }) => candidate),
  pool: ({ finitePool }) => finitePool && { ...finitePool, samples: 'At the largest size samples' },
};

/** From which size on each candidate is stable, and what that means. */
export function stabilityTable({ plan, figure, nameOf, analysis }: ShownStudy<CurveAnalysis>): Table<CurveOfCandidate> {
  const tolerance = plan.tolerance as { criterion: number; spread: number };
  const [criterion, spread] = [plan.criterion, plan.spread].map((name) => toldCriterion(String(name), figure));
  const side = isHigherBetter(figure) ? 'below' : 'above';
  const known = <Value>({ stability }: CurveOfCandidate, of: (known: Known) => Value) =>
    'reason' in stability ? null : of(stability);
  return {
    id: 'stability',
    caption: 'From which size on each candidate is stable',
    note: `Stable: the ${criterion} of the ${figure} is at most ${formatShare(tolerance.criterion)} ${side} its value at the largest size, and the ${spread} at most ${formatShare(tolerance.spread)} above, there and at all larger sizes; both smoothed.`,
    columns: [
      { key: 'candidate', of: ({ candidate }) => nameOf(candidate) },
      {
        key: 'stable from',
        unit: 'count',
        of: (curve) => known(curve, ({ reached, size }) => (reached ? size : null)),
        interval: ({ stability }) => {
          if ('reason' in stability) return stability;
          const { reached, size, sizeLow, sizeHigh, level, holdsUnder } = stability;
          return reached
            ? { low: sizeLow, high: sizeHigh, level, method: 'resampling the trainings of every size', holdsUnder }
            : { reason: `not stable up to ${formatCount(size)}` };
        },
      },
      {
        key: `${criterion} there`,
        unit: 'value',
        of: (curve) => known(curve, (one) => one.criterion[one.from] ?? null),
      },
      { key: 'at the largest size', unit: 'value', of: (curve) => known(curve, (one) => one.criterion.at(-1) ?? null) },
    ],
    rows: analysis.candidates,
  };
}

type Known = Exclude<CurveOfCandidate['stability'], { readonly reason: string }>;

/** Sentences on more candidates would be a table. */
const MOST_TOLD = 3;

const unbeatenAt = ({ sizes }: CurveOfCandidate) => unbeatenIn(sizes.at(-1)?.distribution.baselines ?? []);

function isUnbeatenEverywhere(curve: CurveOfCandidate): boolean {
  return curve.sizes.every(({ distribution }) => unbeatenIn(distribution.baselines) !== undefined);
}

/** A candidate that is no better than nothing comes first, and is not called stable. */
function curveHeadline({ candidates }: CurveAnalysis, figure: string, nameOf: Namer): string {
  if (candidates.length > MOST_TOLD) return countsText(candidates, nameOf);
  const first = candidates.filter((curve) => unbeatenAt(curve) !== undefined);
  const names = new Map<string, string[]>();
  for (const curve of new Set([...first, ...candidates])) {
    const text = predicateOf(curve, figure);
    names.set(text, [...(names.get(text) ?? []), nameOf(curve.candidate)]);
  }
  return [...names].map(([text, whose]) => `${joined(whose)} ${whose.length === 1 ? 'is' : 'are'} ${text}`).join('; ');
}

function predicateOf(curve: CurveOfCandidate, figure: string): string {
  const unbeaten = unbeatenAt(curve);
  if (unbeaten === undefined) return stabilityText(curve);
  const largest = formatCount(curve.sizes.at(-1)?.size ?? 0);
  return `${unbeatenValueText(unbeaten, figure)}, even with ${largest} examples, the most there are`;
}

/** `Of 8 candidates 3 are stable from some size on, first k=1 (from 300 examples); 5 are not yet stable at 600; try more`. */
function countsText(candidates: readonly CurveOfCandidate[], nameOf: Namer): string {
  const largest = formatCount(candidates[0]?.sizes.at(-1)?.size ?? 0);
  const unbeaten = candidates.filter((curve) => unbeatenAt(curve) !== undefined);
  const judged = candidates.filter((curve) => !unbeaten.includes(curve));
  const known = judged.flatMap(({ candidate, stability }) =>
    'reason' in stability ? [] : [{ candidate, ...stability }],
  );
  const stable = known.filter(({ reached }) => reached).sort((a, b) => a.size - b.size);
  const [first] = stable;
  const counts = [
    { count: unbeaten.length, text: `not shown to be better than a baseline with ${largest} examples` },
    {
      count: stable.length,
      text: `stable from some size on${first === undefined ? '' : `, first ${nameOf(first.candidate)} (from ${formatCount(first.size)} examples)`}`,
    },
    { count: known.length - stable.length, text: `not yet stable at ${largest} examples` },
    { count: judged.length - known.length, text: 'not called stable' },
  ].filter(({ count }) => count > 0);
  return `Of ${formatCount(candidates.length)} candidates ${counts.map(({ count, text }) => `${count} ${count === 1 ? 'is' : 'are'} ${text}`).join('; ')}`;
}

/** After `is`: from which size on, with its interval. */
function stabilityText({ stability, sizes, betterFrom }: CurveOfCandidate): string {
  const trivial = sizes.at(-1)?.distribution.baselines.find(({ kind }) => kind === 'trivial');
  const [least, most] = [sizes[0]?.size ?? 0, sizes.at(-1)?.size ?? 0];
  const better =
    trivial === undefined || betterFrom === null || betterFrom === least
      ? ''
      : `better than ${baselineWords(trivial)} from ${formatCount(betterFrom)} examples on, `;
  if ('reason' in stability) return `${better}not called stable, since ${stability.reason}`;
  const { size, sizeLow, sizeHigh, reached, level } = stability;
  if (!reached) return `${better}not yet stable at ${formatCount(size)} examples, the largest size; try more`;
  if (sizeLow === least && sizeHigh === most) {
    return `${better}stable from ${formatCount(size)} examples on by its figures, but that may be any of these sizes (${formatShare(level)})`;
  }
  const from = formatCount(sizeLow);
  const range =
    sizeHigh === most ? `${from} or more` : sizeLow === sizeHigh ? `${from}` : `${from} to ${formatCount(sizeHigh)}`;
  return `${better}stable from ${formatCount(size)} examples on (${formatShare(level)}: ${range})`;
}

/** What the largest size hides, and what trainings that nobody has seen yet could change. */
function openTexts({ candidates }: CurveAnalysis): string[] {
  const limits = candidates.flatMap(({ stability }) =>
    'reason' in stability || !stability.reached || stability.holdsUnder === undefined ? [] : [stability.holdsUnder],
  );
  const [most] = limits.sort((a, b) => b.atMost - a.atMost);
  if (most === undefined) return [];
  return [
    `This holds if no training collapses: ${formatCount(most.of)} at a size cannot rule out that up to ${formatShare(most.atMost)} do.`,
  ];
}

/** Twice and four times the largest size, as far as the pool goes. */
function largerSizes({ candidates, finitePool }: CurveAnalysis, input: StudyInput): StudyStep | null {
  const { plan, command } = input;
  const open = candidates.filter(
    (curve) => unbeatenAt(curve) === undefined && !('reason' in curve.stability) && !curve.stability.reached,
  );
  if (open.length === 0) return null;
  const sizes = plan.sizes as readonly number[];
  const largest = sizes.at(-1) as number;
  const pool = finitePool?.pool ?? Number.POSITIVE_INFINITY;
  const further = [...new Set([2, 4].map((times) => Math.min(pool, times * largest)))].filter((size) => size > largest);
  if (further.length === 0) {
    return {
      command: null,
      why: `The pool holds no more than ${formatCount(largest)} examples: more data, or a larger data.split.pool, would show more`,
    };
  }
  const price = priceText(candidates.length * further.length * Number(plan.first), input);
  return {
    command: command === null ? null : withOption(command, ['--sizes', '-s'], [...sizes, ...further].join(',')),
    why: `Larger samples show whether ${open.length === 1 ? 'it becomes' : 'they become'} stable: at least ${price}, longer ones with more examples`,
    needsMore: true,
  };
}
