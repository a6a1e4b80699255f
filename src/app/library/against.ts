/** @file The old candidate that a new one is set against: from an experiment or a run, of the same data and trainer. */

import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { asJson, canonicalJson, type InputError, inputError, mapValues } from '../../core/index.js';
import { isLogThere } from '../../evidence/log/index.js';
import { differenceClauses } from '../../experiment/index.js';
import { candidatesNamed, onlyCandidate } from '../../questions/common/index.js';
import type { KeepAsked } from '../../questions/index.js';
import { REAL_ERROR } from '../../questions/keep/plan/index.js';
import type { Result } from '../../report/index.js';
import type { TrainFunction } from '../../trainers/index.js';
import { loggedExperiment, readExperimentFile, type SourcedExperiment } from '../ask/experiment-source.js';
import { identityOf, prepareExperiment } from '../ask/prepare-experiment.js';
import { racedCriterion, racedFigure } from '../ask/raced-figure.js';
import { followQuestion } from '../conclude/logged-question.js';
import { knownIn, newestQuestion, readRunLog } from '../folder/logged-run.js';
import { RUN_FILES } from '../folder/run-files.js';

/** An experiment, and the folder of its run where there may be one. */
interface OldExperiment {
  readonly source: SourcedExperiment;
  readonly folder: string | undefined;
  /** Id or label; else the winner of the finished race in `folder`, or the only candidate. */
  readonly candidate: string | undefined;
  /** What it is called beside the new one. */
  readonly place: string;
}

interface AskedChange extends KeepAsked {
  readonly figure: string;
}

/**
 * What is asked of a change: by the criterion of the new experiment, on what it races.
 * @throws InputError where the two cannot share replicates, and where there are several old candidates.
 */
export async function changeAgainst(
  fresh: SourcedExperiment,
  old: OldExperiment,
  train?: TrainFunction,
): Promise<AskedChange> {
  const { race, sample } = fresh.draft;
  if (fresh.custom?.criterion !== undefined)
    throw inputError`assure-own-criterion: The criterion "${fresh.custom.criterion.name}" is the program's own, and a log only names it.
      Allowed: a built-in criterion
      Fix: Choose one for \`race.criterion\`.`;
  const raced = racedFigure(race);
  if (raced?.joint !== undefined)
    throw inputError`change-joint-metric: The experiment races ${raced.metric}, which is none of a training alone: a change is measured training by training.
      Allowed: the loss, or a metric that each training has
      Fix: Ask with an experiment whose \`race\` has no \`metric\`, or another one.`;
  if (sample !== old.source.draft.sample) throw otherSample(sample, old.source.draft.sample);
  const [now, before] = await Promise.all([
    prepareExperiment(fresh, { train }),
    prepareExperiment(old.source, { train, known: knownIn(old.folder) }),
  ]);
  const [is, was] = [now, before].map(({ backend }) => identityOf(backend, 0, '').parts);
  const differences = was === undefined || is === undefined ? [] : differenceClauses(was, is);
  if (train === undefined && codeOf(fresh) !== codeOf(old.source))
    differences.push('the code of the trainer lies elsewhere');
  if (differences.length > 0)
    throw inputError`assure-evidence: The two candidates cannot be compared pair by pair, old and new: ${differences.join('; ')}.
      Allowed: assure on two candidates of the same data, in the same split, and of the same trainer
      Fix: Give both experiments the same \`data\` and \`trainer\`; what may change is the space.`;
  const all = before.candidates().candidates;
  const name = old.candidate ?? (old.folder === undefined ? undefined : chosenIn(old.folder));
  const { configuration, label } = onlyCandidate(name === undefined ? all : candidatesNamed(all, [name]));
  // One of several candidates of a file is told by its own name, too.
  const place = basename(old.place);
  return {
    figure: raced?.metric ?? 'loss',
    criterion: racedCriterion(race).name,
    ...{ error: REAL_ERROR, smallest: 0, careful: true },
    ...(raced === undefined ? {} : { direction: raced.direction }),
    against: { name: all.length === 1 ? place : `${label} of ${place}`, configuration },
  };
}

/** Where code of the user's is that trains; what the built-in trainer is stands in the identity. */
function codeOf({ draft: { trainer }, baseFolder, custom: { trainers = {} } = {} }: SourcedExperiment): string {
  const functions = mapValues(trainers, String);
  return typeof trainer === 'string' ? trainer : canonicalJson({ ...asJson(trainer), baseFolder, functions });
}

function otherSample(is: number, was: number): InputError {
  const told = (size: number) => (size === 0 ? 'the whole pool' : `${size} examples`);
  return inputError`assure-sample: The new candidate is trained on ${told(is)}, and the old one on ${told(was)}.
    Allowed: the same \`sample\` in both experiments
    Fix: Make \`sample\` the same.`;
}

interface AssuredSubject {
  readonly source: SourcedExperiment;
  readonly folder: string;
  /** A run folder was named in place of an experiment. */
  readonly isRun: boolean;
}

/**
 * `path` of an experiment file, whose run folder is `out` or the usual one, or of a run folder.
 * @throws InputError for a path that is neither.
 */
export function assuredSubject(path: string, out?: string): AssuredSubject {
  const isRun = isLogThere(join(path, RUN_FILES.log));
  if (!isRun) {
    const source = readExperimentFile(path);
    return { source, folder: out ?? join('runs', source.draft.name), isRun };
  }
  return readRunLog(path, (store) => {
    return { source: loggedExperiment(newestQuestion(store).header.experiment), folder: out ?? path, isRun };
  });
}

/** Id of the candidate that the race chose that was finished last; undefined where there is none, or no run. */
export function chosenIn(folder: string): string | undefined {
  if (!existsSync(folder) || !isLogThere(join(folder, RUN_FILES.log))) return undefined;
  return readRunLog(folder, (store) => {
    const race = store.questions().findLast((question) => {
      const status = question.conclusion()?.status;
      return question.header.plan.kind === 'race' && (status === 'decided' || status === 'exhausted');
    });
    if (race === undefined) return undefined;
    const { winner } = followQuestion(store, race, folder).report(false).record as Partial<Pick<Result, 'winner'>>;
    return winner?.candidate;
  });
}
