/** @file Checks as a function: everything that `select` would refuse, and what it would race, without training anything. */
import { askedByProgram, type Candidate, type CandidateDescription } from '../../core/index.js';
import type { TrainFunction } from '../../trainers/index.js';
import type { SelectOptions } from './select-options.js';

export interface CheckedCandidate extends Candidate {
  /** Layers and numbers of parameters; absent where the trainer cannot tell. */
  readonly description?: CandidateDescription;
}

export interface CheckedExperiment {
  readonly name: string;
  readonly candidates: readonly CheckedCandidate[];
  /** Configurations that constraints leave out, by constraint. */
  readonly dropped: Readonly<Record<string, number>>;
  /** What is allowed, but hardly meant. */
  readonly warnings: readonly string[];
}

/**
 * @example
 * const { candidates, warnings } = await check({ experiment: 'experiment.yaml' });
 *
 * @throws InputError for the first thing that is wrong with the experiment, and for all that is wrong with a file of its data.
 */
export async function check<const Space = unknown>(
  options: Pick<SelectOptions<Space>, 'experiment' | 'trainer'>,
): Promise<CheckedExperiment> {
  const [{ checkOptionsOf }, { sourceOf }, { prepare }, { QUESTIONS }] = await Promise.all([
    import('./library-options.js'),
    import('../ask/experiment-source.js'),
    import('../questions/prepare.js'),
    import('../questions/questions.js'),
  ]);
  checkOptionsOf('check', options);
  const { experiment, trainer } = options;
  const train = trainer as TrainFunction | undefined;
  const { source, prepared } = await askedByProgram(async () => {
    const read = sourceOf(experiment);
    return { source: read, prepared: await prepare(QUESTIONS.race, read, {}, { train }) };
  });
  const { inspector } = prepared.backend;
  return {
    name: source.draft.name,
    candidates: prepared.candidates.map((candidate) => ({
      ...candidate,
      ...(inspector === undefined ? {} : { description: inspector.describe(candidate.configuration) }),
    })),
    dropped: prepared.dropped,
    warnings: [...prepared.forecasts, ...prepared.warnings],
  };
}
