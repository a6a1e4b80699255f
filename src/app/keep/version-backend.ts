/** @file The trainer of versions of a script: a command in a copy of each, whose printed metric is what is compared. */
import type { Direction, TrainingResult } from '../../core/index.js';
import { checkCommand, createVersionTrainer, type OpenedStretch } from '../../trainers/index.js';
import { findSecrets } from '../ask/secrets.js';
import type { PlaceHere, TrainerBackend } from '../ask/trainer-backend.js';
import type { Versions } from './versions.js';

/** What is the same for all versions of a session. */
export interface VersionCommand {
  /** What the user wrote the pattern behind. */
  readonly patternPlace: string;
  /** Program and arguments; `{seed}` is the seed of a training. */
  readonly command: readonly string[];
  /** A regular expression with one group, around the metric. */
  readonly pattern: string;
  readonly direction: Direction;
  /** Of a training; without one a version that hangs is ended by a budget of minutes alone. */
  readonly timeoutSeconds?: number;
}

/** What the metric is called: the word before its group. */
export function metricName(pattern: string): string {
  return /([A-Za-z][\w-]*)[^A-Za-z]*\(/.exec(pattern)?.[1] ?? 'metric';
}

/** With the placeholder that trainers know. */
export function filledCommand({ command }: Pick<VersionCommand, 'command'>): readonly string[] {
  return command.map((word) => word.replaceAll('{seed}', '{seed.init}'));
}

/** @throws InputError for a program that cannot be started, and for a pattern without one group. */
export function versionBackend(
  { command, pattern, patternPlace, direction, timeoutSeconds }: VersionCommand,
  versions: Versions,
  folder: string,
  onSeveral: () => void,
): TrainerBackend {
  const filled = filledCommand({ command });
  const places = { command: 'the command after --', pattern: patternPlace };
  checkCommand({ command: filled, protocol: 'one-shot', loss: { pattern } }, folder, places);
  const name = metricName(pattern);
  const told = ({ loss, ...result }: TrainingResult): TrainingResult => ({
    ...result,
    loss: direction === 'maximize' ? -loss : loss,
    metrics: { [name]: loss },
  });
  const open = (place: PlaceHere, stretch: OpenedStretch) => {
    const options = {
      command: filled,
      ...({
        pass: 'json-file',
        sample: { by: 'seed' },
        limits: timeoutSeconds === undefined ? {} : { timeoutMs: 1000 * timeoutSeconds },
        startMs: 0,
        place: place.number,
        stretch,
      } as const),
      loss: { pattern, onSeveral },
      environment: { ...place.threads, ...place.environment },
    };
    const trainer = createVersionTrainer(
      () => options,
      ({ version }, target) => versions.put(String(version), target),
    );
    return {
      ...trainer,
      train: async (...trial: Parameters<typeof trainer.train>) => told(await trainer.train(...trial)),
    };
  };
  return {
    identity: { versions: [...command], metric: pattern, direction },
    secrets: findSecrets(),
    takesThreads: true,
    training: { runs: 'here', createTrainer: (place, _, stretch) => open(place, stretch) },
    createTrainer: async (stretch) => open({ number: 0, environment: {} }, stretch),
  };
}
