/**
 * @file How soon a training stands on the screen of whoever watches, from its commit to the log, and what watching costs: a race on 64
 * simulated workers, a real `surefoot watch`, its page in Debian's Chromium. Figures to look at; nothing fails by them.
 */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { randomFrom } from '../src/core/index.js';
import { connect, readRows } from '../src/evidence/log/log-connection.js';
import { openBrowser } from '../test/browser/browser.js';

const WORKERS = 64;
const CANDIDATES = 96;
/** Seconds of a training, on average; each takes between half and one and a half of it. */
const TRAINING_SECONDS = 5;
const TRIALS = 500;
const EPOCHS = 10;
/** Between two looks at what is committed. */
const LOOK_EVERY_MS = 10;
/** Of the kernel, a second. */
const TICKS = 100;

/** What the page notes of itself: how many trainings were on the screen, and when. */
interface Seen {
  readonly ended: number;
  readonly at: number;
}

const [role, folderOfRun] = process.argv.slice(2);
if (role === 'run') await race(folderOfRun as string);
else await measure();

/** In a process of its own; says when each training ends. */
async function race(out: string): Promise<void> {
  // The built package, as people run it.
  const address = pathToFileURL('dist/app/index.js').href;
  const { select } = (await import(address)) as typeof import('../src/app/index.js');
  await select({
    experiment: {
      name: 'watched',
      space: { x: Array.from({ length: CANDIDATES }, (_, index) => index) },
      race: { finalTrials: 0 },
      budget: { trials: TRIALS },
    },
    trainer: async ({ x }, { seeds, report }) => {
      const random = randomFrom('bench-watch', String(x), seeds.init);
      const loss = Number(x) / 400 + random.uniform();
      for (let epoch = 1; epoch <= EPOCHS; epoch++) {
        report(loss + 1 / epoch);
        await sleep((1000 * TRAINING_SECONDS * (0.5 + random.uniform())) / EPOCHS);
      }
      // Its commit is yet to come.
      process.send?.(Date.now());
      return loss;
    },
    out,
    workers: WORKERS,
  });
}

async function measure(): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'surefoot-watch-'));
  const out = join(scratch, 'run');
  const ends: number[] = [];
  const commits: number[] = [];
  const run = fork(fileURLToPath(import.meta.url), ['run', out]);
  run.on('message', (at: number) => ends.push(at));
  const over = new Promise((done) => run.on('exit', done));
  while (!existsSync(join(out, 'live.json'))) await sleep(50);
  const log = connect(join(out, 'log.sqlite'), 'ro');
  const look = setInterval(() => {
    const [row] = readRows<[number | null]>(log, 'SELECT max(sequence) FROM outcome');
    while (commits.length < (row?.[0] ?? 0)) commits.push(Date.now());
  }, LOOK_EVERY_MS);
  const watch = spawn(process.execPath, ['dist/cli/main.js', 'watch', out, '--port', '0', '--open-to-everybody'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.addInitScript(noteWhatIsSeen);
    await page.goto(await addressOf(watch));
    await page.waitForSelector('.board-rows li');
    const first = { ends: ends.length, at: Date.now(), seconds: secondsOf(watch) };
    await over;
    await sleep(1000);
    const seconds = (Date.now() - first.at) / 1000;
    const seen = await seenBy(page);
    say('commit to screen', commits, first.ends, seen);
    say('end of training to screen', ends, first.ends, seen);
    const now = secondsOf(watch);
    for (const [name, used] of Object.entries(now)) {
      const share = (used - (first.seconds[name as keyof typeof now] ?? 0)) / seconds;
      console.log(`processor time, ${name}: ${(100 * share).toFixed(1)} % of a core over ${seconds.toFixed(0)} s`);
    }
    console.log(
      `load of the machine: ${loadavg()
        .map((load) => load.toFixed(1))
        .join(', ')}`,
    );
  } finally {
    clearInterval(look);
    log.close();
    await browser.close();
    watch.kill('SIGINT');
    run.kill();
    rmSync(scratch, { recursive: true });
  }
}

/** Runs in the page before anything else: notes each count once it has been painted. */
function noteWhatIsSeen(): void {
  const page = globalThis as unknown as {
    EventSource: new (
      address: string,
    ) => { addEventListener(kind: string, take: (event: { data: string }) => void): void };
    requestAnimationFrame(call: () => void): void;
    seen: { ended: number; at: number }[];
  };
  page.seen = [];
  const Original = page.EventSource;
  page.EventSource = class extends Original {
    constructor(address: string) {
      super(address);
      for (const kind of ['board', 'news']) {
        this.addEventListener(kind, ({ data }) => {
          const { ended } = JSON.parse(data) as { ended: number };
          // The frame after the next one begins when the next one is painted.
          page.requestAnimationFrame(() => page.requestAnimationFrame(() => page.seen.push({ ended, at: Date.now() })));
        });
      }
    }
  };
}

async function seenBy(page: Page): Promise<readonly Seen[]> {
  return page.evaluate<Seen[]>('seen');
}

function say(name: string, ends: readonly number[], from: number, seen: readonly Seen[]): void {
  const late: number[] = [];
  for (let place = from; place < ends.length; place++) {
    const shown = seen.find(({ ended }) => ended > place);
    if (shown !== undefined) late.push(shown.at - (ends[place] as number));
  }
  late.sort((a, b) => a - b);
  const at = (share: number) => late[Math.min(late.length - 1, Math.floor(share * late.length))];
  const span = ((ends.at(-1) as number) - (ends[from] as number)) / 1000;
  console.log(
    `${late.length} of ${ends.length - from} trainings on the screen, ${(late.length / span).toFixed(1)} a second`,
  );
  console.log(`${name}: median ${at(0.5)} ms, 95th percentile ${at(0.95)} ms, longest ${at(1)} ms`);
}

/** Of the server, and of the process that makes pages. */
function secondsOf({ pid }: ChildProcess): { readonly server: number; readonly pages: number } {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
  return { server: secondsOfProcess(String(pid)), pages: children[0] ? secondsOfProcess(children[0]) : 0 };
}

function secondsOfProcess(pid: string): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

function addressOf(watch: ChildProcess): Promise<string> {
  let text = '';
  return new Promise((done) => {
    watch.stdout?.on('data', (part) => {
      text += String(part);
      const found = /http:\S+/.exec(text);
      if (found !== null) done(found[0]);
    });
  });
}
