/** @file Workers that are kept ordered: replaced, adopted, given up, against a manager that does as the test says. */
import { expect, test } from 'vitest';
import { InputError, type LaunchedWorker, type Launcher, RunError } from '../../../src/core/index.js';
import { WorkerKeeper } from '../../../src/work/launchers/index.js';

/** A manager, its clock, and a keeper of so many workers. */
function setUp(wanted: number, before: readonly string[] = [], seen: readonly LaunchedWorker[] = []) {
  let workers: LaunchedWorker[] = [...seen];
  let orders = 0;
  let book: readonly string[] = before;
  let callback: (() => void) | undefined;
  const notes: string[] = [];
  const failures: RunError[] = [];
  const stopped: (readonly string[])[] = [];
  let isAway = false;
  let needed = wanted;
  const launcher: Launcher = {
    name: 'Test',
    start: async (count) => {
      const order = String(100 + orders++);
      for (let task = 1; task <= count; task++)
        workers.push({ id: `${order}_${task}`, state: 'running', reason: 'RUNNING' });
      return order;
    },
    look: async (asked) => {
      if (isAway) throw new RunError({ code: 'away', what: 'It is away.', fix: 'Wait.' });
      return workers.filter(({ id }) => asked.some((order) => id.startsWith(`${order}_`)));
    },
    stop: async (asked) => {
      stopped.push([...asked]);
    },
  };
  const keeper = new WorkerKeeper({
    launcher,
    wanted,
    needed: () => needed,
    book: { read: () => book, write: (written) => (book = [...written]) },
    after: (_, then) => {
      callback = then;
      return () => (callback = undefined);
    },
    onNote: (text) => notes.push(text),
    onGivenUp: (error) => failures.push(error),
    printedBy: ({ id }) => `last of ${id}`,
  });
  const set = (id: string, state: LaunchedWorker['state'], reason: string = state) => {
    workers = workers.map((worker) => (worker.id === id ? { id, state, reason } : worker));
  };
  const look = async () => {
    const then = callback;
    callback = undefined;
    then?.();
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  };
  const alive = () => workers.filter(({ state }) => state === 'running' || state === 'waiting').map(({ id }) => id);
  return {
    keeper,
    set,
    look,
    alive,
    notes,
    failures,
    stopped,
    launcher,
    book: () => book,
    need: (workers: number) => (needed = workers),
    away: (is: boolean) => (isAway = is),
    forget: () => (workers = []),
  };
}

test('what an earlier start has ordered is ended where nothing was left to be trained', async () => {
  const { keeper, stopped, book } = setUp(2, ['3', '5']);
  await keeper.end();
  expect([stopped, book()]).toEqual([[['3', '5']], []]);
  const none = setUp(2);
  await none.keeper.end();
  expect(none.stopped).toEqual([]);
});

test('what ends with its time or its machine is replaced, and only that', async () => {
  const { keeper, set, look, alive, book, stopped } = setUp(2);
  await keeper.begin();
  expect(alive()).toEqual(['100_1', '100_2']);
  await look();
  expect(alive()).toHaveLength(2);
  set('100_1', 'time');
  await look();
  expect(alive()).toEqual(['100_2', '101_1']);
  set('100_2', 'lost');
  await look();
  expect(alive()).toEqual(['101_1', '102_1']);
  expect(book()).toEqual(['100', '101', '102']);
  await keeper.end();
  expect(stopped).toEqual([['100', '101', '102']]);
  expect(book()).toEqual([]);
  await look();
  expect(alive()).toHaveLength(2);
});

test('who left because there was nothing to train is replaced once there is something, and all others at once', async () => {
  const { keeper, set, look, alive, need } = setUp(3);
  await keeper.begin();
  need(1);
  for (const task of ['100_1', '100_2']) set(task, 'done');
  await look();
  expect(alive()).toEqual(['100_3']);
  need(2);
  await look();
  expect(alive()).toEqual(['100_3', '101_1']);
  set('100_3', 'failed');
  await look();
  expect(alive()).toEqual(['101_1', '102_1']);
  need(9);
  await look();
  expect(alive()).toEqual(['101_1', '102_1', '103_1']);
  need(0);
  set('101_1', 'time');
  await look();
  expect(alive()).toEqual(['102_1', '103_1', '104_1']);
});

test('a resume takes over what an earlier start ordered', async () => {
  const { keeper, alive, notes } = setUp(
    2,
    ['7'],
    [
      { id: '7_1', state: 'waiting', reason: 'Priority' },
      { id: '7_2', state: 'failed', reason: 'exit status 1' },
    ],
  );
  await keeper.begin();
  expect(alive()).toEqual(['7_1', '100_1']);
  expect(notes).toEqual(['Test: 1 worker of an earlier start is still there.', 'Test: job 100 of 1 worker.']);
});

test('what a manager has forgotten has ended', async () => {
  const { keeper, look, alive, forget, book } = setUp(1);
  await keeper.begin();
  forget();
  await look();
  expect(alive()).toEqual(['101_1']);
  expect(book()).toEqual(['101']);
});

test('workers that wait are told of with the reason, once', async () => {
  const { keeper, set, look, notes } = setUp(2);
  await keeper.begin();
  for (const task of ['100_1', '100_2']) set(task, 'waiting', 'QOSMaxJobsPerUserLimit');
  await look();
  await look();
  expect(notes).toEqual(['Test: job 100 of 2 workers.', 'Test: 2 workers of 2 wait (QOSMaxJobsPerUserLimit).']);
});

test('workers that fail one after another are given up, and said why', async () => {
  const { keeper, set, look, alive, failures, notes } = setUp(1);
  await keeper.begin();
  for (const order of [100, 101]) {
    set(`${order}_1`, 'failed', 'exit status 2');
    await look();
  }
  expect(alive()).toEqual(['102_1']);
  expect(failures).toEqual([]);
  set('102_1', 'failed', 'exit status 2');
  await look();
  await look();
  expect(alive()).toEqual([]);
  expect(failures.map(({ message }) => message)).toEqual([
    expect.stringContaining('3 failed one after another. The last one printed: last of 102_1'),
  ]);
  expect(notes).toContain('Test: worker 100_1 failed (exit status 2): last of 100_1');
});

test('failures with one that ended well between them are not failures in a row', async () => {
  const { keeper, set, look, alive, failures } = setUp(1);
  await keeper.begin();
  const states = ['failed', 'failed', 'time', 'failed', 'failed', 'done', 'failed', 'failed'] as const;
  for (const [place, state] of states.entries()) {
    set(`${100 + place}_1`, state);
    await look();
    expect(alive()).toEqual([`${101 + place}_1`]);
  }
  expect(failures).toEqual([]);
});

test('a worker that is being ordered when a run ends is ended with the others', async () => {
  const { keeper, set, look, launcher, stopped, book } = setUp(1);
  await keeper.begin();
  let order = (_: string) => {};
  launcher.start = () => new Promise((resolve) => (order = resolve));
  set('100_1', 'time');
  await look();
  const ended = keeper.end();
  order('200');
  await ended;
  expect([stopped, book()]).toEqual([[['100', '200']], []]);
});

test('what somebody has cancelled is not replaced', async () => {
  const { keeper, set, look, alive, notes } = setUp(2);
  await keeper.begin();
  set('100_1', 'stopped');
  await look();
  await look();
  expect(alive()).toEqual(['100_2']);
  expect(notes).toContain('Test: worker 100_1 was cancelled and is not replaced.');
});

test('a manager that cannot be asked is asked again; an order that it refuses is an error', async () => {
  const { keeper, set, look, alive, away, notes, launcher } = setUp(1);
  await keeper.begin();
  set('100_1', 'time');
  away(true);
  await look();
  await look();
  expect(alive()).toEqual([]);
  expect(notes.filter((note) => note.includes('It is away.'))).toHaveLength(1);
  away(false);
  await look();
  expect(alive()).toEqual(['101_1']);
  launcher.start = async () => {
    throw new InputError({ code: 'no', what: 'No.', fix: 'Ask for less.' });
  };
  const refused = new WorkerKeeper({
    launcher,
    wanted: 1,
    needed: () => 1,
    book: { read: () => [], write: () => {} },
    after: () => () => {},
    onNote: () => {},
    onGivenUp: () => {},
    printedBy: () => '',
  });
  await expect(refused.begin()).rejects.toThrow('No.');
});
