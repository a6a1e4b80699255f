/** @file The board of a run that goes on: what a page puts together from news is what the log holds, failures stand by their cause. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { followQuestion, Outlooks } from '../../src/app/conclude/logged-question.js';
import { newestQuestion } from '../../src/app/folder/logged-run.js';
import { select } from '../../src/app/index.js';
import { LiveBoard } from '../../src/app/serve/live-board.js';
import { LogTail, openSqliteStore } from '../../src/evidence/log/index.js';
import type { Board, BoardNews, BoardPlace } from '../../src/watch/index.js';
import { temporaryFolder } from './command-line.js';

/** What a page does with what it is sent. */
class Reader {
  #known: BoardPlace | undefined;
  #board: Board | undefined;
  boards = 0;
  counts: number[] = [];

  read(board: LiveBoard): void {
    const sent = board.since(this.#known);
    if (sent === undefined) return;
    this.#known = { version: sent.version, ended: sent.ended };
    this.counts.push(sent.ended);
    if ('axis' in sent) {
      this.boards++;
      this.#board = sent;
    } else this.#board = added(this.#board as Board, sent);
  }

  rows() {
    return dotsOf(this.#board as Board);
  }
}

function added(board: Board, { dots, rows, ended }: BoardNews): Board {
  const figures = new Map(rows.map((row) => [row.id, row]));
  return {
    ...board,
    ended,
    rows: board.rows.map((row) => ({
      ...row,
      ...figures.get(row.id),
      dots: [...row.dots, ...dots.filter(([id]) => id === row.id).map(([, dot]) => dot)],
    })),
  };
}

function dotsOf({ rows }: Board) {
  const sorted = rows.toSorted((a, b) => a.id - b.id);
  return sorted.map(({ name, trainings, value, dots }) => ({ name, trainings, value, dots }));
}

const experiment = {
  name: 'board',
  space: { x: [1, 2, 3, 4, 5] },
  race: { metric: 'accuracy', finalTrials: 4 },
  failures: { retries: 0, action: 'worst' as const },
  seed: 5,
};

test('news add up to the board that the log makes, whenever they are read', async () => {
  const out = join(temporaryFolder(onTestFinished), 'run');
  const log = join(out, 'log.sqlite');
  const [board, reader] = [new LiveBoard(), new Reader()];
  let tail: LogTail | undefined;
  const look = (): void => {
    if (!existsSync(log)) return;
    tail ??= new LogTail(log);
    const news = tail.news(board);
    if (news !== undefined) board.know(news.question?.decisions ?? []);
    reader.read(board);
  };
  await select({
    experiment,
    trainer: async ({ x }, { seeds }) => {
      await setImmediate();
      look();
      if (x === 5 && seeds.init % 2 === 0) throw new Error(`no memory at step ${seeds.init}`);
      const loss = Number(x) / 9 + (seeds.init % 100) / 400;
      return { loss, metrics: { accuracy: 1 - loss } };
    },
    out,
    workers: 1,
  });
  look();
  const whole = new LiveBoard();
  const news = new LogTail(log).news(whole);
  whole.know(news?.question?.decisions ?? []);
  const known = whole.since(undefined) as Board;
  expect(reader.rows()).toEqual(dotsOf(known));
  expect(reader.counts.at(-1)).toBe(known.ended);
  // One more in the log has checked the seeds.
  expect(news?.outcomes).toBe(known.ended + 1);
  // Not all came as a board.
  expect(reader.boards).toBeLessThan(reader.counts.length);
  expect(known).toMatchObject({ score: 'accuracy', summary: 'q1', rest: null });
  expect(known.rows[0]).toMatchObject({ name: 'x=1', status: 'leader' });
  // The scale is that of the best, whichever way is better: most dots of the leader stand on it.
  const own = known.rows[0]?.dots.flatMap(([value]) => value ?? []) ?? [];
  const within = own.filter((value) => value >= known.axis.low && value <= known.axis.high);
  expect(within.length).toBeGreaterThan(0.8 * own.length);
  expect(known.rows.flatMap(({ dots }) => dots.filter(([, kind]) => kind === 'fresh')).length).toBeGreaterThan(3);
  const failed = known.rows.flatMap(({ dots }) => dots.filter(([, kind]) => kind === 'failed'));
  expect(failed.length).toBeGreaterThan(1);
  const message = expect.stringMatching(/^Error: no memory at step \d+$/);
  expect(whole.failures()).toMatchObject([{ kind: 'exception', count: failed.length, text: message }]);
});

test('how a race looked is known at its decisions and now, as its result has it in the end', async () => {
  const out = join(temporaryFolder(onTestFinished), 'run');
  const { result } = await select({
    experiment: { name: 'outlook', space: { x: [1, 2, 3, 4, 5, 6] }, race: { finalTrials: 0 }, seed: 7 },
    trainer: ({ x }, { seeds }) => Number(x) / 40 + (seeds.init % 100) / 100,
    out,
    workers: 1,
  });
  const store = openSqliteStore(join(out, 'log.sqlite'), { readOnly: true });
  const followed = followQuestion(store, newestQuestion(store), out);
  followed.report(false);
  const outlooks = followed.outlooks();
  store.close();
  const last = outlooks.at(-1);
  expect(last).toMatchObject({ leader: result.winner?.candidate, trainings: result.trials.race });
  expect(last?.bound).toBe(result.bound);
  expect(outlooks.length).toBeGreaterThan(3);
  expect(outlooks.map(({ trainings }) => trainings)).toEqual(
    outlooks.map(({ trainings }) => trainings).toSorted((a, b) => a - b),
  );
  // Chances are there between decisions, and nobody's is the leader's own.
  const rivals = outlooks.flatMap(({ chances, leader }) => chances.map(([id, chance]) => ({ id, chance, leader })));
  expect(rivals.length).toBeGreaterThan(0);
  expect(rivals.every(({ id, chance, leader }) => id !== leader && chance > 0 && chance <= 1)).toBe(true);
});

test('of a long race a bounded number of looks is kept, and the newest always', () => {
  const outlooks = new Outlooks();
  const at = (trainings: number) => ({ trainings, leader: 'a', value: 0, bound: 1, chances: [] });
  for (let trainings = 1; trainings <= 100_000; trainings += 7) outlooks.add(trainings, () => at(trainings));
  const kept = outlooks.until(at(100_001));
  expect(kept.length).toBeGreaterThan(40);
  expect(kept.length).toBeLessThan(125);
  expect(kept[0]?.trainings).toBe(1);
  expect(kept.at(-1)?.trainings).toBe(100_001);
});
