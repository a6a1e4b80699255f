/** @file The words of one kind of study, as every way of showing it reads them, and what they are made with: sources of randomness, the way a figure is better, the prices of next steps. */
import { baselineWords } from '../../core/index.js';
import {
  type BesideBaseline,
  type Distribution,
  type FinitePool,
  isHigherBetter,
} from '../../questions/common/plan/index.js';
import type { StudyAnalysis } from '../../questions/index.js';
import { parseCriterion } from '../../stats/index.js';
import { betterWay, type Chart } from '../chart/chart.js';
import { formatAbout, formatCount, formatQuantity, formatValue } from '../number-text.js';
import type { NextStep } from '../shown/shown.js';
import { type Column, namedColumns, type Table } from '../table/table.js';
import { capitalised, joined, ON_SELECTION } from '../view/phrases.js';
import { type Box, boxOf, fitAxis, type ValueAxis } from '../view/value-axis.js';
import type { StudyInput } from './study-input.js';

/** A set of trials that a study describes, under one name everywhere. */
export interface NamedSet {
  readonly candidate: string;
  /** What sentences call its candidate; its id where absent. */
  readonly subject?: string;
  readonly label: string;
  /** `init+sample`, `equal seeds`, `1000 examples`, `layers.activation = relu`. */
  readonly set: string;
  readonly distribution: Distribution;
}

/** What follows from a finding: `why` says what it settles, and at what price. */
export interface StudyStep extends NextStep {
  /** It takes more trainings to settle what this study leaves open. */
  readonly needsMore?: true;
}

/** A study with what its tables, figures and sections are made from. */
export interface ShownStudy<Analysis extends StudyAnalysis = StudyAnalysis> extends StudyInput {
  readonly analysis: Analysis;
  readonly nameOf: Namer;
  /** Every set of trials that it describes. */
  readonly sets: readonly NamedSet[];
}

export interface StudyWords<Analysis extends StudyAnalysis> {
  /** What the study is about; heads its page. */
  readonly title: string;
  /** Its sets of trials, in the order of its tables. */
  sets(
    analysis: Analysis,
    named: (candidate: string, set: string, distribution: Distribution) => NamedSet,
  ): readonly NamedSet[];
  /** What it found, beside its sets of trainings; none where absent. */
  tables?(study: ShownStudy<Analysis>): readonly Table[];
  /** One sentence that claims no more than the data tell, no full stop at its end. */
  finding(analysis: Analysis, figure: string, nameOf: Namer): string;
  /** What these trainings cannot tell: whole sentences. */
  open?(analysis: Analysis, figure: string, nameOf: Namer): readonly string[];
  /** What else was found: whole sentences. */
  also?(analysis: Analysis, figure: string, nameOf: Namer): readonly string[];
  /** What it rests on: whole sentences, behind *How we know*. */
  rests?(analysis: Analysis): readonly string[];
  /** Of a finished study, or of one that ends itself; null where nothing is left open. */
  next?(analysis: Analysis, input: StudyInput, folder: string | undefined): StudyStep | null;
  /** Candidates that the finding itself calls no better than a baseline; nobody where absent. */
  unbeaten?(analysis: Analysis): readonly string[];
  /** Null where no samples vary that are drawn from a known pool; `samples` begins a sentence about them. */
  pool(analysis: Analysis): (FinitePool & { readonly samples: string }) | null;
  /** True where it trains until it is answered: equal losses are an answer, too, and its trials may end before. */
  readonly endsItself?: true;
  /** What became of trainings that went wrong, where they are not left out. */
  accidents?(analysis: Analysis): readonly string[];
  /** What no seed controls; nothing where absent. */
  seedNotices?(analysis: Analysis): readonly string[];
}

export type Namer = (id: string) => string;

/** Of rows that are about a candidate. */
export function candidateColumns(nameOf: Namer): readonly Column<{ readonly candidate: string }>[] {
  return namedColumns(
    'candidate',
    ({ candidate }) => candidate,
    ({ candidate }) => nameOf(candidate),
  );
}

export const EQUAL_SEEDS = 'equal seeds';

/** A criterion of a distribution; null where so few losses have none. */
export function criterionOf({ criteria }: Distribution, name: string) {
  return criteria.find((criterion) => criterion.name === name) ?? null;
}

/** `worse than guessing by class frequencies (loss 2.303 on the selection set)`. */
export function unbeatenValueText(baseline: BesideBaseline, figure: string): string {
  const how = baseline.better === 0 ? 'worse than' : 'not shown to be better than';
  return `${how} ${baselineText(baseline, figure)}`;
}

/** With its figure, and where that was measured. */
export function baselineText(baseline: Pick<BesideBaseline, 'name' | 'value'>, figure: string): string {
  return `${baselineWords(baseline)} (${figure} ${formatValue(baseline.value)} ${ON_SELECTION})`;
}

/** The command with another value of an option, once; `names`: as it may have been typed, the long one first. */
export function withOption(command: string, names: readonly string[], value: string | number): string {
  const typed = new RegExp(` (?:${names.join('|')})[= ](?:'[^']*'|\\S+)`, 'g');
  return `${command.replaceAll(typed, '')} ${names[0]} ${value}`;
}

/** `24 more trainings, about 3 s`: the time by what trainings took so far. */
export function priceText(trainings: number, { outcomes }: Pick<StudyInput, 'outcomes'>): string {
  const seconds = outcomes.reduce((sum, outcome) => sum + outcome.seconds, 0);
  const more = `${formatCount(trainings)} more ${trainings === 1 ? 'training' : 'trainings'}`;
  return outcomes.length === 0 ? more : `${more}, about ${formatAbout((seconds / outcomes.length) * trainings)}`;
}

/** The text as a sentence begins; the name of a setting stays as it is. */
export function capital(text: string): string {
  return /^\S+ = /.test(text) ? text : capitalised(text);
}

/** A word as a shell takes it. */
const WORD = String.raw`(?:'[^']*'|\\.|[^\s'\\])+`;

/** `surefoot select e.yaml --out runs/x` from `surefoot measure e.yaml --trials 9 --out runs/x`; null where nobody typed one. */
export function anotherQuestion(
  command: string | null,
  question: string,
  keptOptions: readonly string[],
): string | null {
  const experiment = new RegExp(`^surefoot \\S+ (?!-)(${WORD})`).exec(command ?? '')?.[1];
  if (command === null || experiment === undefined) return null;
  const options = ['--out', '-o', ...keptOptions].join('|');
  const kept = [...command.matchAll(new RegExp(` (?:${options})[= ]${WORD}`, 'g'))].map(([option]) => option);
  return `surefoot ${question} ${experiment}${kept.join('')}`;
}

/** `higher`: whether higher values of it are better; as of its name where absent. */
export function directionWords(figure: string, higher = isHigherBetter(figure)): NonNullable<Chart['direction']> {
  return betterWay(higher);
}

/** What of criteria of losses is told of the figure: `q1` for the q3 where higher is better. */
export function toldCriterion(name: string, figure: string): string {
  return isHigherBetter(figure) ? parseCriterion(name).scoreName : name;
}

export function studyAxis(values: readonly number[], figure: string, higher = isHigherBetter(figure)): ValueAxis {
  return fitAxis(values, higher ? 'maximize' : 'minimize');
}

export function studyBox(values: readonly number[], figure: string): Box | null {
  return boxOf(values, isHigherBetter(figure) ? 'maximize' : 'minimize');
}

const SOURCE_WORDS: Readonly<Record<string, string>> = {
  init: 'initial weights',
  sample: 'the training sample',
  order: 'the order of examples',
  noise: 'noise in training',
  split: 'the split of the data',
  repeats: 'what no seed controls',
};

/** `init+sample` as `initial weights and the training sample`, `init x sample` as their interaction. */
export function sourceText(source: string): string {
  const interacting = source.split(' x ');
  const words = interacting.flatMap((part) => part.split('+').map((name) => SOURCE_WORDS[name] ?? name));
  return interacting.length > 1 ? `the interaction of ${joined(words)}` : joined(words);
}

const SHORT_SOURCES: Readonly<Record<string, string>> = { init: 'weights', repeats: 'no seed' };

/** For the head of a column. */
export function shortSource(source: string): string {
  const parts = source.split(/ x |\+/).map((name) => SHORT_SOURCES[name] ?? name);
  return parts.join(source.includes(' x ') ? ' × ' : ' + ');
}

/** `20 trainings`, `12 to 20 trainings`. */
export function trainingsText(counts: readonly number[]): string {
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return `${least === most ? '' : `${formatCount(least)} to `}${formatQuantity(most, 'training')}`;
}
