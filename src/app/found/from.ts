/** @file `--from`: what is known before a race begins, as evidence where trainings can be exchanged, as a prior of a search where not. */
import { join } from 'node:path';
import { type Candidate, given, InputError, type Trial } from '../../core/index.js';
import { isLogThere } from '../../evidence/log/index.js';
import type { FoundAsked } from '../../experiment/index.js';
import type { AskedFrom, SourcedExperiment } from '../experiment-source.js';
import { openRunLog } from '../logged-run.js';
import { RUN_FILES } from '../run-files.js';
import type { TrainerBackend } from '../trainer-backend.js';
import { countTaken, exchangeableIn, type FoundEvidence, type PartsWith } from './evidence.js';
import { type FoundPrior, loggedPrior, priorOf } from './prior.js';
import { readFound, runLogOf } from './read-found.js';
import { namesInSpaces } from './shortlisted.js';

/** What comes of it. */
export interface SettledFrom {
  readonly evidence?: FoundEvidence;
  readonly prior?: FoundPrior;
  /** Why it is what it is; a whole sentence without its full stop. */
  readonly notice: string;
}

/** A question as it was asked, where it was asked from the same source. */
interface LoggedFrom {
  readonly prior: FoundPrior | undefined;
}

/** Of the question asked last in a run folder: the source is not needed again. Undefined where that was not asked from it. */
export function loggedFrom(folder: string, source: string): LoggedFrom | undefined {
  if (!isLogThere(join(folder, RUN_FILES.log))) return undefined;
  const store = openRunLog(folder);
  try {
    const question = store.newestQuestion();
    if (question?.request.from !== source) return undefined;
    return { prior: loggedPrior(question.header.plan) };
  } finally {
    store.close();
  }
}

/** @throws InputError for everything that can be wrong with the source. */
export async function readFrom(source: string, experiment: SourcedExperiment, asked: FoundAsked): Promise<AskedFrom> {
  const found = await readFound(source, namesInSpaces(experiment), asked);
  return { found, ...given({ log: runLogOf(source) }) };
}

/** @throws InputError for what can be neither evidence nor prior. */
export function settleFrom(
  { found, log }: AskedFrom,
  { draft }: Pick<SourcedExperiment, 'draft'>,
  backend: Pick<TrainerBackend, 'inspector'> & { readonly partsWith: PartsWith },
  candidates: readonly Candidate[],
): SettledFrom {
  const evidence =
    log === undefined
      ? ['it is no run of ours']
      : exchangeableIn(log, { partsWith: backend.partsWith, asksFor: askedBy(draft) });
  if ('trainings' in evidence) {
    const trainings = countTaken(evidence, candidates);
    if (trainings > 0)
      return {
        evidence,
        notice: `${trainings} trainings of ${evidence.from} are taken over: data, trainer and seed agree`,
      };
    if (draft.search === undefined) throw nothingTaken(found.source);
  } else if (draft.search === undefined) throw notExchangeable(found.source, evidence);
  const prior = priorOf(found, draft.spaces, backend, candidates);
  const why = 'trainings' in evidence ? 'none of its candidates takes part' : evidence.join('; ');
  return { prior, notice: `${found.source} counts as a prior, and none of its trainings is taken over: ${why}` };
}

/** Full trainings, and those for less that its search may begin with. */
function askedBy({ sample, search }: SourcedExperiment['draft']): (trial: Pick<Trial, 'fidelity'>) => boolean {
  const { by, levels = [] } = search?.fidelity ?? {};
  const samples = by === 'sample' ? [sample, ...levels] : [sample];
  const epochs = by === 'epochs' ? [0, ...levels] : [0];
  return ({ fidelity }) => samples.includes(fidelity.sampleSize) && epochs.includes(fidelity.epochs);
}

function nothingTaken(source: string): InputError {
  return new InputError({
    code: 'from-nothing',
    what: `${source}: none of its candidates takes part here, so there is nothing to take over.`,
    allowed: 'a run that shares candidates with this experiment; any run where the race searches',
    fix: 'Leave --from out, or add a `search` to the experiment.',
  });
}

function notExchangeable(source: string, differences: readonly string[]): InputError {
  return new InputError({
    code: 'from-no-search',
    what: `${source} cannot be taken over as trainings of this race (${differences.join('; ')}), and a prior is of use only to a race that searches.`,
    allowed: 'a run with the same data, trainer, sample and seed; anything where the race searches',
    fix: 'Add a `search` to the experiment, race the best of it with surefoot recheck, or leave --from out.',
  });
}
