/** @file A Redis server of a test's own, on a Unix socket in a folder of its own; skipped by name where none is installed. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { until } from '../../../until.js';

export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;
/** For the names of tests that are skipped. */
export const withoutRedis = hasRedis ? '' : ' (skipped: no redis-server is installed)';

export interface RedisServer {
  readonly address: string;
  /** The path that the address names. */
  readonly socket: string;
  readonly folder: string;
  readonly pid: number;
  /** As a crash or a power cut does. */
  kill(): Promise<void>;
  /** After `kill`: the same data, as far as they had come to the disk. */
  restart(): Promise<void>;
  remove(): Promise<void>;
}

/** `settings` are lines of redis.conf as arguments, e.g. `['--requirepass', 'x']`; its folder is made below `parent`. */
export async function startRedis(settings: readonly string[] = [], parent = tmpdir()): Promise<RedisServer> {
  const folder = mkdtempSync(join(parent, 'surefoot-redis-'));
  const socket = join(folder, 'socket');
  let child = await start(folder, socket, settings);
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  };
  return {
    address: pathToFileURL(socket).href.replace('file:', 'unix:'),
    socket,
    folder,
    get pid() {
      return child.pid ?? 0;
    },
    kill,
    restart: async () => {
      rmSync(socket, { force: true });
      child = await start(folder, socket, settings);
    },
    remove: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function start(folder: string, socket: string, settings: readonly string[]): Promise<ChildProcess> {
  const all = [
    '--port',
    '0',
    '--unixsocket',
    socket,
    '--dir',
    folder,
    '--save',
    '',
    '--appendonly',
    'yes',
    ...settings,
  ];
  // As a file: on a command line it takes paths with spaces apart.
  const lines: string[] = [];
  for (const word of all) {
    if (word.startsWith('--')) lines.push(word.slice(2));
    else lines.push(`${lines.pop()} ${JSON.stringify(word)}`);
  }
  // It does not start in a locale that is not installed.
  const env = { ...process.env, LC_ALL: 'C' };
  const child = spawn('redis-server', ['-'], { env, stdio: ['pipe', 'ignore', 'ignore'] });
  child.stdin.end(`${lines.join('\n')}\n`);
  await until(() => {
    if (child.exitCode !== null) throw new Error(`redis-server does not start with ${lines.join('; ')}`);
    return answers(socket);
  });
  return child;
}

/** The socket is there before anybody listens. */
function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const tried = connect(socket, () => {
      tried.destroy();
      resolve(true);
    });
    tried.once('error', () => resolve(false));
  });
}
