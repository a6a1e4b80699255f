/** @file What a shared folder owes besides the contract of transports: file systems that answer late or never, many batches, permissions. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Claim, offerId, type UnusableDelivery } from '../../../src/core/index.js';
import { waitingClock } from '../../../src/evidence/drive/index.js';
import {
  createFolderCoordinator,
  createFolderWorker,
  type ExchangeFiles,
  lookAtFolder,
  nodeFiles,
  requireFolder,
} from '../../../src/work/transports/index.js';
import { deliveredTo, offerOf, offersOf, outcomeOf, reportOf, sampleRun } from '../../conformance/transport/hall.js';
import { until } from '../../until.js';

const newToken = () => randomBytes(6).toString('hex');

/** An exchange with a run; its workers have the files that a test gives them. */
async function openExchange() {
  const path = mkdtempSync(join(tmpdir(), 'surefoot-exchange-'));
  const common = { files: nodeFiles, clock: waitingClock, path, newToken };
  const first = await createFolderCoordinator({ ...common, run: sampleRun, owner: 'a', isGone: () => false });
  const worker = async (name: string, files: ExchangeFiles = nodeFiles) => {
    const end = createFolderWorker({ ...common, files, uid: process.getuid?.(), random: Math.random });
    await end.announce(reportOf(name));
    await end.state();
    return end;
  };
  onTestFinished(async () => {
    await first.close();
    rmSync(path, { recursive: true, force: true });
  });
  return { path, first, worker };
}

async function claimAll(worker: Awaited<ReturnType<Awaited<ReturnType<typeof openExchange>>['worker']>>) {
  const claims: Claim[] = [];
  for (let claim = await worker.claim({}); claim !== undefined; claim = await worker.claim({})) claims.push(claim);
  return claims;
}

/** Does it, and says that it has not heard. */
const unheard = (code: string) => Object.assign(new Error(code), { code });

test('offers fill batch after batch, are found in order while these grow, and leave nothing', async () => {
  const { path, first, worker } = await openExchange();
  const offers = offersOf(300);
  const early = await worker('early');
  const claimed: Claim[] = [];
  for (let at = 0; at < offers.length; at += 50) {
    await first.offer(offers.slice(at, at + 50));
    claimed.push(...(await claimAll(early)));
  }
  expect(claimed.map(({ offer }) => offerId(offer))).toEqual(offers.map(offerId));
  for (const claim of claimed) await early.settle(claim, outcomeOf(claim), []);
  // On a busy machine a look may come between the files of one batch and those of the next.
  let delivered = 0;
  while (delivered < 300) {
    const some = await first.deliveries(1000);
    await first.acknowledge(some);
    delivered += some.length;
  }
  expect(delivered).toBe(300);
  await first.offer([offerOf('late')]);
  expect((await claimAll(await worker('late'))).map(({ offer }) => offer)).toEqual([offerOf('late')]);
  // Of what is done nothing is left but the names in the one batch that is not full.
  const batches = join(path, 'offered/run-1/batches');
  expect(readdirSync(batches).map((name) => name.replace(/.*-/, ''))).toEqual(['2']);
  expect(readdirSync(batches).flatMap((name) => readdirSync(join(batches, name))).length).toBeLessThan(2 * 128);
  await first.end();
  expect(readdirSync(join(path, 'offered'))).toEqual([]);
});

test('whatever it makes is for its owner alone', async () => {
  const { path, first, worker } = await openExchange();
  await first.offer(offersOf(2));
  const busy = await worker('a');
  const [claim] = await claimAll(busy);
  await busy.settle(claim as Claim, outcomeOf(claim as Claim), [{ path: 'f', bytes: new Uint8Array(9) }]);
  const modes = readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => {
    const found = statSync(join(path, name));
    return `${found.isDirectory() ? 'folder' : 'file'} ${(found.mode & 0o777).toString(8)}`;
  });
  expect([...new Set(modes)].sort()).toEqual(['file 600', 'folder 700']);
});

test('a link whose answer is lost is still a claim, and one whose answer says it was there is ours or not', async () => {
  const { first, worker } = await openExchange();
  await first.offer(offersOf(3));
  let answer: 'lost' | 'taken' | 'plain' = 'lost';
  const files: ExchangeFiles = {
    ...nodeFiles,
    link: async (from, to) => {
      const made = await nodeFiles.link(from, to);
      if (answer === 'lost') throw unheard('EIO');
      return answer === 'taken' ? false : made;
    },
  };
  const odd = await worker('odd', files);
  const other = await worker('other');
  const claimed: (Claim | undefined)[] = [await odd.claim({})];
  answer = 'taken';
  claimed.push(await odd.claim({}));
  answer = 'plain';
  claimed.push(await other.claim({}), await odd.claim({}));
  expect(claimed.map((claim) => claim?.offer.trial.candidate)).toEqual(['c0', 'c1', 'c2', undefined]);
  const held = claimed.slice(0, 2) as Claim[];
  expect(await odd.renew(held)).toEqual(new Set(held.map(({ token }) => token)));
});

test('a claim whose answer is late is not given a second time', async () => {
  const { first, worker } = await openExchange();
  await first.offer(offersOf(2));
  let answer = () => {};
  const isLate = new Promise<void>((resolve) => {
    answer = resolve;
  });
  let links = 0;
  const files: ExchangeFiles = {
    ...nodeFiles,
    link: async (from, to) => {
      const made = await nodeFiles.link(from, to);
      if (links++ === 0) await isLate;
      return made;
    },
  };
  const odd = await worker('odd', files);
  const late = odd.claim({});
  await until(() => links === 1);
  const early = await odd.claim({});
  answer();
  expect([early, await late].map((claim) => claim?.offer.trial.candidate)).toEqual(['c0', 'c1']);
});

test('a card that could not be written to its end is written before anything is claimed by it', async () => {
  const { path, first } = await openExchange();
  await first.offer([offerOf('c')]);
  let isFull = true;
  const files: ExchangeFiles = {
    ...nodeFiles,
    create: async (name, content) => {
      if (!name.includes('/cards/') || !isFull) return nodeFiles.create(name, content);
      isFull = false;
      await nodeFiles.create(name, new Uint8Array());
      throw unheard('ENOSPC');
    },
  };
  const odd = createFolderWorker({
    ...{ files, clock: waitingClock, path, newToken },
    ...{ uid: process.getuid?.(), random: Math.random },
  });
  await odd.announce(reportOf('odd'));
  await expect(odd.state()).rejects.toMatchObject({ code: 'exchange-unreachable' });
  const claim = (await odd.claim({})) as Claim;
  expect(readFileSync(join(path, 'offered/run-1/batches', claim.token), 'utf8')).toBe('odd');
});

test('without hard links claims are files, and a rename whose answer is lost has been made', async () => {
  const { first, worker } = await openExchange();
  await first.offer(offersOf(2));
  const files: ExchangeFiles = {
    ...nodeFiles,
    link: async () => {
      throw unheard('ENOTSUP');
    },
    rename: async (from, to) => {
      const made = await nodeFiles.rename(from, to);
      if (to.endsWith('/0.1.out')) throw unheard('EIO');
      if (to.endsWith('/1.1.out')) return false;
      return made;
    },
  };
  const odd = await worker('odd', files);
  const claims = await claimAll(odd);
  for (const claim of claims) await odd.settle(claim, outcomeOf(claim), []);
  expect(await deliveredTo(first)).toEqual(offersOf(2).map(offerId));
  expect((await first.deliveries(10)).map((delivery) => delivery.worker)).toEqual(['odd', 'odd']);
});

test('out of reach is an error of the run, which goes on when it can be reached again', async () => {
  const { first, worker } = await openExchange();
  await first.offer(offersOf(1));
  let isAway = true;
  const files: ExchangeFiles = {
    ...nodeFiles,
    read: (...given) => (isAway ? Promise.reject(unheard('EIO')) : nodeFiles.read(...given)),
  };
  const end = await worker('a');
  const odd = createFolderWorker({
    ...{ files, clock: waitingClock, path: join(tmpdir(), 'nowhere'), newToken },
    ...{ uid: process.getuid?.(), random: Math.random },
  });
  await expect(odd.state()).rejects.toMatchObject({ name: 'RunError', code: 'exchange-unreachable' });
  isAway = false;
  expect(await odd.state()).toEqual({ kind: 'none' });
  expect(await end.claim({})).toBeDefined();
});

const LIES: readonly (readonly [what: string, flaw: string, write: (path: string) => void])[] = [
  ['half an outcome', 'it is not JSON', (path) => writeFileSync(path, '{"half\n')],
  ['no line', 'it is not an outcome: no line', (path) => writeFileSync(path, 'x'.repeat(40_000))],
  ['a pipe', 'no line', (path) => execFileSync('mkfifo', [path])],
  ['a folder', 'no line', (path) => mkdirSync(path)],
  ['a link', 'no line', (path) => symlinkSync('/etc/passwd', path)],
];

test.skipIf(process.platform === 'win32').each(LIES)(
  'in the place of an outcome, %s is set aside, and its trial may be claimed again',
  async (_, flaw, write) => {
    const { path, first, worker } = await openExchange();
    await first.offer(offersOf(1));
    const end = await worker('a');
    const claim = (await end.claim({})) as Claim;
    const [batch, name] = claim.token.split('/') as [string, string];
    write(join(path, 'offered/run-1/batches', batch, `${name}.out`));
    expect(await first.deliveries(10)).toEqual([]);
    expect(await first.unusable()).toEqual([{ token: claim.token, flaw: expect.stringContaining(flaw) }]);
    const [lie] = await first.unusable();
    const place = await first.setAside(lie as UnusableDelivery);
    expect(lstatSync(place)).toBeDefined();
    expect([await first.deliveries(10), await first.unusable(), await first.lost()]).toEqual([[], [], []]);
    let again: Claim | undefined;
    await until(async () => {
      again = await end.claim({});
      return again !== undefined;
    });
    await end.settle(again as Claim, outcomeOf(claim), []);
    expect(await deliveredTo(first)).toEqual([offerId(claim.offer)]);
    await first.end();
    expect(existsSync(place)).toBe(false);
  },
);

test('what is no run is named, and stops nobody', async () => {
  const { path, first } = await openExchange();
  const runs = { 'a-garbage': '{"half', 'b-other': readFileSync(join(path, 'offered/run-1/run')), 'c-pipe': undefined };
  for (const [name, content] of Object.entries(runs)) {
    mkdirSync(join(path, 'offered', name));
    writeFileSync(join(path, 'offered', name, 'news'), '{}');
    if (content === undefined) execFileSync('mkfifo', [join(path, 'offered', name, 'run')]);
    else writeFileSync(join(path, 'offered', name, 'run'), content);
  }
  writeFileSync(join(path, 'latest'), 'a-garbage');
  const named: string[] = [];
  const end = createFolderWorker({
    ...{ files: nodeFiles, clock: waitingClock, path, newToken },
    ...{ uid: process.getuid?.(), random: Math.random, passOver: (what) => named.push(what) },
  });
  expect(await end.state()).toMatchObject({ kind: 'open', run: { id: 'run-1' } });
  expect(named.sort()).toEqual(
    Object.keys(runs).map((name) => expect.stringContaining(`"${name}" in ${path}/offered`)),
  );
  const seen: string[] = [];
  expect(await lookAtFolder(nodeFiles, path, (what) => seen.push(what))).toMatchObject([{ id: 'run-1' }]);
  expect(seen).toHaveLength(3);
  await first.end();
});

test.each([-3_600_000, 3_600_000])(
  'how long a coordinator is silent is counted on the clock of the file server, which is %i ms off',
  async (offMs) => {
    const { path, first } = await openExchange();
    const files: ExchangeFiles = {
      ...nodeFiles,
      facts: async (name) => {
        const facts = await nodeFiles.facts(name);
        return facts === undefined ? undefined : { ...facts, writtenMs: facts.writtenMs + offMs };
      },
    };
    await first.close();
    const news = join(path, 'offered/run-1/news');
    const { atime, mtimeMs } = statSync(news);
    utimesSync(news, atime, new Date(mtimeMs - 600_000));
    const before = readdirSync(path);
    const [seen] = (await lookAtFolder(files, path, () => {})) ?? [];
    expect(Math.floor((seen?.silentMs ?? 0) / 600_000)).toBe(1);
    expect(readdirSync(path)).toEqual(before);
  },
);

test('a coordinator that takes over knows who lost what, and takes the name of an end that was not finished for nobody', async () => {
  const path = mkdtempSync(join(tmpdir(), 'surefoot-exchange-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  const common = { files: nodeFiles, clock: waitingClock, path, newToken };
  const open = () =>
    createFolderCoordinator({ ...common, run: sampleRun, leaseMs: 60, owner: newToken(), isGone: () => true });
  const first = await open();
  await first.offer([offerOf('c')]);
  await first.close();
  const batches = join(path, 'offered/run-1/batches');
  const batch = join(batches, readdirSync(batches)[0] as string);
  // Two workers have lost it, and a coordinator was killed while it withdrew it: `0.x` is missing.
  for (const [name, text] of Object.entries({ '0.1': 'a', '0.1.lost': '', '0.2': 'b', '0.2.lost': '', '0.3': '' }))
    writeFileSync(join(batch, name), text, { mode: 0o600 });
  const second = await open();
  const lost = [{ id: offerId(offerOf('c')), workers: ['a', 'b'] }];
  expect(await second.lost()).toEqual(lost);
  while (!readdirSync(batch).includes('0.3.lost')) await second.lost();
  expect(await second.lost()).toEqual(lost);
  const worker = createFolderWorker({ ...common, uid: process.getuid?.(), random: Math.random });
  await worker.announce(reportOf('d'));
  await worker.state();
  let claim: Claim | undefined;
  while (claim === undefined) claim = await worker.claim({});
  expect(claim.token).toMatch(/\/0\.4$/);
  await second.close();
});

test('while no coordinator is at work, a worker claims what another one has lost, and nothing else', async () => {
  const path = mkdtempSync(join(tmpdir(), 'surefoot-exchange-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  const common = { files: nodeFiles, clock: waitingClock, path, newToken };
  const first = await createFolderCoordinator({
    ...{ ...common, run: sampleRun, leaseMs: 60 },
    ...{ owner: 'a', isGone: () => false },
  });
  await first.offer(offersOf(2));
  const workerNamed = async (name: string) => {
    const worker = createFolderWorker({ ...common, uid: process.getuid?.(), random: () => 0 });
    await worker.announce(reportOf(name));
    await worker.state();
    return worker;
  };
  const [lost, settles, other] = [await workerNamed('a'), await workerNamed('b'), await workerNamed('c')];
  await first.close();
  expect((await lost.claim({}))?.token).toMatch(/\/0\.1$/);
  const claim = (await settles.claim({})) as Claim;
  await settles.settle(claim, outcomeOf(claim), []);
  let found: Claim | undefined;
  await until(async () => {
    found = await other.claim({});
    return found !== undefined;
  });
  expect(found?.token).toMatch(/\/0\.2$/);
  expect(await lost.renew([{ offer: offerOf('c0'), token: found?.token.replace(/2$/, '1') ?? '' }])).toEqual(new Set());
});

test("an offer is its own user's where nobody else can have written it", async () => {
  const { path, worker } = await openExchange();
  const end = await worker('a');
  expect(await end.isOwnOffer(sampleRun)).toBe(true);
  chmodSync(join(path, 'offered/run-1/run'), 0o660);
  expect(await end.isOwnOffer(sampleRun)).toBe(false);
  chmodSync(join(path, 'offered/run-1/run'), 0o600);
  chmodSync(path, 0o770);
  expect(await end.isOwnOffer(sampleRun)).toBe(false);
  expect(readFileSync(join(path, 'latest'), 'utf8')).toBe('run-1');
});

test("another user's folder is refused, and one that nothing can be done in", async () => {
  const facts = { isFolder: true, uid: 1000, mode: 0o700, links: 2, bytes: 0, writtenMs: 0 };
  const files: ExchangeFiles = {
    ...nodeFiles,
    facts: async (path) => (path.endsWith('/ex') ? facts : undefined),
    read: async () => undefined,
    create: async () => Promise.reject(unheard('EROFS')),
  };
  const refusal = (uid: number) => requireFolder({ files, uid }, '/shared/ex').catch((error: unknown) => error);
  expect(await refusal(1001)).toMatchObject({ name: 'InputError', code: 'exchange-foreign' });
  expect(await refusal(1000)).toMatchObject({ name: 'InputError', code: 'exchange-unusable' });
});

test('a worker that keeps its lease has it, though the coordinator asked only now and then who lost one', async () => {
  const path = mkdtempSync(join(tmpdir(), 'surefoot-exchange-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  let nowMs = 0;
  // Nothing happens by itself: the coordinator hears only when it is asked.
  const clock = { nowMs: () => nowMs, after: () => () => {} };
  const common = { files: nodeFiles, clock, path, newToken };
  const first = await createFolderCoordinator({
    ...{ ...common, run: sampleRun, leaseMs: 1000 },
    ...{ owner: 'a', isGone: () => false },
  });
  await first.offer(offersOf(2));
  const worker = createFolderWorker({ ...common, uid: process.getuid?.(), random: () => 0 });
  await worker.announce(reportOf('a'));
  await worker.state();
  const [kept, left] = [(await worker.claim({})) as Claim, (await worker.claim({})) as Claim];
  let lost: readonly string[] = [];
  for (let look = 0; look < 12; look++) {
    nowMs += 300;
    await worker.renew([kept]);
    lost = (await first.lost()).map(({ id }) => id);
  }
  expect(lost).toEqual([offerId(left.offer)]);
  await first.close();
});
