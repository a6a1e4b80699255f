/** @file What a caller of the library asks for, as a run takes it. */
import { RunError } from '../core/index.js';
import type { Budget } from '../evidence/drive/index.js';
import { guardListener } from './guarded-listener.js';
import { type KnownEvidence, knownIn } from './known-evidence.js';
import type { PlanRunOptions } from './plan-run.js';
import type { RunOptions } from './select-options.js';

/** How a run goes. */
export function planRunOptions<Space>(options: RunOptions<Space>): PlanRunOptions {
  const { out, fresh, retryFailed, acceptChangedCode, workersAt, workers, signal, onEvent } = options;
  return {
    ...(out === undefined ? {} : { folder: out }),
    ...(fresh === undefined ? {} : { fresh }),
    ...(retryFailed === undefined ? {} : { retryFailed }),
    ...(acceptChangedCode === undefined ? {} : { acceptChangedCode }),
    ...(workersAt === undefined ? {} : { workersAt: { address: workersAt, localPlaces: workers ?? 0 } }),
    signal: signal ?? new AbortController().signal,
    onEvent: guardListener(onEvent ?? (() => {})),
  };
}

/** What is prepared before it begins. */
export function preparation<Space>({ workers, budget, out, fresh }: RunOptions<Space>): {
  readonly workers?: number;
  readonly budget?: Budget;
  readonly known: KnownEvidence;
} {
  return {
    ...(workers === undefined ? {} : { workers }),
    ...(budget === undefined ? {} : { budget }),
    known: knownIn(out, { fresh }),
  };
}

/** `what`: the race, the study; `again`: how a caller asks the same with a folder. */
export function aborted(what: string, out: string | undefined, again: string): RunError {
  return new RunError({
    code: 'interrupted',
    what: `The ${what} was aborted before it ended.`,
    fix: out === undefined ? 'Give `out` to be able to resume.' : `${again} with out: '${out}' again to resume.`,
  });
}
