/** @file Describes any run: its seeds, data, environment, time, and how its trials ended. */
import {
  areSplitsRepeated,
  type DataContents,
  type Engine,
  isOfEngine,
  type JsonObject,
  type Outcome,
  type OutcomeStatus,
  type RunHeader,
  STREAM_NAMES,
  type Stretch,
  TRAINING_STREAMS,
} from '../../core/index.js';
import type { DataDescription, ReportedCode, TrainedBeside } from '../input.js';
import type { Result } from './result-schema.js';

const NOTHING_BESIDE: TrainedBeside = { unused: [], seedCheck: 0, forModels: 0, again: 0, budget: null };

/** In words. */
function derivationOf(streams: readonly string[]): string {
  return (
    `A stream is one of ${streams.join(', ')} at an index; training r of a race uses index r in every stream. Its random ` +
    'numbers come from SHA-256 over ["surefoot/random/1","stream",seed,stream,index]: the first 16 bytes are the state of ' +
    'xoroshiro128+, the next 4 (little-endian, shifted right by one bit) are the seed that other programs are given.'
  );
}

function describeData({ name, hash, simulated, split, ...contents }: DataDescription): RunFacts['data'] {
  const { task = null, inputShape = null, classes = [], columns = null } = contents;
  return { name, hash, simulated, split: { ...split }, task, inputShape, classes, columns };
}

/** Trials by how they ended, which adds up to `used`; and what was begun in all, which a budget is charged for. */
export type TrialCounts = Omit<Result['trials'], 'race' | 'fresh' | 'exhaustive' | 'saved' | 'takenOver'>;

/** `environment`: of the last stretch of work. `data`: what it is made of is null where that is not known. */
export type RunFacts = Pick<
  Result,
  'seeds' | 'identity' | 'engine' | 'environment' | 'stretches' | 'startedAt' | 'finishedAt' | 'seconds' | 'command'
> & {
  readonly data: Omit<Result['data'], 'columns'> & { readonly columns: DataContents['columns'] };
  readonly code: ReportedCode | null;
};

export function runFactsOf(
  header: RunHeader,
  stretches: readonly Stretch[],
  data: DataDescription,
  command: string | null,
  code: ReportedCode | undefined,
): RunFacts {
  const first = stretches[0];
  const last = stretches.at(-1);
  const streams = streamsOf(header.plan);
  return {
    seeds: { experiment: header.seed, streams, derivation: derivationOf(streams) },
    data: describeData(data),
    identity: header.identity,
    engine: enginesOf(header, stretches),
    environment: last?.environment ?? {},
    code: code ?? null,
    stretches,
    startedAt: first?.startedAt ?? null,
    finishedAt: finishOf(stretches),
    seconds: stretches.reduce((sum, { seconds }) => sum + seconds, 0),
    command,
  };
}

function enginesOf({ identityParts }: RunHeader, stretches: readonly Stretch[]): readonly Engine[] | null {
  if (stretches.length === 0 || !isOfEngine(identityParts)) return null;
  const engines = new Map<string, Engine>();
  for (const { environment } of stretches) {
    const { engine, onnxruntime } = environment;
    const one = {
      version: typeof engine === 'number' ? engine : null,
      onnxruntime: typeof onnxruntime === 'string' ? onnxruntime : null,
    };
    engines.set(JSON.stringify(one), one);
  }
  return [...engines.values()];
}

/** A stretch begins no earlier than the one before it ended, wherever the clock of its machine was set back to. */
function finishOf(stretches: readonly Stretch[]): string | null {
  if (stretches.length === 0) return null;
  const end = stretches.reduce((before, { startedAt, seconds }) => {
    return Math.max(before, Date.parse(startedAt)) + seconds * 1000;
  }, Number.NEGATIVE_INFINITY);
  return new Date(end).toISOString();
}

/** Those that vary in this run. */
function streamsOf(plan: JsonObject): readonly string[] {
  const { sources } = plan;
  const dividesAnew = areSplitsRepeated(plan) || (Array.isArray(sources) && sources.includes('split'));
  return dividesAnew ? STREAM_NAMES : TRAINING_STREAMS;
}

/** `outcomes`: what the answer rests on. */
export function countOutcomes(outcomes: readonly Outcome[], beside: TrainedBeside = NOTHING_BESIDE): TrialCounts {
  const { unused, seedCheck, forModels, again, budget } = beside;
  const countOf = (status: OutcomeStatus): number => {
    return outcomes.reduce((count, outcome) => count + (outcome.status === status ? 1 : 0), 0);
  };
  return {
    begun: outcomes.length + unused.length + seedCheck + forModels,
    ...{ budget, again, seedCheck, forModels },
    unused: { trials: unused.length, seconds: unused.reduce((sum, { seconds }) => sum + seconds, 0) },
    used: outcomes.length,
    completed: countOf('completed'),
    diverged: countOf('diverged'),
    failed: countOf('failed'),
    timedOut: countOf('timed-out'),
  };
}
