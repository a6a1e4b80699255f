/** @file Trials of a search that train for less: what the experiment asks for, checked against the candidates, and whose outcomes they are. */
import {
  type Candidate,
  type CandidateInspector,
  InputError,
  type JsonObject,
  type Outcome,
  type Question,
  type Store,
  type Trial,
} from '../core/index.js';
import type { ExperimentDraft, SearchFidelity } from '../experiment/index.js';
import { type CheapLevel, isOfLevel } from '../questions/race/plan/index.js';
import { formatCount } from '../report/index.js';

/** What is known where candidates are built. */
interface TrainerFacts {
  /** Of the built-in trainers. */
  readonly inspector?: CandidateInspector;
  readonly poolCount: number | undefined;
}

/** Undefined where none are asked for. @throws InputError for a level that is not less than a full training, or where nobody knows. */
export function cheapLevelsOf(
  { search, sample }: Pick<ExperimentDraft, 'search' | 'sample'>,
  candidates: readonly Candidate[],
  { inspector, poolCount }: TrainerFacts,
): readonly CheapLevel[] | undefined {
  const fidelity = search?.fidelity;
  if (fidelity === undefined) return undefined;
  const { by, levels } = fidelity;
  const full = by === 'epochs' ? epochsOf(fidelity, candidates, inspector) : examplesOf(fidelity, sample, poolCount);
  return levels.map((level) => {
    const short = candidates.find((one) => level >= (by === 'epochs' ? (ownEpochs(one) ?? full) : full));
    if (short !== undefined || level >= full) throw notLess(fidelity, level, short && ownEpochs(short), full);
    const unit = by === 'epochs' ? 'epochs' : 'examples';
    const fidelityOf = by === 'epochs' ? { sampleSize: 0, epochs: level } : { sampleSize: level, epochs: 0 };
    return { name: `${formatCount(level)} of ${formatCount(full)} ${unit}`, fidelity: fidelityOf, share: level / full };
  });
}

/** On average, where candidates say themselves how many they are trained for. */
function epochsOf(
  fidelity: SearchFidelity,
  candidates: readonly Candidate[],
  inspector: CandidateInspector | undefined,
): number {
  const own = candidates.map(ownEpochs);
  const without = candidates[own.indexOf(undefined)];
  if (inspector !== undefined && without !== undefined) {
    throw new InputError({
      code: 'search-fidelity',
      what: `search.fidelity.epochs: the candidate ${without.label} does not train by epochs.`,
      allowed: '`epochs` where every candidate is a network or what else trains by epochs',
      fix: 'Write `sample` in its place, remove these candidates, or remove `search.fidelity`.',
    });
  }
  if (without === undefined && fidelity.of === undefined) {
    return Math.round(own.reduce<number>((sum, epochs) => sum + (epochs ?? 0), 0) / own.length);
  }
  return fullOf(fidelity, 'epochs', 'a full training has');
}

function examplesOf(fidelity: SearchFidelity, sample: number, poolCount: number | undefined): number {
  const known = sample || poolCount;
  return known !== undefined && fidelity.of === undefined
    ? known
    : fullOf(fidelity, 'examples', 'a full training takes');
}

function fullOf({ of, by, levels }: SearchFidelity, unit: string, has: string): number {
  if (of !== undefined) return of;
  const more = 10 * Math.max(...levels);
  throw new InputError({
    code: 'search-fidelity',
    what: `search.fidelity.${by} is ${levels.join(', ')}, and nothing says how many ${unit} ${has}.`,
    allowed: `\`of\`: how many ${unit} ${has}`,
    fix: `Write \`fidelity: { ${by}: [${levels.join(', ')}], of: ${more} }\`, with your own number in place of ${more}. Your trainer is told the number for each training, and has to keep to it.`,
  });
}

function notLess({ by }: SearchFidelity, level: number, own: number | undefined, full: number): InputError {
  const most = Math.min(own ?? full, full);
  return new InputError({
    code: 'search-fidelity',
    what: `search.fidelity.${by} is ${level}, and ${own === undefined ? 'a full training has' : 'a candidate is trained for'} ${formatCount(most)}: that is not less.`,
    allowed: `a whole number below ${formatCount(most)}`,
    fix: 'Choose a smaller number, or remove `search.fidelity`.',
  });
}

function ownEpochs({ configuration: { epochs } }: Candidate): number | undefined {
  return typeof epochs === 'number' ? epochs : undefined;
}

/** Of a question with this plan; none where every trial counts. */
export function cheapLevelsIn({ search }: JsonObject): readonly CheapLevel[] {
  const { cheap = [] } = (search ?? {}) as { readonly cheap?: readonly CheapLevel[] };
  return cheap;
}

/** Whether a trial of a question with this plan is none of those that count. */
function isCheapIn(plan: JsonObject): (trial: Pick<Trial, 'fidelity'>) => boolean {
  const cheap = cheapLevelsIn(plan);
  return (trial) => cheap.some((level) => isOfLevel(trial, level));
}

/** By all questions of a log. */
export function isCheapInAny(store: Store): (trial: Pick<Trial, 'fidelity'>) => boolean {
  const nameOf = cheapNameInAny(store);
  return (trial) => nameOf(trial) !== undefined;
}

/** What a trial is in place of a full training, by all questions of a log: `5 of 50 epochs`; undefined for one that counts. */
export function cheapNameInAny(store: Store): (trial: Pick<Trial, 'fidelity'>) => string | undefined {
  const levels = store.questions().flatMap(({ header }) => cheapLevelsIn(header.plan));
  return (trial) => levels.find((level) => isOfLevel(trial, level))?.name;
}

/** Of those that the question uses, the ones that count: cheap ones only say who is promising. */
export function countedOutcomes(question: Question): readonly Outcome[] {
  const isCheap = isCheapIn(question.header.plan);
  return question.usedOutcomes().filter(({ trial }) => !isCheap(trial));
}

/** The others. */
export function cheapOutcomes(question: Question): readonly Outcome[] {
  if (cheapLevelsIn(question.header.plan).length === 0) return [];
  const isCheap = isCheapIn(question.header.plan);
  return question.usedOutcomes().filter(({ trial }) => isCheap(trial));
}
