/** @file How the trainings of a study ended: said before anything that was found, with what it is that counts. */
import { endingsOf, type StudyEndings } from '../../questions/common/plan/index.js';
import { type Endings, lostOf } from '../../stats/index.js';
import { formatQuantity } from '../number-text.js';
import { endingsText } from '../view/ending-words.js';
import { nameSome } from '../view/run-notices.js';
import { neverWorkedInStudy } from './never-worked.js';
import type { StudyInput } from './study-input.js';

const MOST_NAMES = 3;

/** Of candidates that worked; of the others all is said. */
export function endingsInStudy(input: StudyInput): readonly StudyEndings[] {
  const left = new Set(neverWorkedInStudy(input).map(({ candidate }) => candidate));
  const ids = input.header.candidates.map(({ id }) => id).filter((id) => !left.has(id));
  return endingsOf(ids, input.outcomes, input, input.baselines ?? []);
}

/** `6 of 40 trainings failed, 1 collapsed (relu 5, elu 2)`, no full stop at its end; nothing where all came out. */
export function endingsPhrase(input: StudyInput, nameOf: (id: string) => string): string[] {
  const all = endingsInStudy(input);
  const total: Endings = totalOf(all);
  if (lostOf(total) === 0) return [];
  const whose = all.filter((one) => lostOf(one) > 0).map((one) => `${nameOf(one.candidate)}: ${lostOf(one)}`);
  const names = all.length === 1 ? '' : ` (${nameSome(whose, MOST_NAMES)})`;
  return [`${endingsText(total, 'training')}${names}`];
}

function totalOf(all: readonly StudyEndings[]): Omit<StudyEndings, 'candidate'> {
  const sum = (of: keyof Omit<StudyEndings, 'candidate'>) => all.reduce((total, one) => total + one[of], 0);
  return { begun: sum('begun'), failed: sum('failed'), collapsed: sum('collapsed'), counted: sum('counted') };
}

/** How they count, as a whole sentence; nothing where all came out. */
export function howFailuresCount(input: StudyInput): string[] {
  const { begun, failed, counted } = totalOf(endingsInStudy(input));
  const leftOut = begun - counted;
  if (failed === 0 && leftOut === 0) return [];
  if (leftOut === 0) return ['What failed counts as the worst there is.'];
  const left = `${formatQuantity(leftOut, 'training')} ${leftOut === 1 ? 'is' : 'are'} left out, as \`failures\` says`;
  return [`${left}${failed > leftOut ? '; what else failed counts as the worst there is' : ''}.`];
}
