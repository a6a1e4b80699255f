/** @file Says what studied trainings are worth beside models that are nearly nothing. */
import { baselineWords, groupBy } from '../../core/index.js';
import type { StudyBaseline } from '../../questions/common/plan/index.js';
import { formatCount, formatValue } from '../number-text.js';
import { nameCandidates, shortName } from '../view/candidate-names.js';
import { ON_SELECTION } from '../view/phrases.js';
import { nameSome, type RunNotice } from '../view/run-notices.js';
import type { StudyInput } from './study-input.js';
import { namedSets } from './study-kinds.js';
import { EQUAL_SEEDS, type NamedSet } from './study-words.js';

/** By baseline, the trivial one first: whose sets of trials are not better; `said`: candidates of whom something else says so. */
export function studyBaselineNotices(
  { analysis, header, figure }: StudyInput,
  said: readonly string[] = [],
): RunNotice[] {
  const called = nameCandidates(header.candidates);
  const sets = namedSets(analysis, header).filter(
    ({ set, candidate }) => set !== EQUAL_SEEDS && !said.includes(candidate),
  );
  const besides = sets.flatMap(({ distribution }) => distribution.baselines);
  const names = (['trivial', 'simple'] as const).flatMap((kind) => [
    ...new Set(besides.flatMap((one) => (one.kind === kind ? [one.name] : []))),
  ]);
  return names.flatMap((name) => {
    const isUnbeaten = ({ distribution }: NamedSet) =>
      distribution.baselines.some((baseline) => baseline.name === name && !baseline.beaten);
    const whose = [...new Set(sets.map(({ candidate }) => candidate))].flatMap((candidate) => {
      const own = sets.filter((set) => set.candidate === candidate);
      return setsText(own[0]?.subject ?? shortName(called, candidate), own, own.filter(isUnbeaten));
    });
    if (whose.length === 0) return [];
    const text = `May be no better than ${baselineWords({ name })} (${figure}): ${nameSome(whose, 6, '; ')}.`;
    return [{ kind: 'baseline', text }];
  });
}

const MOST_SETS = 3;

/** `width=1 (50 examples, 100 examples)`, `width=2 (everywhere)`; nothing where there is none. */
function setsText(subject: string, own: readonly NamedSet[], unbeaten: readonly NamedSet[]): string[] {
  if (unbeaten.length === 0) return [];
  if (unbeaten.length === own.length) return [own.length === 1 ? subject : `${subject} (everywhere)`];
  const few = unbeaten.length <= MOST_SETS;
  const where = few
    ? unbeaten.map(({ set }) => set).join(', ')
    : `${unbeaten.length} of ${own.length} sets of trainings`;
  return [`${subject} (${where})`];
}

/** The baselines' own figures: at one sample size, or at the smallest and the largest. */
export function studyBaselineStatements({
  baselines = [],
  figure,
}: Pick<StudyInput, 'baselines' | 'figure'>): string[] {
  const groups = groupBy(baselines, ({ name, candidates }) => `${name} ${candidates.join(' ')}`);
  const isOneLoss = new Set(baselines.map(({ candidates }) => candidates.join(' '))).size === 1;
  const parts = [...groups.values()].map((group, place) => {
    const subject = baselineWords(group[0] as StudyBaseline);
    return `${subject} ${place === 0 ? `has a ${figure} ` : ''}of ${rangeText(group)}${isOneLoss ? '' : whoseText(group)}`;
  });
  return parts.length === 0 ? [] : [`For comparison ${ON_SELECTION}, ${parts.join(', ')}.`];
}

/** `2.419 (50 examples) to 2.317 (400 examples)`. */
function rangeText(group: readonly StudyBaseline[]): string {
  const [first, last] = [group[0] as StudyBaseline, group.at(-1) as StudyBaseline];
  if (first === last) return formatValue(first.value);
  const at = ({ value, sampleSize }: StudyBaseline) => `${formatValue(value)} (${formatCount(sampleSize)} examples)`;
  return `${at(first)} to ${at(last)}`;
}

/** Candidates of several losses have baselines of their own. */
function whoseText([first]: readonly StudyBaseline[]): string {
  return ` beside ${nameSome(first?.candidates ?? [])}`;
}
