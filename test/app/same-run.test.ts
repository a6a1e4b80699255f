/** @file Whether a worker may serve a run: what has to be equal, and what a user may accept. */
import { expect, test } from 'vitest';
import { createNetworkBackend } from '../../src/app/ask/network-backend.js';
import { identityOf } from '../../src/app/ask/prepare-experiment.js';
import {
  isForUs,
  type OwnTrainer,
  offerPayload,
  prepareOffered,
  readOffered,
  requireSame,
} from '../../src/app/workers/offered-experiment.js';
import { ENGINE_VERSION, type JsonObject, type OfferedRun, type RunHeader } from '../../src/core/index.js';
import { dataSpecSchema, loadDataset } from '../../src/engine/datasets/index.js';

const DATA = dataSpecSchema.parse({ source: 'gratings', size: 8, split: { pool: 20, selection: 10, final: 10 } });
const CANDIDATES = [{ id: 'c1', label: 'x', configuration: { units: 3 } }];

/** A run on gratings with this seed, as its coordinator offers it; `changes` are what another machine says. */
async function offered(seed: number, changes: JsonObject = {}): Promise<OfferedRun> {
  const backend = await createNetworkBackend({
    data: DATA,
    baseFolder: '/',
    load: () => loadDataset(DATA, { baseFolder: '/' }),
  });
  const { identity, parts } = identityOf(backend, seed, 'salt');
  const experiment = { data: JSON.parse(JSON.stringify(DATA)), trainer: 'network', baseFolder: '/' };
  const header: RunHeader = {
    ...{ name: 'g', identity, identityParts: parts, salt: 'salt', seed, plan: {}, candidates: CANDIDATES, experiment },
  };
  const payload = { ...offerPayload(header, CANDIDATES, undefined), ...changes };
  return { id: 'r-1', signature: identity, name: 'g', payload };
}

test('what is offered makes the same trainer again, with its candidates', async () => {
  const run = await offered(3);
  const own = await prepareOffered(run, true);
  expect(requireSame(run, own, false)).toEqual([]);
  expect(readOffered(run).candidates).toMatchObject([{ id: 'c1', configuration: { units: 3 } }]);
});

test('another seed is refused by name, and runs of other experiments are left to others', async () => {
  const own: OwnTrainer = { ...(await prepareOffered(await offered(3), true)), name: 'mine' };
  const other = await offered(4);
  expect(() => requireSame(other, own, true)).toThrow('the seed was 4 and is 3');
  expect([isForUs(other, own), isForUs({ ...other, name: 'mine' }, own), isForUs(await offered(3), own)]).toEqual([
    false,
    true,
    true,
  ]);
});

test('another machine is refused until the user accepts it, and then told of', async () => {
  const run = await offered(3, { environment: { surefoot: '0.0.1', cpuFeatures: ['avx', 'none'] } });
  const own = await prepareOffered(run, true);
  const text = /losses may differ in their last digits \(surefoot 0\.0\.1 -> /;
  expect(() => requireSame(run, own, false)).toThrow(text);
  expect(requireSame(run, own, true)).toEqual([expect.stringMatching(text)]);
});

test('a run of another engine is refused, whatever the user accepts, unless an own trainer trains', async () => {
  const run = await offered(3);
  const own = await prepareOffered(run, true);
  const identityParts = { ...readOffered(run).identityParts, engine: '0' };
  const other: OfferedRun = { ...run, signature: 'of another', payload: { ...run.payload, identityParts } };
  const refused = new RegExp(`the engine was 0 and is ${ENGINE_VERSION}.*same version of Surefoot`, 's');
  expect(() => requireSame(other, own, true)).toThrow(refused);
  const command = { backend: { identity: { command: ['./train'] } } } as unknown as OwnTrainer;
  const { identity, parts } = identityOf(command.backend, 3, 'salt');
  const changes = { identityParts: { ...parts }, environment: { engine: 0, onnxruntime: '0' } };
  const theirs = { ...(await offered(3, changes)), signature: identity };
  expect(requireSame(theirs, { ...command, seed: 3 }, false)).toEqual([]);
});

test("a trainer is made from an offer only where that is the user's own or signed, and never without its secrets", async () => {
  await expect(prepareOffered(await offered(3), false)).rejects.toMatchObject({ code: 'experiment-needed' });
  const module = await offered(3, { data: null, trainer: { module: './t.mjs' } });
  await expect(prepareOffered(module, false)).rejects.toMatchObject({ code: 'experiment-needed' });
  const command = await offered(3, { trainer: { command: ['true'] } });
  await expect(prepareOffered(command, false)).rejects.toMatchObject({ code: 'experiment-needed' });
  const secret = await offered(3, { hidesSecrets: true });
  await expect(prepareOffered(secret, true)).rejects.toMatchObject({ code: 'experiment-needed' });
});
