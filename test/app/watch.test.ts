/** @file What surefoot watch serves, and what it refuses: lists, figures side by side, names, codes, and folders of every kind. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepAddress } from '../../dist/app/serve/open-watch.js';
import { openWatchSource, startWatch } from '../../dist/app/serve/start-watch.js';
import { select } from '../../src/app/index.js';
import { createAccess, createWatchApp, isLoopback } from '../../src/watch/index.js';
import { until } from '../until.js';
import { startSurefoot, temporaryFolder } from './command-line.js';
import { fileSnapshot } from './file-snapshot.js';

const cleanUps: (() => void)[] = [];
const runs = temporaryFolder((cleanUp) => cleanUps.push(cleanUp));

beforeAll(async () => {
  for (const [name, seed] of [
    ['first', 1],
    ['<second>', 2],
  ] as const) {
    await select({
      experiment: { name: `race ${seed}`, space: { x: [1, 2, 3] }, race: { finalTrials: 3 }, seed },
      trainer: ({ x }, { seeds }) => x + (seeds.init % 100) / 300,
      out: join(runs, name),
      workers: 1,
    });
  }
});
afterAll(() => {
  for (const cleanUp of cleanUps) cleanUp();
});

const access = createAccess({ hosts: ['localhost'], port: 80, isOpen: true });

/** What people read of a page. */
const mainOf = (html: string) => html.slice(html.indexOf('<main'), html.indexOf('</main>'));

test('runs are listed, and chosen ones stand side by side; nothing is written', async () => {
  const before = fileSnapshot(runs);
  const source = openWatchSource(runs);
  const app = createWatchApp({ source, access, listScript: '' });
  const page = async (path: string) => {
    const response = await app.request(path, { headers: { host: 'localhost' } });
    return [response.status, await response.text(), response.headers] as const;
  };
  try {
    const [status, list, headers] = await page('/');
    expect(status).toBe(200);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(list).toContain('default-src');
    expect(list).toContain('race 1');
    expect(list).toContain('&lt;second&gt;');
    expect(list).toContain('/run/%3Csecond%3E');
    expect(list).toMatch(/Finished: decided/);
    expect(list).toMatch(/x=1/);
    const [, both] = await page('/compare?run=first&run=%3Csecond%3E');
    expect(both).toMatch(/15 trainings \(25.% of training all 3 candidates 20 times\)/);
    expect(both).toContain('from the best q3 of the loss at most');
    expect(both.match(/<td>x=1<\/td>/g)).toHaveLength(2);
    expect((await page('/run/other'))[0]).toBe(404);
    expect((await page('/run/..%2Ffirst'))[0]).toBe(404);
    const [, run] = await page('/run/first');
    expect(mainOf(run)).toBe(mainOf(readFileSync(join(runs, 'first/report.html'), 'utf8')));
    expect(run).toContain('name="surefoot-watch"');
  } finally {
    source.close();
  }
  expect(fileSnapshot(runs)).toEqual(before);
});

test('a list is searched, sorted and cut to a state; runs that vanish or cannot be read are no reason to end', async () => {
  const folder = temporaryFolder((cleanUp) => cleanUps.push(cleanUp));
  for (const name of ['run 9', 'run 10', 'other']) cpSync(join(runs, 'first'), join(folder, name), { recursive: true });
  mkdirSync(join(folder, 'bad'));
  writeFileSync(join(folder, 'bad', 'log.sqlite'), 'no log at all, but long enough to be told from one');
  const source = openWatchSource(folder);
  const app = createWatchApp({ source, access, listScript: '' });
  const page = async (path: string) => (await app.request(path, { headers: { host: 'localhost' } })).text();
  const listed = async (path: string) =>
    [...(await page(path)).matchAll(/<a href="\/run\/([^"]+)"/g)].map(([, name]) => name);
  try {
    expect(await listed('/?sort=run')).toEqual(['bad', 'other', 'run%209', 'run%2010']);
    expect(await listed('/?sort=run&turned=1')).toEqual(['run%2010', 'run%209', 'other', 'bad']);
    // Runs that need to be looked at stand first.
    expect((await listed('/'))[0]).toBe('bad');
    expect(await listed('/?search=RUN+1')).toEqual(['run%2010']);
    expect(await listed('/?search=x%3D1&sort=run')).toEqual(['other', 'run%209', 'run%2010']);
    expect(await listed('/?state=unreadable')).toEqual(['bad']);
    expect(await page('/?search=none')).toContain('No run fits.');
    expect(await page('/?search=%3Cscript%3E&sort=nonsense&state=nonsense')).toContain('value="&lt;script&gt;"');
    expect(await page('/')).toMatch(/ended \(3\)/);
    const view = source.run('run 9');
    expect(view?.glimpse()).toMatchObject({ state: 'ended', problem: null });
    rmSync(join(folder, 'run 9'), { recursive: true });
    expect(await listed('/?sort=run')).toEqual(['bad', 'other', 'run%2010']);
    expect((await app.request('/run/run%209', { headers: { host: 'localhost' } })).status).toBe(404);
    // Said for as long as it is so, and not for a moment.
    for (let look = 0; look < 3; look++) expect(view?.glimpse().problem).toMatch(/There is no log at/);
    cpSync(join(runs, 'first'), join(folder, 'run 9'), { recursive: true });
    await until(() => view?.glimpse().problem === null);
    rmSync(folder, { recursive: true });
    const gone = await app.request('/', { headers: { host: 'localhost' } });
    expect([gone.status, await gone.text()]).toEqual([503, expect.stringContaining('no such file or directory')]);
  } finally {
    source.close();
  }
});

test('names, origins and codes', () => {
  const codes: string[] = [];
  const own = createAccess({
    hosts: ['127.0.0.1', '::1', 'me.local'],
    port: 81,
    isOpen: false,
    onCode: (code) => codes.push(code),
  });
  for (const host of ['127.0.0.1:81', '[::1]:81', 'ME.local:81']) expect(own.isOurs(host, undefined)).toBe(true);
  for (const host of [undefined, '', 'me.local', 'me.local:80', 'evil.example:81', 'me.local:81.evil.example']) {
    expect(own.isOurs(host, undefined)).toBe(false);
  }
  expect(own.isOurs('me.local:81', 'http://me.local:81')).toBe(true);
  for (const origin of ['null', 'https://me.local:81', 'http://me.local', 'http://evil.example']) {
    expect(own.isOurs('me.local:81', origin)).toBe(false);
  }
  const first = own.code as string;
  expect(first).toMatch(/^[0-9a-f]{32}$/);
  for (const wrong of ['', first.slice(1), `${first} `]) expect(own.exchange(wrong)).toBe(undefined);
  const pass = own.exchange(first) as string;
  expect(own.exchange(first)).toBe(undefined);
  expect(codes).toEqual([own.code]);
  expect(own.exchange(codes[0] as string)).toBe(pass);
  expect([undefined, '', first, pass.slice(1)].some((given) => own.isKnown(given))).toBe(false);
  expect(own.isKnown(pass)).toBe(true);
  expect([access.code, access.isKnown(undefined), access.exchange('')]).toEqual([undefined, true, undefined]);
  expect(['127.0.0.1', '127.9.0.1', '::1', 'localhost'].every(isLoopback)).toBe(true);
  expect(['0.0.0.0', '::', '10.0.0.1', 'me.local', '127.0.0.1.evil.example'].some(isLoopback)).toBe(false);
});

test('a code opens one browser, on this machine, too; who has none sees nothing, and nothing is taken', async () => {
  const addresses: string[] = [];
  const folder = join(runs, 'first');
  const options = { host: '127.0.0.1', port: 0, isOpen: false, onAddress: (next: string) => addresses.push(next) };
  const watching = await startWatch(folder, options);
  const ask = async (address: string, cookie?: string, method = 'GET') => {
    const response = await fetch(address, {
      method,
      redirect: 'manual',
      headers: cookie === undefined ? {} : { cookie },
    });
    const { status, headers } = response;
    return { status, text: await response.text(), set: headers.get('set-cookie'), kept: headers.get('cache-control') };
  };
  const inside = `${watching.place}?search=a%26b`;
  const address = `${inside}&${watching.address.split('?')[1]}`;
  try {
    for (const path of ['', 'events', 'compare', 'run/first', 'nothing', '?code=0'])
      expect(await ask(`${watching.place}${path}`)).toMatchObject({ status: 403, set: null });
    expect(await ask(address, undefined, 'HEAD')).toMatchObject({ status: 403, set: null });
    const { status, text, set, kept } = await ask(address);
    expect([status, kept]).toEqual([200, 'no-store']);
    expect(text).toContain('content="0;url=/?search=a%26b"');
    expect(text).not.toContain('race 1');
    expect(set).toMatch(/^surefoot-\d+=[0-9a-f]{32}; Path=\/; HttpOnly; SameSite=Strict$/);
    const cookie = String(set).split(';', 1)[0] as string;
    expect(cookie).not.toContain(address.split('code=')[1]);
    expect((await ask(inside, cookie)).text).toContain('race 1');
    // It is used up; whoever has the cookie may come by the old address all the same.
    expect((await ask(address)).status).toBe(403);
    expect((await ask(address, cookie)).text).toContain('content="0;url=/?search=a%26b"');
    expect(await ask(inside, `${cookie.slice(0, -1)}x`)).toMatchObject({
      status: 403,
      set: expect.stringContaining('Max-Age=0'),
    });
    expect(addresses).toEqual([watching.address]);
    expect((await ask(watching.address)).status).toBe(200);
    expect(new Set([address.split('code=')[1], ...addresses.map((one) => one.split('code=')[1])]).size).toBe(3);
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])
      for (const path of ['', 'command', 'run/first/command'])
        expect((await ask(`${watching.place}${path}`, cookie, method)).status).toBe(405);
    const slashes = await ask(`${watching.place}/evil.example/?code=${watching.address.split('code=')[1]}`);
    expect(slashes.text).toContain('content="0;url=/evil.example/"');
  } finally {
    await watching.close();
  }
  const open = await startWatch(folder, { ...options, isOpen: true });
  try {
    expect(open.address).toBe(open.place);
    expect((await ask(open.place)).text).toContain('race 1');
  } finally {
    await open.close();
  }
});

test('where no terminal shows it, the address lies in a file for its owner alone, whatever the umask', async () => {
  const folder = join(runs, 'first');
  for (const umask of [0o000, 0o022, 0o277, 0o777]) {
    const before = process.umask(umask);
    let file: ReturnType<typeof keepAddress>;
    try {
      file = keepAddress('http://127.0.0.1:4646/?code=a');
      expect(file.replace('http://127.0.0.1:4646/?code=b')).toBe(true);
    } finally {
      process.umask(before);
    }
    expect(readFileSync(file.path, 'utf8')).toBe('http://127.0.0.1:4646/?code=b\n');
    expect([file.path, dirname(file.path)].map((path) => (statSync(path).mode & 0o777).toString(8))).toEqual([
      '600',
      '700',
    ]);
    file.remove();
    expect(existsSync(dirname(file.path))).toBe(false);
    expect(file.replace('c')).toBe(false);
  }
  const scratch = temporaryFolder((cleanUp) => cleanUps.push(cleanUp));
  const watching = startSurefoot(['watch', folder, '--port', '0'], scratch, { TMPDIR: scratch });
  cleanUps.push(() => watching.child.kill('SIGKILL'));
  await until(() => watching.stdout().includes('Ctrl-C ends it'));
  const [, path = ''] = /is in (.+), for you alone/.exec(watching.stdout()) ?? [];
  const addressNow = () => readFileSync(path, 'utf8').trim();
  const first = addressNow();
  expect(watching.stdout()).not.toContain('code=');
  expect((statSync(path).mode & 0o777).toString(8)).toBe('600');
  expect((await fetch(first)).status).toBe(200);
  expect(addressNow()).not.toBe(first);
  expect((await fetch(first)).status).toBe(403);
  watching.child.kill('SIGINT');
  expect(await watching.ended).toMatchObject({ status: 0, stderr: '' });
  expect(readdirSync(scratch)).toEqual([]);
  const refused = await startSurefoot(['watch', folder, '--port', '0'], scratch, { TMPDIR: join(scratch, 'none') })
    .ended;
  expect(refused).toMatchObject({ status: 2, stdout: '' });
  expect(refused.stderr).toContain('cannot be kept from others');
  const open = startSurefoot(['watch', folder, '--port', '0', '--open-to-everybody'], scratch);
  cleanUps.push(() => open.child.kill('SIGKILL'));
  await until(() => open.stdout().includes('Any browser that can connect can look.'));
  open.child.kill('SIGINT');
  expect(await open.ended).toMatchObject({ status: 0, stderr: '' });
});

test('what cannot be watched is one clear message', async () => {
  const folder = temporaryFolder((cleanUp) => cleanUps.push(cleanUp));
  const options = { host: '127.0.0.1', port: 0, isOpen: false };
  await expect(startWatch(folder, options)).rejects.toMatchObject({ code: 'no-run' });
  await expect(startWatch(join(folder, 'nowhere'), options)).rejects.toMatchObject({ code: 'no-run' });
  writeFileSync(join(folder, 'log.sqlite'), 'no log at all, but long enough to be told from one');
  await expect(startWatch(folder, options)).rejects.toMatchObject({ code: 'not-a-log' });
  const taken = createServer();
  const port = await new Promise<number>((done) => {
    taken.listen(0, '127.0.0.1', () => done((taken.address() as { port: number }).port));
  });
  try {
    await expect(startWatch(join(runs, 'first'), { ...options, port })).rejects.toMatchObject({ code: 'port-in-use' });
  } finally {
    taken.close();
  }
  await expect(startWatch(runs, { ...options, port: 70_000 })).rejects.toMatchObject({ code: 'address-unusable' });
  await expect(startWatch(runs, { ...options, host: '192.0.2.1' })).rejects.toMatchObject({ code: 'address-unusable' });
});

test('the command waits for a run, or for a folder of runs, to appear, but not where a file has its name', async () => {
  const folder = temporaryFolder((cleanUp) => cleanUps.push(cleanUp));
  const watching = startSurefoot(['watch', 'later', '--port', '0'], folder);
  cleanUps.push(() => watching.child.kill('SIGKILL'));
  await until(() => watching.stdout().includes('There is no folder later. Waiting for one'));
  await select({
    experiment: { name: 'later', space: { x: [1, 2] } },
    trainer: ({ x }) => x,
    out: join(folder, 'later'),
  });
  await until(() => watching.stdout().includes('Watching later at http://127.0.0.1:'));
  const folders = startSurefoot(['watch', 'many', '--port', '0'], folder);
  cleanUps.push(() => folders.child.kill('SIGKILL'));
  await until(() => folders.stdout().includes('There is no folder many. Waiting for one'));
  mkdirSync(join(folder, 'many'));
  cpSync(join(folder, 'later'), join(folder, 'copy'), { recursive: true });
  renameSync(join(folder, 'copy'), join(folder, 'many', 'one'));
  await until(() => folders.stdout().includes('Watching many at http://127.0.0.1:'));
  folders.child.kill('SIGINT');
  expect(await folders.ended).toMatchObject({ status: 0, stderr: '' });
  watching.child.kill('SIGINT');
  expect(await watching.ended).toMatchObject({ status: 0, stderr: '' });
  writeFileSync(join(folder, 'file'), '');
  expect(await startSurefoot(['watch', 'file'], folder).ended).toMatchObject({ status: 2, stdout: '' });
});

test('a live.json that no run wrote is named, and the log is shown all the same', () => {
  const source = openWatchSource(runs);
  const path = join(runs, 'first', 'live.json');
  const before = readFileSync(path, 'utf8');
  try {
    for (const text of ['{', '[]', '{"format":"surefoot-live","version":2}', before.replace('"ended"', '"flying"')]) {
      writeFileSync(path, text);
      const glimpse = openWatchSource(join(runs, 'first')).only?.glimpse();
      expect(glimpse?.problem).toMatch(/live\.json is not what a run wrote/);
      expect(glimpse?.stateText).toBe('Finished: decided');
      expect(source.runs().find((run) => run.folder === 'first')?.stateText).toMatch(/is not what a run wrote/);
    }
  } finally {
    writeFileSync(path, before);
    source.close();
  }
});
