/** @file What every executor must do, wherever its trials run. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  type Candidate,
  type Executor,
  type ExecutorEvent,
  type Outcome,
  RunError,
  type Trial,
  TrialQueue,
  trialKey,
  trialSource,
} from '../../src/core/index.js';
import { fromArtifactPath, trialFolder } from '../../src/work/here/index.js';
import { journalLines } from '../evidence/drive/toy-journal.js';
import { temporaryFolder } from '../evidence/log/temporary-folder.js';
import { NEVER_MS } from '../hang-guard.js';
import { toyCandidate, toyTrial } from '../work/here/fixtures/toy.mjs';

/** What the toy trainer of an executor is to do; see the toy trainer and the toy worker. */
export interface ToyPayload {
  readonly journal?: string;
  readonly marker?: string;
  readonly delayMs?: number;
  readonly startup?: 'throw';
}

export interface ExecutorSetup {
  readonly workers: number;
  readonly candidates: readonly Candidate[];
  readonly payload: ToyPayload;
  readonly artifactFolder?: string;
  readonly onEvent: (event: ExecutorEvent) => void;
}

export interface ExecutorAdapter {
  create(setup: ExecutorSetup): Executor;
  /** Why the tests about killed trials do not apply, where they do not. */
  readonly survivesNoKill?: string;
}

const never = new AbortController().signal;
const behaviours = ['throw', 'time-out', 'nan', 'minus-infinity', 'no-loss', 'die', 'die-once', 'leave-file'];
const candidates = [
  ...['good', ...behaviours].map((id) => toyCandidate(id, { behaviour: id })),
  toyCandidate('slow', { delayMs: NEVER_MS }),
  toyCandidate('reporting', { reports: [4, 2, 1], behaviour: 'reports-only' }),
  toyCandidate('two-figures', { reports: [4, 2, 1], behaviour: 'other-figures' }),
  toyCandidate('late-figures', { behaviour: 'other-figures' }),
  toyCandidate('wordy', { reports: ['4'] }),
];

function trialsOf(candidate: string, count: number): Trial[] {
  return Array.from({ length: count }, (_, replicate) => toyTrial(candidate, replicate));
}

export function describeExecutor(name: string, adapter: ExecutorAdapter): void {
  /** An executor that is closed with its test, and what was heard of it. */
  function begin(workers: number, payload: ToyPayload = {}) {
    const folder = temporaryFolder();
    const journal = join(folder, 'journal');
    const artifactFolder = join(folder, 'artifacts');
    const events: ExecutorEvent[] = [];
    const outcomes: Outcome[] = [];
    const executor = adapter.create({
      workers,
      candidates,
      payload: { journal, marker: folder, ...payload },
      artifactFolder,
      onEvent: (event) => events.push(event),
    });
    onTestFinished(() => executor.close());
    return {
      executor,
      events,
      outcomes,
      artifactFolder,
      execute: (trials: readonly Trial[], signal = never) =>
        executor.execute(trialSource(trials), (outcome) => outcomes.push(outcome), signal),
      /** Lines `begin candidate/replicate` and `end candidate/replicate`, with the process id after them. */
      journal: () => journalLines(journal),
    };
  }

  describe(`executor: ${name}`, () => {
    it('gives every trial exactly one outcome', async () => {
      const { execute, outcomes } = begin(3);
      const trials = trialsOf('good', 20);
      await execute(trials);
      expect(outcomes.map(({ trial }) => trialKey(trial)).sort()).toEqual(trials.map(trialKey).sort());
      expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(['completed']));
      expect(outcomes[0]).toMatchObject({ metrics: { replicate: expect.any(Number) }, lossPerEpoch: [1, 0.5] });
    });

    it('gives the same losses with one place and with three, round after round', async () => {
      const lossesOf = async (workers: number) => {
        const { execute, outcomes } = begin(workers);
        await execute(trialsOf('good', 7).slice(0, 3));
        await execute(trialsOf('good', 7).slice(3));
        return outcomes.sort((a, b) => a.trial.streams.init - b.trial.streams.init).map(({ loss }) => loss);
      };
      const losses = await lossesOf(1);
      expect(new Set(losses).size).toBe(7);
      expect(await lossesOf(3)).toEqual(losses);
    });

    it('starts trials in order, as many at a time as it has places', async () => {
      const { execute, executor, journal } = begin(2, { delayMs: 50 });
      expect(executor.workers).toBe(2);
      // One trial for each place, so that both are ready for what counts.
      await execute(trialsOf('nan', 2));
      await execute(trialsOf('good', 8));
      let running = 0;
      let most = 0;
      const begun = new Set<number>();
      for (const line of journal().filter((entry) => entry.includes('good'))) {
        running += line.startsWith('begin') ? 1 : -1;
        most = Math.max(most, running);
        if (!line.startsWith('begin')) continue;
        const replicate = Number(line.split(/[/ ]/)[2]);
        // What should have begun before and has not can only be on its way to the other place.
        expect(Array.from({ length: replicate }, (_, index) => index).filter((r) => !begun.has(r)).length).toBeLessThan(
          2,
        );
        begun.add(replicate);
      }
      expect(most).toBe(2);
    });

    it('trains ahead where places stand idle, after all that is asked for', async () => {
      const { executor, outcomes } = begin(3);
      const ahead = trialsOf('good', 6).slice(4);
      const taken: string[] = [];
      const queue = new TrialQueue(trialsOf('good', 4), () => {
        const trial = ahead.shift();
        if (trial !== undefined) taken.push(`${trial.streams.init} with ${queue.length} waiting`);
        return trial;
      });
      const take = (outcome: Outcome) => {
        outcomes.push(outcome);
        if (outcomes.length === 6) queue.end();
      };
      await executor.execute(queue, take, never);
      expect(taken).toEqual(['4 with 0 waiting', '5 with 0 waiting']);
      expect(outcomes.map(({ trial }) => trial.streams.init).sort()).toEqual([0, 1, 2, 3, 4, 5]);
    });

    it('has nothing to do without trials', async () => {
      const { execute, outcomes } = begin(2);
      await execute([]);
      expect(outcomes).toEqual([]);
    });

    it.each([
      ['throw', 'failed', 'exception', 'the toy breaks'],
      ['no-loss', 'failed', 'no-loss', '{"accuracy":1}'],
      ['time-out', 'timed-out', 'timeout', 'over 1 s'],
    ])('tries a trial that fails (%s) once more, then gives %s', async (candidate, status, kind, message) => {
      const { execute, outcomes, events, journal } = begin(1);
      await execute([...trialsOf(candidate, 1), ...trialsOf('good', 1)]);
      expect(outcomes.map((outcome) => outcome.status)).toEqual([status, 'completed']);
      const failure = { kind, message: expect.stringContaining(message) };
      expect(outcomes[0]).toMatchObject({ loss: Number.POSITIVE_INFINITY, failure, retried: [failure] });
      expect(outcomes[1]).not.toHaveProperty('retried');
      expect(events).toEqual([{ kind: 'retry', trial: toyTrial(candidate, 0), failure, attempt: 2 }]);
      expect(journal().filter((line) => line.startsWith(`begin ${candidate}`))).toHaveLength(2);
    });

    it.each(['nan', 'minus-infinity'])('calls a loss of %s diverged and does not try again', async (candidate) => {
      const { execute, outcomes, events } = begin(1);
      await execute(trialsOf(candidate, 1));
      expect(outcomes).toMatchObject([{ status: 'diverged', loss: Number.POSITIVE_INFINITY }]);
      expect(outcomes[0]).not.toHaveProperty('failure');
      expect(events).toEqual([]);
    });

    it('keeps what was reported, also where the trainer lists something else in the end', async () => {
      const { execute, outcomes } = begin(1);
      await execute([...trialsOf('reporting', 1), ...trialsOf('two-figures', 1), ...trialsOf('late-figures', 1)]);
      expect(outcomes).toMatchObject([
        { status: 'completed', lossPerEpoch: [4, 2, 1] },
        { status: 'completed', lossPerEpoch: [4, 2, 1] },
        { status: 'completed', lossPerEpoch: [9, 9, 9] },
      ]);
    });

    it('refuses reports that are no numbers', async () => {
      const { execute, outcomes } = begin(1);
      await execute(trialsOf('wordy', 1));
      const message = expect.stringContaining('A report is a number, not "4"');
      expect(outcomes).toMatchObject([{ status: 'failed', failure: { kind: 'exception', message } }]);
    });

    it('keeps the files of a trial in a folder of its own, under a path that can move', async () => {
      const { execute, outcomes, artifactFolder } = begin(2);
      const debris = trialFolder(artifactFolder, toyTrial('leave-file', 0));
      mkdirSync(debris, { recursive: true });
      writeFileSync(join(debris, 'left-by-an-attempt-that-was-killed'), '');
      await execute([...trialsOf('leave-file', 2), ...trialsOf('good', 1)]);
      expect(readdirSync(artifactFolder)).toHaveLength(2);
      const files = outcomes.flatMap(({ artifacts }) => Object.values(artifacts ?? {}));
      expect(new Set(files).size).toBe(2);
      for (const file of files) {
        expect(file).toMatch(/^[\w,-]+\/weights\.txt$/);
        expect(readFileSync(fromArtifactPath(artifactFolder, file), 'utf8')).toBe('42');
      }
    });

    it('drops what is running when it is aborted, without waiting for it, and can go on afterwards', async () => {
      const { execute, outcomes, journal } = begin(2);
      const abort = new AbortController();
      const execution = execute(trialsOf('slow', 10), abort.signal);
      while (journal().length < 2) await setTimeout(5);
      abort.abort();
      await execution;
      await execute(trialsOf('good', 3));
      expect(outcomes.map(({ trial }) => trial.candidate)).toEqual(['good', 'good', 'good']);
      expect(journal().filter((line) => line.startsWith('begin slow'))).toHaveLength(2);
    });

    it('starts nothing when it is aborted before', async () => {
      const { execute, outcomes, journal } = begin(2);
      await execute(trialsOf('good', 3), AbortSignal.abort());
      expect([outcomes, journal()]).toEqual([[], []]);
    });

    it('rejects with the reason when no trainer can be made', async () => {
      const { execute, outcomes } = begin(2, { startup: 'throw' });
      const rejection = expect(execute(trialsOf('good', 5))).rejects;
      await rejection.toThrow(RunError);
      await expect(execute(trialsOf('good', 5))).rejects.toThrow('the toy cannot be built');
      expect(outcomes).toEqual([]);
    });

    it('rejects trials of a candidate it does not know', async () => {
      const { execute } = begin(1);
      await expect(execute(trialsOf('stranger', 1))).rejects.toThrow('"stranger"');
    });

    it('can be closed twice, used or not', async () => {
      const { executor, execute } = begin(2);
      await execute(trialsOf('good', 2));
      await Promise.all([executor.close(), executor.close()]);
      await executor.close();
      await begin(2).executor.close();
    });

    // Where a trial that kills its process takes the run along, the contract does not ask for surviving it.
    if (adapter.survivesNoKill === undefined) {
      describe('when trials die', () => {
        it('pays one retry for a worker that dies, and replaces it', async () => {
          const { execute, outcomes, events } = begin(1);
          await execute([...trialsOf('good', 1), ...trialsOf('die-once', 2), ...trialsOf('good', 2).slice(1)]);
          expect(outcomes.map(({ status }) => status)).toEqual(Array(4).fill('completed'));
          expect(events.map(({ kind }) => kind)).toEqual(['worker-lost', 'retry']);
        });

        it('counts a trial as failed that takes its worker along twice, and finishes the others', async () => {
          const { execute, outcomes, events } = begin(2);
          await execute([...trialsOf('die', 1), ...trialsOf('good', 6)]);
          expect(outcomes).toHaveLength(7);
          expect(outcomes.filter(({ status }) => status === 'completed')).toHaveLength(6);
          const message = expect.stringMatching(
            /ended by signal SIGKILL, as the system does where memory runs out\.\nlast words/,
          );
          expect(outcomes.find(({ status }) => status === 'failed')).toMatchObject({
            trial: toyTrial('die', 0),
            failure: { kind: 'lost-worker', message },
          });
          expect(events.map(({ kind }) => kind)).toEqual(['worker-lost', 'retry', 'worker-lost']);
        });
      });
    }
  });
}
