/**
 * @file What a command as trainer costs: time per trial with one that returns at once, long-lived and one-shot, beside the
 * interpreter's own start. `npm run bench:trainer` prints it, `-- --json` as JSON. One place, one trial after the other.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Outcome, replicateStreams, type Trial, trialSource } from '../src/core/index.js';
import { type CommandTrainerOptions, createCommandTrainer, openStretch } from '../src/trainers/index.js';
import { createInProcessExecutor } from '../src/work/here/index.js';
import { PYTHON } from './python.js';

interface Row {
  readonly command: string;
  readonly protocol: CommandTrainerOptions['protocol'];
  readonly trials: number;
  /** Medians over trials, in milliseconds: as the executor sees it, from one outcome to the next. */
  readonly perTrialMs: number;
  readonly interpreterStartMs: number;
  /** The rest, which is ours and the trainer's own. */
  readonly overheadMs: number;
}

const TRIALS = { 'long-lived': 1000, 'one-shot': 100 } as const;
const candidate = { id: 'c', label: 'c', configuration: { x: 1 } };

const NODE_TRAINER = `
const { readFileSync, writeSync } = require('node:fs');
if (process.env.SUREFOOT_PROTOCOL === 'long-lived') {
  require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
    const { type, id } = JSON.parse(line);
    if (type === 'hello') writeSync(1, '{"type":"ready","protocol":1}\\n');
    if (type === 'train') writeSync(1, JSON.stringify({ type: 'result', id, loss: 1 }) + '\\n');
    if (type === 'stop') process.exit(0);
  });
} else {
  JSON.parse(readFileSync(process.env.SUREFOOT_TRIAL, 'utf8'));
  writeSync(1, '{"loss": 1}\\n');
}
`;

const PYTHON_TRAINER = `
import sys
sys.path.insert(0, ${JSON.stringify(resolve('clients/python'))})
from surefoot import trainer

@trainer
def train(config):
    return 1.0
`;

const SHELL_TRAINER = 'echo 1 > "$SUREFOOT_RESULT"\n';

async function timeTrials(options: CommandTrainerOptions, artifactFolder: string): Promise<number> {
  const executor = createInProcessExecutor({
    ...{ workers: 1, candidates: [candidate], experimentSeed: 1, artifactFolder },
    createTrainer: (_, signal) => createCommandTrainer(options, signal),
  });
  const count = TRIALS[options.protocol];
  const trials: Trial[] = Array.from({ length: count + 1 }, (_, replicate) => {
    return { candidate: 'c', streams: replicateStreams(replicate), fidelity: { sampleSize: 0 }, repeat: 0 };
  });
  const arrivals: number[] = [];
  const take = ({ status }: Outcome) => {
    if (status !== 'completed') throw new Error(`A trial ended ${status}.`);
    arrivals.push(performance.now());
  };
  try {
    await executor.execute(trialSource(trials), take, new AbortController().signal);
  } finally {
    await executor.close();
  }
  return median(arrivals.slice(1).map((arrival, index) => arrival - (arrivals[index] as number)));
}

/** The interpreter started with the least it can do. */
function timeStart(argv: readonly string[]): number {
  const times = Array.from({ length: 15 }, () => {
    const started = performance.now();
    spawnSync(argv[0] as string, argv.slice(1));
    return performance.now() - started;
  });
  return median(times);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] as number;
}

const { values: flags } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const stretch = await openStretch();
const folder = mkdtempSync(join(tmpdir(), 'surefoot-bench-'));
try {
  const trainers: [name: string, file: string, content: string, interpreter: string, empty: string[]][] = [
    ['node', 'train.cjs', NODE_TRAINER, process.execPath, ['-e', '']],
    ['sh', 'train.sh', SHELL_TRAINER, '/bin/sh', ['-c', ':']],
  ];
  if (existsSync(PYTHON)) {
    trainers.push(['python3', 'train.py', PYTHON_TRAINER, PYTHON, ['-c', '']]);
  } else console.error('Without python3 (not installed).');
  const rows: Row[] = [];
  for (const [name, file, content, interpreter, empty] of trainers) {
    writeFileSync(join(folder, file), content);
    const interpreterStartMs = timeStart([interpreter, ...empty]);
    for (const protocol of name === 'sh' ? (['one-shot'] as const) : (['long-lived', 'one-shot'] as const)) {
      const perTrialMs = await timeTrials(
        {
          ...{ command: [interpreter, file], protocol, pass: 'json-file', sample: { by: 'seed' }, environment: {} },
          ...{ limits: { timeoutMs: 60_000 }, startMs: 60_000, workingFolder: folder, stretch, place: 0 },
        },
        join(folder, 'artifacts'),
      );
      const overheadMs = protocol === 'long-lived' ? perTrialMs : perTrialMs - interpreterStartMs;
      rows.push({ command: name, protocol, trials: TRIALS[protocol], perTrialMs, interpreterStartMs, overheadMs });
    }
  }
  if (flags.json) console.log(JSON.stringify(rows, null, 2));
  else {
    console.log('trainer  protocol    ms per trial  interpreter alone  overhead ms');
    for (const { command, protocol, perTrialMs, interpreterStartMs, overheadMs } of rows) {
      const cells = [perTrialMs.toFixed(2).padStart(12), interpreterStartMs.toFixed(1).padStart(17)];
      console.log(
        `${command.padEnd(7)}  ${protocol.padEnd(10)}  ${cells.join('  ')}  ${overheadMs.toFixed(2).padStart(11)}`,
      );
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
