/** @file What is signed cannot be altered, nor be put in the place of anything else; what is not signed is not believed. */
import { expect, test } from 'vitest';
import { type Claim, offerId, replicateTrial, type SentFile, type WorkerEnd } from '../../../src/core/index.js';
import {
  createMemoryExchange,
  fromWire,
  guardedWorker,
  Seals,
  sealedCoordinator,
  toWire,
} from '../../../src/work/transports/index.js';
import { offerOf, outcomeOf, reportOf, sampleRun } from '../../conformance/transport/hall.js';
import { SimulatedClock } from '../../simulation/simulated-clock.js';

const seals = new Seals(Buffer.from('0123456789abcdef'));
const others = new Seals(Buffer.from('0123456789abcdeF'));
const FILES: SentFile[] = [{ path: 'a', bytes: Buffer.from('x') }];

/** The same as it comes out on the other side. */
const sent = <Value>(read: (value: unknown) => Value, value: Parameters<typeof toWire>[0]): Value =>
  read(JSON.parse(toWire(value)));

test('a seal fits what comes out on the other side, numbers that JSON does not have among it', () => {
  const run = { ...sampleRun, seal: seals.run(sampleRun) };
  expect(seals.fitsRun(sent(fromWire.run, run))).toBe(true);
  const offer = offerOf('c', { needs: { cpus: 2, minutes: 0.5 }, earlier: [{ kind: 'k', message: 'ä\n' }] });
  const sealed = { ...offer, seal: seals.offer('r', offer) };
  expect(seals.fitsOffer('r', sent(fromWire.offer, sealed))).toBe(true);
  const claim = { offer, token: 't' };
  const outcome = outcomeOf(claim, {
    ...{
      status: 'diverged',
      loss: Number.POSITIVE_INFINITY,
      metrics: { b: Number.NaN, a: -0 },
      lossPerEpoch: [1e-300],
    },
    ...{ artifacts: { m: 'x' }, loadedCode: { files: { f: 'h' }, versions: {} } },
  });
  const seal = seals.outcome('r', 'id', outcome, FILES);
  const delivery = { id: 'id', token: 't', worker: 'w', isLate: false, outcome: sent(fromWire.outcome, outcome), seal };
  expect([seals.fitsOutcome('r', delivery), seals.fitsFiles(delivery, FILES)]).toEqual([true, true]);
});

test('another key, run, trial, attempt, content or file is another seal', () => {
  const offer = offerOf('c');
  const seal = seals.offer('r', offer);
  const outcome = outcomeOf({ offer, token: 't' });
  const delivery = { id: offerId(offer), token: 't', worker: 'w', isLate: false, outcome };
  const answered = { ...delivery, seal: seals.outcome('r', delivery.id, outcome, FILES) };
  const other = replicateTrial('c', 1, 1);
  const second = offerId({ trial: offer.trial, attempt: 2 });
  const later = offerId({ ...offer, past: 'f0' });
  const fits = {
    run: [seals.fitsRun(sampleRun), others.fitsRun({ ...sampleRun, seal: seals.run(sampleRun) })],
    renamed: seals.fitsRun({ ...sampleRun, id: 'run-2', seal: seals.run(sampleRun) }),
    offers: [
      seals.fitsOffer('r', offer),
      seals.fitsOffer('s', { ...offer, seal }),
      others.fitsOffer('r', { ...offer, seal }),
      seals.fitsOffer('r', { ...offer, attempt: 2, seal }),
      seals.fitsOffer('r', { ...offer, past: 'f0', seal }),
      seals.fitsOffer('r', { ...offer, trial: other, seal }),
      seals.fitsOffer('r', { ...offer, needs: { cpus: 1 }, seal }),
      seals.fitsOffer('r', { ...offer, seal: seals.run(sampleRun) }),
    ],
    outcomes: [
      seals.fitsOutcome('r', delivery),
      seals.fitsOutcome('r', { ...answered, seal: '.' }),
      seals.fitsOutcome('s', answered),
      others.fitsOutcome('r', answered),
      seals.fitsOutcome('r', { ...answered, id: second }),
      seals.fitsOutcome('r', { ...answered, id: later }),
      seals.fitsOutcome('r', { ...answered, outcome: { ...outcome, trial: other } }),
      seals.fitsOutcome('r', { ...answered, outcome: { ...outcome, loss: 0 } }),
      seals.fitsOutcome('r', { ...answered, seal: `${answered.seal.split('.')[0]}.${'0'.repeat(64)}` }),
    ],
    files: [
      seals.fitsFiles(answered, []),
      seals.fitsFiles(answered, [{ path: 'b', bytes: Buffer.from('x') }]),
      seals.fitsFiles(answered, [{ path: 'a', bytes: Buffer.from('y') }]),
    ],
  };
  expect(Object.values(fits).flat().filter(Boolean)).toEqual([]);
  expect([seals.fitsOutcome('r', answered), seals.fitsFiles(answered, FILES)]).toEqual([true, true]);
});

test('a run takes what its own workers bring alone, and these train what it offers alone', async () => {
  const exchange = createMemoryExchange({ leaseMs: 1000, clock: new SimulatedClock() });
  const plain = exchange.coordinator(sampleRun);
  const end = sealedCoordinator(plain, sampleRun.id, seals);
  const staff = async (own: Seals | undefined, flawOf: () => string | undefined = () => undefined) => {
    const refused: string[] = [];
    const worker: WorkerEnd = guardedWorker(exchange.worker(), {
      ...{ run: sampleRun.id, seals: own, flawOf, warn: (text) => refused.push(text) },
    });
    await worker.state();
    await worker.announce(reportOf('w'));
    return { worker, refused };
  };
  await end.offer([offerOf('a'), offerOf('b')]);
  const stranger = await staff(undefined);
  const claim = (await stranger.worker.claim({})) as Claim;
  await stranger.worker.settle(claim, outcomeOf(claim), []);
  expect(await end.deliveries(10)).toEqual([]);
  expect(await end.unusable()).toEqual([{ token: claim.token, flaw: expect.stringContaining('not signed') }]);
  // Forged before the run offers its own.
  await plain.offer([offerOf('forged')]);
  const own = await staff(seals);
  const ours = (await own.worker.claim({})) as Claim;
  expect([ours.offer.trial.candidate, await own.worker.claim({})]).toEqual(['b', undefined]);
  expect((await end.workers()).map(({ id }) => id)).toEqual(['w']);
  expect(own.refused).toEqual(["an offer was refused, and not trained: it is not signed with the run's key"]);
  expect(await plain.offers()).toEqual([offerId(claim.offer), offerId(ours.offer)]);
  await own.worker.settle(ours, outcomeOf(ours), FILES);
  const [delivery] = await end.deliveries(10);
  expect(delivery?.id).toBe(offerId(ours.offer));
  expect(await end.files(delivery as NonNullable<typeof delivery>)).toEqual(FILES);
  await end.offer([offerOf('c')]);
  const picky = await staff(seals, () => 'it is too hot');
  expect([await picky.worker.claim({}), picky.refused]).toEqual([
    undefined,
    [expect.stringContaining('it is too hot')],
  ]);
});

/** Whether three workers that lose a trial one after the other make it poison for a run that signs. */
async function losing(own: Seals | undefined, areAlive: boolean) {
  const clock = new SimulatedClock();
  const exchange = createMemoryExchange({ leaseMs: 1000, clock });
  const plain = exchange.coordinator(sampleRun);
  const end = sealedCoordinator(plain, sampleRun.id, seals);
  await end.offer([offerOf('a')]);
  const names = ['x', 'y', 'z'];
  const sealOf = (name: string) => (own === undefined ? {} : { seal: own.worker(sampleRun.id, reportOf(name)) });
  const staff = names.map((name) => {
    const worker = exchange.worker();
    return { worker, announce: () => worker.announce({ ...reportOf(name), ...sealOf(name) }) };
  });
  for (const { worker, announce } of staff) {
    await worker.state();
    await announce();
    expect(await worker.claim({})).toBeDefined();
    await end.workers();
    await clock.pass(3001);
    await plain.lost();
    // Until the next one may claim it.
    await clock.pass(3001);
  }
  expect(await plain.lost()).toEqual([{ id: offerId(offerOf('a')), workers: names }]);
  if (areAlive) for (const { announce } of staff) await announce();
  const [lost] = await end.lost();
  return { workers: lost?.workers, offers: await plain.offers() };
}

test('a trial is lost by workers that proved to be there and are gone, and by nobody else', async () => {
  const offered = [offerId(offerOf('a'))];
  expect(await losing(seals, false)).toEqual({ workers: ['x', 'y', 'z'], offers: offered });
  // Taken out, so that it is offered anew.
  const nobody = { workers: [], offers: [] };
  expect(await losing(undefined, false)).toEqual(nobody);
  expect(await losing(others, false)).toEqual(nobody);
  expect(await losing(seals, true)).toEqual(nobody);
});

test('a worker to whom only offers come that it refuses hears in between that it has to stop', async () => {
  let claims = 0;
  const refused: Claim[] = [];
  const end = {
    claim: async () => (++claims > 100 ? undefined : { offer: offerOf(`c${claims}`), token: `t${claims}` }),
    refuse: async (claim: Claim) => void refused.push(claim),
  } as unknown as WorkerEnd;
  const warn = () => {};
  const worker = guardedWorker(end, { run: 'r', seals: undefined, flawOf: () => 'of no use', warn });
  expect(await worker.claim({})).toBeUndefined();
  expect(refused.length).toBeGreaterThan(1);
  expect(claims).toBeLessThan(100);
});
