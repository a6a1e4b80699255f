/** @file What every trainer must do, whatever it trains and wherever it runs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Candidate, type JsonObject, type Outcome, replicateStreams, type Trainer } from '../../src/core/index.js';
import { fromArtifactPath, runTrial } from '../../src/work/here/index.js';
import { temporaryFolder } from '../evidence/log/temporary-folder.js';

export interface TrainerAdapter {
  create(): Promise<Trainer>;
  /** Trains to a finite loss that depends on the replicate. */
  readonly good: JsonObject;
  /** Ends with a loss that is not finite. Absent where nothing can diverge. */
  readonly diverging?: JsonObject;
  /** Cannot be trained; the failure has this kind, and a message that holds the text. */
  readonly failing: { readonly configuration: JsonObject; readonly kind: string; readonly text: string };
  /** Epochs that it reports; 0 where it has none. */
  readonly epochs: number;
  /** Name of an artifact that it leaves, where it leaves any. */
  readonly artifact?: string;
  /** Takes longer than the test. Absent where an abort is heeded between epochs that are too short to be caught. */
  readonly slow?: JsonObject;
}

const never = new AbortController().signal;
const candidateOf = (configuration: JsonObject): Candidate => ({ id: 'c', label: '', configuration });

export function describeTrainer(name: string, adapter: TrainerAdapter): void {
  /** A trainer that is closed with its test, asked by way of the one place where results become outcomes. */
  async function begin() {
    const trainer = await adapter.create();
    const artifactFolder = join(temporaryFolder(), 'artifacts');
    onTestFinished(async () => trainer.close?.());
    return {
      artifactFolder,
      train: async (configuration: JsonObject, replicate = 0, signal = never) => {
        const streams = replicateStreams(replicate);
        const trial = { candidate: 'c', streams, fidelity: { sampleSize: 0 }, repeat: 0 };
        const context = { experimentSeed: 3, artifactFolder, signal };
        const { seconds: _, ...outcome } = await runTrial(trainer, candidateOf(configuration), trial, context);
        return outcome as Omit<Outcome, 'seconds'>;
      },
    };
  }

  describe(`trainer: ${name}`, () => {
    it('gives equal results for equal trials, whatever it trained in between, and in another trainer', async () => {
      const { train } = await begin();
      const first = await train(adapter.good, 0);
      const other = await train(adapter.good, 1);
      expect(first).toMatchObject({ status: 'completed', loss: expect.any(Number) });
      expect(other.loss).not.toBe(first.loss);
      expect(await train(adapter.good, 0)).toEqual(first);
      expect(await (await begin()).train(adapter.good, 0)).toEqual(first);
    });

    it('leaves its files in the folder of the trial', async () => {
      const { train, artifactFolder } = await begin();
      const { artifacts = {} } = await train(adapter.good, 0);
      expect(Object.keys(artifacts)).toEqual(adapter.artifact === undefined ? [] : [adapter.artifact]);
      for (const path of Object.values(artifacts)) {
        expect(readFileSync(fromArtifactPath(artifactFolder, path)).length).toBeGreaterThan(0);
      }
    });

    it('reports every epoch, once', async () => {
      const { train } = await begin();
      expect((await train(adapter.good, 0)).lossPerEpoch).toHaveLength(adapter.epochs);
    });

    it('fails a trial that cannot be trained, and goes on', async () => {
      const { train } = await begin();
      const { configuration, kind, text } = adapter.failing;
      const message = expect.stringContaining(text);
      expect(await train(configuration)).toMatchObject({ status: 'failed', failure: { kind, message } });
      expect(await train(adapter.good)).toMatchObject({ status: 'completed' });
    });

    if (adapter.diverging !== undefined) {
      const configuration = adapter.diverging;
      it('calls divergence a result', async () => {
        const { train } = await begin();
        const outcome = await train(configuration);
        expect(outcome).toMatchObject({ status: 'diverged', loss: Number.POSITIVE_INFINITY });
        expect(outcome).not.toHaveProperty('failure');
      });
    }

    if (adapter.slow !== undefined) {
      const configuration = adapter.slow;
      it('gives up when it is aborted, and can be asked again', async () => {
        const { train } = await begin();
        const abort = new AbortController();
        const training = train(configuration, 0, abort.signal);
        setTimeout(() => abort.abort(), 200);
        expect(await training).toMatchObject({ status: 'failed' });
        expect(await train(adapter.good)).toMatchObject({ status: 'completed' });
      });
    }

    it('can be closed, used or not', async () => {
      const unused = await adapter.create();
      await unused.close?.();
      const used = await begin();
      await used.train(adapter.good);
    });
  });
}
