/**
 * @file Runs that cannot write: a size that no file may pass, a disk that is full, a folder that becomes read-only, each at some moment of a
 * race or a study. What must be true then: whoever has an answer is told it, with exit status 1 and what is missing; and the same command
 * goes on to what an undisturbed run has.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Of the built command, or of another that is to be set beside it. */
const CLI = resolve(process.env.SUREFOOT_CLI ?? 'dist/cli/main.js');
const HOOK = pathToFileURL(resolve('test/torture/fail-writes.mjs')).href;

export interface Kind {
  readonly name: string;
  /** Writes what is asked about into the folder, and gives what is typed. */
  readonly make: (folder: string) => readonly string[];
  /** What an undisturbed run leaves, in the order in which it is written. */
  readonly files: readonly string[];
}

const module = `export default ({ x }, { streams }) => x / 10 + ((streams.init * 7919) % 13) / 100;\n`;

/** With models, without, and a study. */
export const KINDS: readonly Kind[] = [
  {
    name: 'networks',
    make: (folder) => {
      const rows = Array.from({ length: 120 }, (_, row) => `${row % 10},${(row * 7) % 13},${(row % 10) + 0.5}`);
      writeFileSync(join(folder, 'd.csv'), `a,b,y\n${rows.join('\n')}\n`);
      return experiment(folder, {
        data: { file: 'd.csv', target: 'y' },
        space: { layers: [{ dense: { units: [4, 8, 16] } }], epochs: 2 },
        race: { rule: 'halving', warmup: 3, maxReplicates: 6, finalTrials: 6 },
      });
    },
    files: ['result.json', 'model.onnx', 'report.html', 'trials.csv', 'epochs.csv'],
  },
  {
    name: 'own trainer',
    make: (folder) => {
      writeFileSync(join(folder, 'train.mjs'), module);
      return experiment(folder, {
        trainer: { module: './train.mjs' },
        space: { x: [0, 1, 2, 3] },
        race: { rule: 'halving', warmup: 4, finalTrials: 10 },
      });
    },
    files: ['result.json', 'report.html', 'trials.csv'],
  },
  {
    name: 'study',
    make: (folder) => {
      writeFileSync(join(folder, 'train.mjs'), module);
      const asked = { trainer: { module: './train.mjs' }, space: { x: [0, 1, 2, 3] } };
      return ['compare', ...experiment(folder, asked).slice(1), '--trials', '12'];
    },
    files: ['compare.json', 'compare.html', 'compare-trials.csv', 'compare.csv'],
  },
];

function experiment(folder: string, asked: object): readonly string[] {
  writeFileSync(join(folder, 'asked.yaml'), JSON.stringify({ name: 'asked', seed: 3, workers: 1, ...asked }));
  return ['select', 'asked.yaml', '--out', 'run/here'];
}

/** What goes wrong, and when. */
export type Failing =
  | { readonly how: 'size'; readonly bytes: number }
  | { readonly how: 'disk'; readonly bytes: number }
  | { readonly how: 'full' | 'read-only'; readonly file: string; readonly count: number };

export const failingText = (failing: Failing): string =>
  'bytes' in failing ? `${failing.how} ${failing.bytes}` : `${failing.how} ${failing.file} ${failing.count}`;

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Undisturbed {
  readonly headline: string;
  /** That the answer rests on, and that the log has. */
  readonly trainings: number;
  readonly inAll: number;
}

const MOST_MS = 300_000;

/** As a user that permissions hold for; root is bound by none. */
const isRoot = process.getuid?.() === 0;
const AS_NOBODY = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];

function run(folder: string, typed: readonly string[], failing?: Failing): Ended {
  const node = [process.execPath, ...(failing !== undefined && 'file' in failing ? ['--import', HOOK] : []), CLI];
  const command = [...(failing?.how === 'read-only' && isRoot ? AS_NOBODY : []), ...node, ...typed];
  const limit = failing?.how === 'size' ? `ulimit -f ${Math.ceil(failing.bytes / 512)}; ` : '';
  const { status, stdout, stderr } = spawnSync('sh', ['-c', `${limit}exec "$@"`, 'sh', ...command], {
    ...{ cwd: folder, encoding: 'utf8', timeout: MOST_MS },
    env: { ...process.env, HOME: folder, ...(failing === undefined ? {} : { FAIL_WRITES: failingText(failing) }) },
  });
  return { status, stdout, stderr };
}

const readJson = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
/** A line without where its trainings ran, how long they took, and those that the failure cut off. */
const claimOf = (headline: string): string =>
  headline.replace(/,? [\d.]+ (ms|s|min|h)\b.*$/, '').replace(/, and \d+ begun again/, '');

const known = new Map<string, Undisturbed>();

/** What the kind comes to where nothing goes wrong. */
function undisturbed(kind: Kind, folder: string): Undisturbed {
  const found = known.get(kind.name) ?? asUndisturbed(kind, folder);
  known.set(kind.name, found);
  return found;
}

function asUndisturbed(kind: Kind, folder: string): Undisturbed {
  const place = join(folder, `undisturbed-${kind.name}`);
  mkdirSync(place);
  const ended = run(place, kind.make(place));
  if (ended.status !== 0) throw new Error(`undisturbed, it ended with ${ended.status}: ${ended.stderr}`);
  return standing(place);
}

function standing(place: string): Undisturbed {
  const [question] = JSON.parse(run(place, ['status', 'run/here', '--json']).stdout);
  return { headline: claimOf(question?.headline ?? ''), trainings: question?.trials ?? 0, inAll: trainingsIn(place) };
}

/** What a case comes to; `claim` where it had its answer when it failed. */
export interface Case {
  readonly failed: boolean;
  readonly claim: 'none yet' | 'told' | 'lost';
  /** Of the same command, once everything can be written again. */
  readonly again: 'completes' | string;
  readonly stderr: string;
}

/** Fails once, and goes on; in a folder of its own below `folder`. */
export function failAndGoOn(kind: Kind, failing: Failing, folder: string): Case {
  const expected = undisturbed(kind, folder);
  const place = join(folder, `${kind.name} ${failingText(failing)}`.replaceAll(/[ .]/g, '-'));
  mkdirSync(place);
  const typed = kind.make(place);
  const inside = join(place, 'run');
  mkdirSync(inside);
  const isMounted = failing.how === 'disk';
  if (isMounted) execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${failing.bytes}`, 'tmpfs', inside]);
  try {
    if (isRoot && failing.how === 'read-only') {
      chmodSync(folder, 0o755);
      execFileSync('chown', ['-R', '65534:65534', place]);
    }
    const first = run(place, typed, failing);
    if (failing.how === 'read-only') for (const path of foldersIn(inside)) chmodSync(path, 0o700);
    if (isMounted) execFileSync('mount', ['-o', `remount,size=${64 * 2 ** 20}`, inside]);
    const isDone = first.status === 0;
    const claim = isDone || hasAnswer(first) ? 'told' : hasDecided(place, expected) ? 'lost' : 'none yet';
    const second = run(place, typed);
    return { failed: !isDone, claim, again: problemOf(second, place, kind, expected), stderr: first.stderr };
  } finally {
    if (isMounted) execFileSync('umount', [inside]);
    rmSync(place, { recursive: true, force: true });
  }
}

function foldersIn(folder: string): string[] {
  chmodSync(folder, 0o700);
  const inside = readdirSync(folder, { withFileTypes: true }).filter((one) => one.isDirectory());
  return [folder, ...inside.flatMap(({ name }) => foldersIn(join(folder, name)))];
}

const hasAnswer = ({ stdout }: Ended): boolean => stdout.trim() !== '';

/** Whether all that its answer rests on is in the log. */
function hasDecided(place: string, { inAll }: Undisturbed): boolean {
  return trainingsIn(place) >= inAll;
}

/** 0 where the log cannot be read. */
function trainingsIn(place: string): number {
  const [, count = '0'] = /^([\d,]+) trainings? in all/m.exec(run(place, ['status', 'run/here']).stdout) ?? [];
  return Number(count.replace(',', ''));
}

function problemOf({ status, stderr }: Ended, place: string, kind: Kind, expected: Undisturbed): string {
  if (status !== 0) return `exit status ${status}: ${stderr.trim().split('\n').slice(-3).join(' / ')}`;
  const missing = kind.files.filter((name) => !existsSync(join(place, 'run/here', name)));
  if (missing.length > 0) return `without ${missing.join(', ')}`;
  const { headline, trainings } = standing(place);
  if (headline !== expected.headline || trainings !== expected.trainings) return `other answer: ${headline}`;
  const record = readJson(join(place, 'run/here', kind.files[0] as string));
  if (kind.name === 'networks' && record.winner.model !== 'model.onnx') return `a record without its model`;
  return 'completes';
}

/** Whether a tmpfs can be mounted here. */
export function canMount(folder: string): boolean {
  const place = join(folder, 'probe');
  mkdirSync(place);
  const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=65536', 'tmpfs', place]).status === 0;
  if (isMounted) execFileSync('umount', [place]);
  return isMounted;
}

/** Whether a command can be run that permissions hold for. */
export const canBeBound = (): boolean => !isRoot || spawnSync('sh', ['-c', `${AS_NOBODY.join(' ')} true`]).status === 0;
