/** @file `from`: what is known before a race begins, as evidence where trainings can be exchanged, as a prior of a search where not. */
import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import {
  asJson,
  type Candidate,
  defined,
  hashJson,
  inputError,
  isObject,
  isTooDeep,
  type Trial,
  tooDeep,
} from '../../../core/index.js';
import { isLogThere } from '../../../evidence/log/index.js';
import {
  type FoundAsked,
  type KnownTrial,
  type KnownTrials,
  namesOfSpaces,
  requiredBounds,
  trialsOfValues,
} from '../../../experiment/index.js';
import { distinctPriors, type FoundPrior, loggedPriors, priorOf } from '../../../search/index.js';
import { readRunLog } from '../../folder/logged-run.js';
import { RUN_FILES } from '../../folder/run-files.js';
import type { AskedFrom, SourcedExperiment } from '../experiment-source.js';
import type { TrainerBackend } from '../trainer-backend.js';
import { countTaken, exchangeableIn, type FoundEvidence, type PartsWith } from './evidence.js';
import { readFound, runLogOf } from './read-found.js';

/** What comes of it. */
export interface SettledFrom {
  readonly evidence: readonly FoundEvidence[];
  readonly priors: readonly FoundPrior[];
  /** What each source is used as, and why; whole sentences without their full stops. */
  readonly notices: readonly string[];
}

/** What a race takes over. */
export interface BegunFrom {
  /** The sources, by the names by which the log knows them again. */
  readonly sources: readonly string[];
  /** What a race that is in the log took of them. */
  readonly priors?: readonly FoundPrior[];
}

interface Begun {
  readonly source: SourcedExperiment;
  readonly from?: BegunFrom;
}

interface BegunIn {
  /** The run folder; undefined where nothing is kept. */
  readonly folder: string | undefined;
  readonly fresh: boolean | undefined;
  /** What is said of every table and study. */
  readonly ofTables?: FoundAsked;
}

/**
 * The experiment with what is known before it. What the log in the folder has taken of the same sources is enough to go on: they are not
 * read again.
 * @throws InputError for everything that can be wrong with them.
 */
export async function begunFrom(
  source: SourcedExperiment,
  known: KnownBefore | undefined,
  { folder, fresh = false, ofTables = {} }: BegunIn,
): Promise<Begun> {
  if (known === undefined) return { source };
  const searches = [...new Map(knownSearches(known).map((one) => [keyOfSearch(one), one])).values()];
  const sources = searches.map(keyOfSearch);
  for (const one of sources)
    if (folder !== undefined && isSamePlace(one, folder))
      throw inputError`from-itself: ${one} is the run folder of this race: its trainings are used again anyway.
        Allowed: another run folder, a table of trials, or a study of Optuna
        Fix: Leave \`from\` out to go on with this run, or give the new one a folder of its own (\`out\`).`;
  const priors = folder === undefined || fresh ? undefined : loggedFrom(folder, sources);
  if (priors !== undefined) return { source, from: { sources, priors } };
  const areRuns = searches.every((one) => logOf(one) !== undefined);
  const from: AskedFrom[] = [];
  for (const one of searches) {
    const log = logOf(one);
    // Of a run among tables it is not said.
    const asked = log === undefined || areRuns ? ofTables : {};
    from.push({ found: await readSearch(one, namesOfSpaces(source.draft.spaces), asked), log });
  }
  return { source: { ...source, from }, from: { sources } };
}

function logOf(search: GivenSearch): string | undefined {
  return 'source' in search ? runLogOf(search.source) : undefined;
}

async function readSearch(search: GivenSearch, names: readonly string[], asked: FoundAsked) {
  if (!('source' in search)) return trialsOfValues(search, names);
  const { source, ...own } = search;
  return readFound(source, names, { ...asked, ...own });
}

function isSamePlace(source: string, folder: string): boolean {
  return existsSync(source) && existsSync(folder) && realpathSync(source) === realpathSync(folder);
}

/** The priors of the question asked last in a run folder, where that was asked from the same sources. */
function loggedFrom(folder: string, sources: readonly string[]): readonly FoundPrior[] | undefined {
  if (!isLogThere(join(folder, RUN_FILES.log))) return undefined;
  return readRunLog(folder, (store) => {
    const question = store.newestQuestion();
    if (JSON.stringify(question?.request.from) !== JSON.stringify(sources)) return undefined;
    return loggedPriors(question?.header.plan ?? {});
  });
}

/** @throws InputError for what can be neither evidence nor prior. */
export function settleFrom(
  from: readonly AskedFrom[],
  { draft }: Pick<SourcedExperiment, 'draft'>,
  backend: Pick<TrainerBackend, 'inspector' | 'code'> & { readonly partsWith: PartsWith },
  candidates: readonly Candidate[],
): SettledFrom {
  const settled = from.map((one) => settleOne(one, { draft }, backend, candidates));
  return {
    evidence: settled.flatMap(({ evidence }) => evidence ?? []),
    priors: distinctPriors(settled.flatMap(({ prior }) => prior ?? [])),
    notices: settled.map(({ notice }) => notice),
  };
}

interface SettledOne {
  readonly evidence?: FoundEvidence;
  readonly prior?: FoundPrior;
  readonly notice: string;
}

function settleOne(
  { found, log }: AskedFrom,
  { draft }: Pick<SourcedExperiment, 'draft'>,
  backend: Pick<TrainerBackend, 'inspector' | 'code'> & { readonly partsWith: PartsWith },
  candidates: readonly Candidate[],
): SettledOne {
  const evidence =
    log === undefined
      ? ['it is no run of ours']
      : exchangeableIn(log, {
          partsWith: backend.partsWith,
          asksFor: askedBy(draft),
          ...defined({ isOfTrainer: backend.code?.isOfTrainer }),
        });
  if ('trainings' in evidence) {
    const trainings = countTaken(evidence, candidates);
    if (trainings > 0)
      return {
        evidence,
        notice: `${trainings} trainings of ${evidence.from} are taken over: data, trainer and seed agree`,
      };
    if (draft.search === undefined)
      throw inputError`from-nothing: ${found.source}: none of its candidates takes part here, so there is nothing to take over.
        Allowed: a run that shares candidates with this experiment; any run where the race searches
        Fix: Leave --from out, or add a \`search\` to the experiment.`;
  } else if (draft.search === undefined)
    throw inputError`from-no-search: ${found.source} cannot be taken over as trainings of this race (${evidence.join('; ')}), and a prior is of use only to a race that searches.
      Allowed: a run with the same data, trainer, sample and seed; anything where the race searches
      Fix: Add a \`search\` to the experiment, race the best of it with surefoot recheck, or leave --from out.`;
  const prior = priorOf(found, draft.spaces, backend.inspector, candidates);
  const { withoutValue = 0 } = prior;
  const leftOut =
    withoutValue === 0
      ? ''
      : `. ${withoutValue} of its ${found.trials.length} trials have no finite value and are left out`;
  const bounded = [...new Set(requiredBounds(draft.require ?? {}).map(({ metric }) => metric))];
  const unbounded =
    bounded.length === 0
      ? ''
      : `. Which candidates meet what is required of ${bounded.join(', ')} is learned without it`;
  const why = 'trainings' in evidence ? 'none of its candidates takes part' : evidence.join('; ');
  const use = log === undefined ? ': it says where to look first' : `, and none of its trainings is taken over: ${why}`;
  return { prior, notice: `${found.source} counts as a prior${use}${leftOut}${unbounded}` };
}

/** Trainings with its sample. */
function askedBy({ sample }: SourcedExperiment['draft']): (trial: Pick<Trial, 'fidelity'>) => boolean {
  return ({ fidelity }) => fidelity.sampleSize === sample;
}

/** A file or a run folder, with what it does not tell of itself. */
export interface FoundPlace extends FoundAsked {
  /** A run folder, a table, a study of Optuna, or a file of trials as JSON. */
  readonly source: string;
}

/** What one search has found. */
export type KnownSearch = string | FoundPlace | KnownTrials;

/** What a program gives: the findings of one search, of several, or trials alone. */
export type KnownBefore = KnownSearch | readonly KnownSearch[] | readonly KnownTrial[];

/** One that has been looked at. */
type GivenSearch = FoundPlace | KnownTrials;

/** At least one. @throws InputError for anything else. */
function knownSearches(known: KnownBefore): readonly GivenSearch[] {
  if (isTooDeep(known)) throw tooDeep('from');
  const given: readonly unknown[] = Array.isArray(known) ? known : [known];
  if (given.length > 0 && given.every(isTrial)) return [{ trials: given as readonly KnownTrial[] }];
  const searches = given.map((one) => (typeof one === 'string' ? { source: one } : one));
  if (searches.length > 0 && searches.every(isSearch)) return searches as readonly GivenSearch[];
  throw inputError`known-before: from is ${(JSON.stringify(known) ?? String(known)).slice(0, 200)}, which is nothing that a search has found.
    Allowed: 'runs/old'; { source: 'trials.csv', value: 'score', direction: 'maximize' }; [{ settings: { rate: 0.1 }, loss: 0.3 }, ...]; { trials: [{ settings, value }], direction, name }; or a list of several such as ['runs/old', 'study.db']
    Fix: Correct \`from\`, or leave it out.`;
}

function isTrial(one: unknown): boolean {
  return isObject(one) && 'settings' in (one as object);
}

function isSearch(one: unknown): boolean {
  if (!isObject(one)) return false;
  const { source, trials } = one as Readonly<Record<string, unknown>>;
  return trials === undefined ? typeof source === 'string' && source !== '' : source === undefined;
}

/** A file that is called by a hash of what it holds. */
const BY_CONTENT = /(?:^|[\\/])([0-9a-f]{64}\.json)$/;

/** By which a log knows it again: a place by its name, trials by what they are, wherever a file has them. */
function keyOfSearch(search: GivenSearch): string {
  if ('source' in search) return BY_CONTENT.exec(search.source)?.[1] ?? search.source;
  return `${search.name ?? 'trials'}#${hashJson(asJson(search)).slice(0, 16)}`;
}
