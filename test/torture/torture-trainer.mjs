/**
 * @file A trainer that goes wrong in every way we know of, as a command. What a trial does follows from its seeds and its
 * configuration, so that a replay knows what must have come of it: `behaviour` in the configuration, or one drawn at random
 * from the init seed. With SUREFOOT_PROTOCOL=long-lived it stays and is asked in JSON lines.
 *
 * Argument 1: a folder that gets a file for each process that was started to stay behind, named by its process id.
 */
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, readFileSync, symlinkSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';

const leftFolder = process.argv[2];
const SLEEP_SECONDS = '120';

/** Weights of the behaviours drawn at random; `fine` besides. */
const DRAWN = [
  'exit-1',
  'killed',
  'hang',
  'fork-and-hang',
  'double-fork',
  'double-fork-and-hang',
  'flood',
  'half-json',
  'invalid-utf-8',
  'nan',
  'infinity',
  'two-losses',
  'close-stdout',
  'progress-bar',
  'blob',
  'huge-object',
  'pipe-result',
  'endless-result',
  'text-id',
  'exit-after',
  'close-input',
];

export function behaviourOf({ configuration, seeds }) {
  if (configuration.behaviour !== undefined) return configuration.behaviour;
  // Another one for each candidate, though all candidates of a replicate share their seeds.
  const drawn = createHash('sha256').update(`${seeds.init} ${configuration.x}`).digest();
  return drawn[0] < 180 ? 'fine' : DRAWN[drawn[1] % DRAWN.length];
}

export function lossOf({ configuration, seeds }) {
  return (configuration.x - 3) ** 2 + (seeds.init % 1000) / 1000;
}

/** Prints what a one-shot command would answer, after whatever goes wrong. */
function misbehave(trial) {
  const answer = JSON.stringify({ loss: lossOf(trial) });
  switch (behaviourOf(trial)) {
    case 'fine':
      return print(`epoch 1 100 %\n${answer}\n`);
    case 'exit-1':
      process.stderr.write('a stack trace\n');
      print(`${answer}\n`);
      process.exit(1);
      break;
    case 'killed':
      print(`${answer}\n`);
      process.kill(process.pid, 'SIGKILL');
      return wait();
    case 'hang':
      print(answer);
      return wait();
    case 'fork-and-hang':
      leave({ detached: false });
      return wait();
    case 'double-fork':
      leave({ detached: true });
      return print(`${answer}\n`);
    case 'double-fork-and-hang':
      leave({ detached: true });
      return wait();
    case 'flood':
      for (let part = 0; part < 100; part++) print(`${'progress 12 % '.repeat(74_899)}\n`);
      return print(`${answer}\n`);
    case 'half-json':
      return print(answer.slice(0, -4));
    case 'invalid-utf-8':
      return print(
        Buffer.concat([Buffer.from('{"loss": 0.5, "note": "'), Buffer.from([0xff, 0xfe]), Buffer.from('"}\n')]),
      );
    case 'nan':
      return print('{"loss": NaN}\n');
    case 'infinity':
      return print('{"loss": Infinity}\n');
    case 'two-losses':
      return print(`${answer}\n{"loss": 0}\n`);
    case 'close-stdout':
      // Nothing that it would have printed arrives.
      closeSync(1);
      return undefined;
    case 'progress-bar':
      return print('0\n50\n100\n');
    case 'blob':
      return print(`{"loss": NaN, "blob": "${'A'.repeat(9_000_000)}"}\n`);
    case 'huge-object':
      return print(`{"loss": 1, "blob": "${'A'.repeat(17 * 1024 * 1024)}"}\n`);
    case 'pipe-result':
      execFileSync('mkfifo', [process.env.SUREFOOT_RESULT]);
      return print(answer);
    case 'endless-result':
      symlinkSync('/dev/zero', process.env.SUREFOOT_RESULT);
      return print(answer);
    case 'text-id':
    case 'exit-after':
    case 'close-input':
      return print(answer);
    case 'memory':
      return hog();
    default:
      throw new Error(`no such behaviour: ${trial.configuration.behaviour}`);
  }
}

/** All of it, however long it takes: the pipe may be full. */
function print(text) {
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; ) {
    try {
      start += writeSync(1, bytes, start);
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
    }
  }
}

/** A process that stays behind: in a session of its own, orphaned, when `detached`. */
function leave({ detached }) {
  const sleeper = `require('node:fs').writeFileSync(${JSON.stringify(leftFolder)} + '/' + process.pid, '');`;
  const child = `${sleeper} setTimeout(() => {}, ${SLEEP_SECONDS}000)`;
  const script = detached
    ? `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { detached: true, stdio: ['ignore', 'inherit', 'inherit'] }).unref()`
    : child;
  // Not the input: a command whose child holds it open cannot be seen to have closed it.
  spawn(process.execPath, ['-e', script], { detached, stdio: ['ignore', 'inherit', 'inherit'] }).unref();
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 150);
}

function hog() {
  const kept = [];
  for (;;) {
    kept.push(Buffer.alloc(8 * 1024 * 1024, kept.length));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
  }
}

function wait() {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(SLEEP_SECONDS) * 1000);
}

/** What has nothing to do with standard input and output, or with the end of a trial. */
const FINE_WHERE_ASKED = ['fine', 'double-fork', 'pipe-result', 'endless-result'];

/** In JSON lines the same, as far as it makes sense there. */
function answer({ id, ...trial }) {
  const behaviour = behaviourOf(trial);
  const say = (message) => print(`${JSON.stringify(message)}\n`);
  if (FINE_WHERE_ASKED.includes(behaviour)) {
    if (behaviour === 'double-fork') leave({ detached: true });
    print('epoch 1 100 %\n');
    return say({ type: 'result', id, loss: lossOf(trial) });
  }
  if (behaviour === 'nan' || behaviour === 'infinity') {
    return print(`{"type":"result","id":${id},"loss":${behaviour === 'nan' ? 'NaN' : 'Infinity'}}\n`);
  }
  if (behaviour === 'two-losses') {
    say({ type: 'result', id, loss: lossOf(trial) });
    return say({ type: 'result', id, loss: 0 });
  }
  if (behaviour === 'text-id') return say({ type: 'result', id: String(id), loss: lossOf(trial) });
  if (behaviour === 'exit-after' || behaviour === 'close-input') {
    say({ type: 'result', id, loss: lossOf(trial) });
    if (behaviour === 'exit-after') return void setTimeout(() => process.exit(3), 20);
    process.stdin.destroy();
    closeSync(0);
    return void setTimeout(() => {}, Number(SLEEP_SECONDS) * 1000);
  }
  if (behaviour === 'blob') {
    return print(`{"type":"result","id":${id},"loss":NaN,"blob":"${'A'.repeat(9_000_000)}"}\n`);
  }
  if (behaviour === 'told') return say({ type: 'error', id, message: 'no such file' });
  if (behaviour === 'no-loss') return say({ type: 'result', id, accuracy: 1 });
  return misbehave(trial);
}

if (process.env.SUREFOOT_PROTOCOL === 'long-lived') {
  createInterface({ input: process.stdin }).on('line', (line) => {
    const message = JSON.parse(line);
    if (message.type === 'hello') print('{"type":"ready","protocol":1}\n');
    if (message.type === 'train') answer(message);
    if (message.type === 'stop') process.exit(0);
  });
} else if (process.env.SUREFOOT_TRIAL !== undefined) {
  misbehave(JSON.parse(readFileSync(process.env.SUREFOOT_TRIAL, 'utf8')));
}
