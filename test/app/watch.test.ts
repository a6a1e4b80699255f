/** @file What surefoot watch serves, and what it refuses: lists, figures side by side, names, tokens, and folders of every kind. */
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWatchSource, startWatch } from '../../dist/app/watch/start-watch.js';
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

const access = createAccess({ hosts: ['localhost'], port: 80, commandToken: 'c' });

/** What people read of a page. */
const mainOf = (html: string) => html.slice(html.indexOf('<main'), html.indexOf('</main>'));

test('runs are listed, and chosen ones stand side by side; nothing is written', async () => {
  const before = fileSnapshot(runs);
  const source = openWatchSource(runs);
  const app = createWatchApp({ source, access, takesCommands: false, listScript: '' });
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
    expect(list).toMatch(/Ended: the race is decided/);
    expect(list).toMatch(/x=1/);
    const [, both] = await page('/compare?run=first&run=%3Csecond%3E');
    expect(both).toMatch(/11 in the race, 3 fresh/);
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
  const app = createWatchApp({ source, access, takesCommands: false, listScript: '' });
  const page = async (path: string) => (await app.request(path, { headers: { host: 'localhost' } })).text();
  const listed = async (path: string) =>
    [...(await page(path)).matchAll(/<a href="\/run\/([^"]+)"/g)].map(([, name]) => name);
  try {
    expect(await listed('/?sort=run')).toEqual(['bad', 'other', 'run%209', 'run%2010']);
    expect(await listed('/?sort=run&turned=1')).toEqual(['run%2010', 'run%209', 'other', 'bad']);
    // Who needs to be looked at stands first.
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

test('names, origins and tokens', () => {
  const open = createAccess({ hosts: ['127.0.0.1', '::1', 'me.local'], port: 81, token: 'secret', commandToken: 'c' });
  for (const host of ['127.0.0.1:81', '[::1]:81', 'ME.local:81']) expect(open.isOurs(host, undefined)).toBe(true);
  for (const host of [undefined, '', 'me.local', 'me.local:80', 'evil.example:81', 'me.local:81.evil.example']) {
    expect(open.isOurs(host, undefined)).toBe(false);
  }
  expect(open.isOurs('me.local:81', 'http://me.local:81')).toBe(true);
  for (const origin of ['null', 'https://me.local:81', 'http://me.local', 'http://evil.example']) {
    expect(open.isOurs('me.local:81', origin)).toBe(false);
  }
  expect([undefined, '', 'secre', 'secret '].some((given) => open.isKnown(given))).toBe(false);
  expect(open.isKnown('secret')).toBe(true);
  expect(access.isKnown(undefined)).toBe(true);
  expect(['127.0.0.1', '127.9.0.1', '::1', 'localhost'].every(isLoopback)).toBe(true);
  expect(['0.0.0.0', '::', '10.0.0.1', 'me.local', '127.0.0.1.evil.example'].some(isLoopback)).toBe(false);
});

test('what cannot be watched is one clear message', async () => {
  const folder = temporaryFolder((cleanUp) => cleanUps.push(cleanUp));
  const options = { host: '127.0.0.1', port: 0, takesCommands: false };
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
  await until(() => watching.stdout().includes('Watching later: http://127.0.0.1:'));
  const folders = startSurefoot(['watch', 'many', '--port', '0'], folder);
  cleanUps.push(() => folders.child.kill('SIGKILL'));
  await until(() => folders.stdout().includes('There is no folder many. Waiting for one'));
  mkdirSync(join(folder, 'many'));
  cpSync(join(folder, 'later'), join(folder, 'copy'), { recursive: true });
  renameSync(join(folder, 'copy'), join(folder, 'many', 'one'));
  await until(() => folders.stdout().includes('Watching many: http://127.0.0.1:'));
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
      expect(glimpse?.stateText).toBe('Ended: the race is decided');
      expect(source.runs().find((run) => run.folder === 'first')?.stateText).toMatch(/is not what a run wrote/);
    }
  } finally {
    writeFileSync(path, before);
    source.close();
  }
});
