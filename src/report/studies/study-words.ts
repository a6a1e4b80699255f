/** @file The words of one kind of study, as every way of showing it reads them, and what they are made with. */
import { baselineWords } from '../../core/index.js';
import type { BesideBaseline, Distribution, FinitePool } from '../../questions/common/plan/index.js';
import { formatValue } from '../number-text.js';
import type { RunNotice } from '../view/run-notices.js';
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

export interface ScreenNeeds {
  readonly nameOf: (id: string) => string;
  /** The finding as all ways of showing it have it, no full stop at its end. */
  readonly headline: string;
  /** Absent where nothing was written. */
  readonly folder: string | undefined;
}

export interface StudyWords<Analysis> {
  /** What the study is about; heads its page. */
  readonly title: string;
  /** Its sets of trials, in the order of its tables. */
  sets(
    analysis: Analysis,
    named: (candidate: string, set: string, distribution: Distribution) => NamedSet,
  ): readonly NamedSet[];
  /** One line, no full stop at its end. */
  finding(analysis: Analysis, figure: string, nameOf: (id: string) => string): string;
  /** Whole sentences beside the finding, for the page's opening; none where absent. */
  statements?(analysis: Analysis, figure: string): readonly string[];
  /** Null where no samples vary that are drawn from a known pool; `samples` begins a sentence about them. */
  pool(analysis: Analysis): (FinitePool & { readonly samples: string }) | null;
  /** What more trials could show; nothing where absent. */
  powerNotices?(analysis: Analysis, input: StudyInput): readonly string[];
  /** False where losses that are all equal are an answer, too. */
  readonly needsSpread?: false;
  /** What a budget that ended it leaves open, where that is no trials of a design. */
  unfinished?(): string;
  /** What became of trainings that went wrong, where they are not left out. */
  accidents?(analysis: Analysis): readonly string[];
  /** What the terminal shows instead of tables: sentences, one a line; `folder` is the run's. */
  screen?(analysis: Analysis, input: StudyInput, told: ScreenNeeds): readonly string[];
  /** Kinds of notices that these lines say themselves. */
  readonly saidOnScreen?: readonly RunNotice['kind'][];
  /** What no seed controls; nothing where absent. */
  seedNotices?(analysis: Analysis): readonly string[];
}

export const EQUAL_SEEDS = 'equal seeds';

/** A criterion of a distribution; null where so few losses have none. */
export function criterionOf({ criteria }: Distribution, name: string) {
  return criteria.find((criterion) => criterion.name === name) ?? null;
}

/** `worse than guessing by class frequencies (loss 2.303)`. */
export function unbeatenValueText(baseline: BesideBaseline, figure: string): string {
  const how = baseline.better === 0 ? 'worse than' : 'not shown to be better than';
  return `${how} ${baselineWords(baseline)} (${figure} ${formatValue(baseline.value)})`;
}

/** The command with another number of trials; the last option of a name counts, so that it is written once. */
export function withTrials(command: string, trials: number): string {
  return `${command.replaceAll(/ --trials[= ]\d+/g, '')} --trials ${trials}`;
}
