/** @file What a run looks like as it goes on: on a screen of any width, while it is resized, and in a pipe. */
import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { PlanRunEvent } from '../app/run/run-question.js';
import type { Outcome, RoundProgress } from '../core/index.js';
import { parseCriterion } from '../stats/index.js';
import { type DisplayOptions, ProgressDisplay } from './progress-display.js';

/** The part of a terminal that the display uses: text, line ends, and its two ways to move; long lines go on below. */
class Screen extends EventEmitter {
  readonly isTTY: boolean;
  columns: number;
  text = '';
  #lines: string[] = [''];
  #row = 0;
  #column = 0;

  constructor(columns: number, isTTY = true) {
    super();
    this.columns = columns;
    this.isTTY = isTTY;
  }

  write(text: string): boolean {
    this.text += text;
    const token = new RegExp(`${String.fromCharCode(27)}\\[(\\d*)([A-Za-z])|([^])`, 'gu');
    for (const [, count, command, character] of text.matchAll(token)) {
      if (character !== undefined) this.#put(character);
      else if (command === 'A') this.#row -= Number(count);
      else if (command === 'J') this.#erase();
    }
    return true;
  }

  get lines(): readonly string[] {
    return this.#lines.map((line) => line.trimEnd());
  }

  #put(character: string): void {
    if (character === '\r') this.#column = 0;
    else if (character === '\n') this.#goTo(this.#row + 1);
    else {
      if (this.#column >= this.columns) this.#goTo(this.#row + 1);
      const line = this.#lines[this.#row] as string;
      this.#lines[this.#row] =
        line.padEnd(this.#column).slice(0, this.#column) + character + line.slice(this.#column + 1);
      this.#column++;
    }
  }

  #goTo(row: number): void {
    this.#row = row;
    this.#column = 0;
    this.#lines[row] ??= '';
  }

  #erase(): void {
    this.#lines.length = this.#row + 1;
    this.#lines[this.#row] = (this.#lines[this.#row] as string).slice(0, this.#column);
  }
}

const ids = ['c1', 'c2', 'c3', 'c4', 'c5'];

function displayOn(screen: Screen, changes: Partial<DisplayOptions> = {}) {
  const lossOf = ({ loss }: Outcome) => loss;
  const rule = {
    kind: 'adaptive',
    name: 'default',
    fits: ['location'],
    settings: { name: 'default' },
    delta: 0.05,
    scale: 'auto',
  } as const;
  const common = { candidates: ids, criterion: parseCriterion('q3'), rule, warmup: 1 };
  const facts = { ...common, maxReplicates: 20, finalTrials: 20, sampleSize: 0 };
  return new ProgressDisplay({
    stream: screen as unknown as NodeJS.WriteStream,
    isQuiet: false,
    facts: { work: { kind: 'race', facts, lossOf }, budget: {} },
    labelOf: (candidate) => `units=${candidate.slice(1)} activation=relu`,
    ...changes,
  });
}

/** A run of 40 trials with a decision after every tenth, a second each. */
function tell(onEvent: (event: PlanRunEvent) => void, afterEvent = () => {}): void {
  const timed = (elapsedSeconds: number) => ({ elapsedSeconds, totalSeconds: elapsedSeconds });
  const round = (done: number): RoundProgress => ({
    number: 1,
    phase: 'race',
    done,
    running: 2,
    total: 50,
    cut: false,
  });
  const say = (event: PlanRunEvent) => {
    onEvent(event);
    afterEvent();
  };
  say({ kind: 'begun', trialsLogged: 0, workers: 2, outcomes: [], ...timed(0) });
  say({ kind: 'round-begun', round: round(0), alreadyLogged: 0, trialsBefore: 0, ...timed(0) });
  for (let trial = 0; trial < 40; trial++) {
    vi.advanceTimersByTime(4310);
    const candidate = ids[trial % ids.length] as string;
    const index = Math.floor(trial / ids.length);
    const streams = { init: index, sample: index, order: index, noise: index };
    const outcome: Outcome = {
      trial: { candidate, streams, fidelity: { sampleSize: 0 }, repeat: 0 },
      status: 'completed',
      loss: 0.2 + (trial % ids.length) / 100 + index / 1000,
      metrics: {},
      lossPerEpoch: [],
      seconds: 1,
    };
    say({ kind: 'outcome', outcome, round: round(trial + 1), ...timed(5 * (trial + 1)) });
    if (trial % 10 < 9) continue;
    const decision = { round: index, rule: 'default', survivors: ids.slice(0, 4), eliminated: [], incumbent: 'c1' };
    const evidence = { incumbentValue: 0.2, idle: [], woken: [], evidence: [] };
    say({ kind: 'decision', decision: { ...decision, ...evidence }, replayed: false, ...timed(5 * (trial + 1)) });
  }
  say({ kind: 'finished', end: 'finished', trialsLogged: 40, ...timed(200) });
}

beforeEach(() => {
  vi.useFakeTimers();
  for (const [name, value] of Object.entries({ TERM: 'xterm', NO_COLOR: '', FORCE_COLOR: '0' }))
    vi.stubEnv(name, value);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

test.each([20, 33, 60, 80, 130])('two lines are renewed in place, and nothing wraps: %s columns', (columns) => {
  const screen = new Screen(columns);
  const { onEvent, close } = displayOn(screen);
  const most: string[] = [];
  tell(onEvent, () => {
    expect(screen.lines.length).toBeLessThanOrEqual(2);
    for (const line of screen.lines) expect(line.length).toBeLessThan(columns);
    most.splice(0, most.length, ...(screen.lines[0] === '' ? most : screen.lines));
  });
  close();
  expect(most[0]).toContain('40 trainings');
  if (columns >= 80)
    expect(most[1]).toMatch(
      /^q3: units=1 act.* 0\.2053.* \| units=2 0\.2153.* \| units=3 .* \| units=4 0\.\d{4}(?: \(8\))?$/,
    );
  expect(screen.lines).toEqual(['']);
});

test.each([
  ['NO_COLOR', '1'],
  ['TERM', 'dumb'],
])('a terminal with %s=%s gets plain lines, and no control code', (name, value) => {
  vi.stubEnv('FORCE_COLOR', undefined);
  vi.stubEnv(name, value);
  const screen = new Screen(80);
  const { onEvent, close } = displayOn(screen);
  tell(onEvent);
  close();
  expect(screen.text).not.toContain(String.fromCharCode(27));
  expect(screen.text).not.toContain('\r');
  expect(screen.lines[0]).toMatch(/^\[.* s\] race: /);
});

test('what is said on a terminal ends its lines at spaces', () => {
  const screen = new Screen(40);
  const { onEvent } = displayOn(screen);
  onEvent({ kind: 'warning', text: 'the same seeds gave another loss, so that no replay can be relied on' });
  expect(screen.text).toBe(
    'surefoot: warning: the same seeds gave\nanother loss, so that no replay can be\nrelied on\n',
  );
});

test('a terminal that is resized shows the run as if it had always been so wide', () => {
  const screen = new Screen(120);
  const { onEvent } = displayOn(screen);
  let width = 120;
  tell(onEvent, () => {
    width = width <= 25 ? 120 : width - 7;
    screen.columns = width;
    screen.emit('resize');
    expect(screen.lines.length).toBeLessThanOrEqual(2);
    for (const line of screen.lines) expect(line.length).toBeLessThan(width);
  });
  expect(screen.listenerCount('resize')).toBe(0);
});

test('what has to be said stands above what is renewed', () => {
  const screen = new Screen(120);
  const { onEvent, close, stopping } = displayOn(screen);
  tell((event) => {
    onEvent(event);
    if (event.kind === 'decision') onEvent({ kind: 'worker-lost', pid: 1, message: `gone\n${event.decision.round}` });
  });
  stopping();
  close();
  expect(screen.lines.filter((line) => /^gone \d Another replaces it\.$/.test(line))).toHaveLength(4);
  expect(screen.lines.filter((line) => line !== '')).toHaveLength(5);
});

test('a pipe gets a word within two seconds, and a plain line for a decision', () => {
  const screen = new Screen(0, false);
  const { onEvent, close } = displayOn(screen);
  tell(onEvent);
  close();
  for (const control of [13, 27]) expect(screen.text).not.toContain(String.fromCharCode(control));
  const lines = screen.text.trimEnd().split('\n');
  expect(lines.filter((line) => / 10 trainings| 20 trainings| 30 trainings| 40 trainings/.test(line))).toHaveLength(4);
  for (const line of lines) expect(line).toMatch(/^\[.*\] race: \d+ trainings?, 2 running, \d undecided/);
  expect(lines.at(-1)).toContain('best units=1 activation=relu (c1) q3 0.2053 of 8 trainings; 2-12 min left');
});

test('a pipe has its first word within two seconds, and silence is broken after a minute', () => {
  const screen = new Screen(0, false);
  const { onEvent, close } = displayOn(screen);
  const round = { number: 1, phase: 'race', done: 0, running: 2, total: 50, cut: false };
  onEvent({ kind: 'begun', trialsLogged: 0, workers: 2, outcomes: [], elapsedSeconds: 0, totalSeconds: 0 });
  onEvent({ kind: 'round-begun', round, alreadyLogged: 0, trialsBefore: 0, elapsedSeconds: 0, totalSeconds: 0 });
  vi.advanceTimersByTime(2000);
  const said = (seconds: string): string => `[${seconds}] race: 0 trainings, 2 running, 4 undecided\n`;
  expect(screen.text).toBe(said('1.0 s'));
  vi.advanceTimersByTime(57_000);
  expect(screen.text).toBe(said('1.0 s'));
  vi.advanceTimersByTime(65_000);
  close();
  vi.advanceTimersByTime(125_000);
  expect(screen.text).toBe(said('1.0 s') + said('1 min 01 s') + said('2 min 01 s'));
});

test('a pipe is told of trainings that take long, the seldomer the longer the run goes on', () => {
  const screen = new Screen(0, false);
  const { onEvent, close } = displayOn(screen);
  tell((event) => onEvent(event.kind === 'outcome' ? { ...event, outcome: { ...event.outcome, seconds: 12 } } : event));
  close();
  const counts = [...screen.text.matchAll(/race: (\d+) trainings?,/g)].map(([, count]) => Number(count));
  for (let count = 1; count <= 8; count++) expect(counts).toContain(count);
  const later = counts.filter((count) => count > 20);
  expect(later.length).toBeGreaterThan(3);
  expect(later.length).toBeLessThan(10);
});

test('a pipe is told of another leader sooner than of decisions that change nothing', () => {
  const screen = new Screen(0, false);
  const { onEvent } = displayOn(screen);
  const timed = (elapsedSeconds: number) => ({ elapsedSeconds, totalSeconds: elapsedSeconds });
  onEvent({ kind: 'begun', trialsLogged: 0, workers: 2, outcomes: [], ...timed(0) });
  const evidence = { incumbentValue: 0.2, idle: [], woken: [], evidence: [] };
  const said: number[] = [];
  for (let second = 1; second <= 1000; second++) {
    vi.advanceTimersByTime(1000);
    const before = screen.text.length;
    const incumbent = second < 980 ? 'c1' : 'c2';
    for (const [place, candidate] of [incumbent, incumbent].entries()) {
      const init = 2 * second + place;
      const streams = { init, sample: init, order: init, noise: init };
      const trial = { candidate, streams, fidelity: { sampleSize: 0 }, repeat: 0 };
      const outcome: Outcome = { trial, status: 'completed', loss: 0.2, metrics: {}, lossPerEpoch: [], seconds: 1 };
      const round = { number: 1, phase: 'race', done: 2 * second + place, running: 2, total: 5000, cut: false };
      onEvent({ kind: 'outcome', outcome, round, ...timed(second) });
    }
    const decision = { round: second, rule: 'default', survivors: ids, eliminated: [], incumbent, ...evidence };
    onEvent({ kind: 'decision', decision, replayed: false, ...timed(second) });
    if (screen.text.length > before) said.push(second);
  }
  expect(said.length).toBeLessThan(70);
  // A tenth of the time passes in silence, a minute at most, and a quarter of that before another leader.
  const last = said.filter((second) => second < 980).at(-1) as number;
  expect(said.find((second) => second >= 980)).toBe(Math.max(980, last + 15));
});
