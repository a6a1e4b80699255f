/** @file Whatever a run is read from tells one population: how many trainings failed and collapsed, and the losses that figures use. */
import { expect, onTestFinished, test } from 'vitest';
import { randomFrom } from '../../src/core/index.js';
import { createRace } from '../../src/race/index.js';
import { estimateText } from '../../src/report/index.js';
import { parseCriterion } from '../../src/stats/index.js';
import { temporaryFolder } from '../app/command-line.js';
import { examples } from '../examples.js';
import { type GeneratedRun, generateRun } from './generated-runs.js';
import { longText, OUTLETS, resultOf, type Told } from './outlets.js';
import { askedFromPython, HAS_PYTHON } from './python-outlet.js';
import { compareShown } from './shown-numbers.js';

function truthOf(
  { trainings, logged = [], areExcluded = false }: Pick<GeneratedRun, 'trainings'> & Partial<GeneratedRun>,
  { x, from }: Pick<Told, 'x' | 'from'>,
) {
  const all = from === 'all' ? logged : trainings.filter((one) => one.isFresh === (from === 'fresh'));
  const own = all.filter((one) => one.x === x);
  const count = (ending: string): number => own.filter((one) => one.ending === ending).length;
  const [failed, collapsed] = [count('failed'), count('collapsed')];
  return { begun: own.length, failed, collapsed, counted: own.length - (areExcluded ? failed : 0) };
}

/** What the race says of a candidate by its own trainings, as failures count; null where that is infinite, or they are too few. */
function racedOf({ logged, areExcluded, criterion: name }: GeneratedRun, x: number): number | null {
  const criterion = parseCriterion(name);
  const own = logged.filter((one) => one.x === x && !one.isFresh && !(areExcluded && one.ending === 'failed'));
  const losses = own.map(({ loss }) => (Number.isNaN(loss) ? Number.POSITIVE_INFINITY : loss));
  const value = losses.length < criterion.minimumTrials ? Number.NaN : criterion.evaluate(losses);
  return Number.isFinite(value) ? value : null;
}

/** Every interval of a record with the estimate beside it. */
function* estimatesIn(
  record: unknown,
  path = 'result',
): Generator<{ path: string; value: number; low: number; high: number }> {
  if (record === null || typeof record !== 'object') return;
  const own = record as Record<string, unknown>;
  const { interval } = own as { interval?: { low?: number; high?: number } };
  const value = own.value ?? own.criterion ?? own.difference ?? own.median;
  if (interval?.low !== undefined && interval.high !== undefined && typeof value === 'number')
    yield { path, value, low: interval.low, high: interval.high };
  for (const [key, part] of Object.entries(own)) yield* estimatesIn(part, `${path}.${key}`);
}

/** What failed or collapsed is said before any loss, and nobody is sent to promise what it refutes. */
async function expectNoPromise(run: GeneratedRun): Promise<void> {
  const { winner } = resultOf(run);
  const lost = (winner?.collapses?.failed ?? 0) + (winner?.collapses?.collapsed ?? 0);
  if (winner === null || lost === 0) return;
  const text = (await longText(run)).replace(/\s+/g, ' ');
  expect(text).not.toContain('surefoot assure');
  const answer = text.slice(text.lastIndexOf('Winner '));
  const [said, loss] = [
    answer.search(/\d (fresh|race) trainings? (failed|collapsed)/),
    answer.search(/Loss [\d.]+ \(median\)/),
  ];
  expect(said, answer).toBeGreaterThan(0);
  if (loss >= 0) expect(said, answer).toBeLessThan(loss);
}

test('all outlets of a generated run agree with its trainer and in their digits, and estimates lie in their intervals', async () => {
  const folder = temporaryFolder(onTestFinished);
  const told = new Map<string, number>();
  let compared = 0;
  for (let seed = 1; seed <= examples(5, 300); seed++) {
    const run = await generateRun(seed, folder);
    if (run === undefined) continue;
    expect(run.trainings.length).toBeGreaterThan(0);
    for (const outlet of OUTLETS) {
      for (const { x, from, begun, failed, collapsed, counted, value, interval, raced } of await outlet.read(run)) {
        const truth = truthOf(run, { x, from });
        const where = `${run.name}, ${outlet.name}, x = ${x}, ${from}`;
        expect({ where, begun, failed, collapsed, counted: counted ?? truth.counted }).toEqual({ where, ...truth });
        if (value !== undefined && interval !== undefined) {
          expect(interval[0], where).toBeLessThanOrEqual(value);
          expect(interval[1], where).toBeGreaterThanOrEqual(value);
        }
        if (raced !== undefined) expect({ where, raced }).toEqual({ where, raced: racedOf(run, x) });
        told.set(outlet.name, (told.get(outlet.name) ?? 0) + 1);
      }
    }
    await expectNoPromise(run);
    const shown = await compareShown(run);
    expect(shown.differences).toEqual([]);
    compared += shown.compared;
    for (const { path, value, low, high } of estimatesIn(resultOf(run))) {
      expect({ path: `${run.name} ${path}`, isHeld: low <= value && value <= high }).toMatchObject({ isHeld: true });
    }
  }
  // An outlet that is read in vain agrees with everything.
  expect(compared).toBeGreaterThan(examples(5, 300) * 20);
  for (const { name } of OUTLETS) expect([name, (told.get(name) ?? 0) > 0]).toEqual([name, true]);
});

test.skipIf(!HAS_PYTHON)('asked and told from Python the answer tells the same, and a tie has ties', () => {
  const folder = temporaryFolder(onTestFinished);
  const seeds = Array.from({ length: examples(5, 300) }, (_, place) => place + 1);
  const asked = askedFromPython(seeds, folder);
  expect(asked).toHaveLength(seeds.length);
  let texts = 0;
  for (const { seed, trainings, told, verdict, ties, text, html, setAside } of asked) {
    const { candidates: ruledOut = 0, meaning } = setAside ?? {};
    // What may be wrong about it, in the words of reports.
    if (ruledOut > 0) expect(text).toContain(meaning);
    else expect(text).not.toContain('ruled out on fewer');
    for (const { x, id, from, begun, failed, collapsed, value, interval } of told) {
      const { counted: _, ...truth } = truthOf({ trainings }, { x, from });
      const where = `race ${seed}, x = ${x}, ${from}`;
      expect({ where, begun, failed, collapsed }).toEqual({ where, ...truth });
      if (value === undefined || interval === undefined) continue;
      // In the table that a notebook shows: that of fresh trainings is the first.
      const shown = new RegExp(`<tr><td>[^<]*</td><td>${id}</td>.*?</tr>`).exec(html)?.[0];
      if (from === 'fresh' && shown !== undefined) {
        const [low, high] = interval;
        expect(shown, where).toContain(`<td>${estimateText(value, { low, high })}</td>`);
        texts++;
      }
      expect(interval[0], where).toBeLessThanOrEqual(value);
      expect(interval[1], where).toBeGreaterThanOrEqual(value);
    }
    if (verdict === 'tied') expect({ text, ties: ties > 0 }).toEqual({ text, ties: true });
  }
  expect(texts).toBeGreaterThan(seeds.length / 2);
  expect(asked.some(({ setAside }) => (setAside?.candidates ?? 0) > 0)).toBe(true);
});

test.each([3, 4, 5])(
  'a candidate whose %i trainings are all NaN is tied with nobody, and gets no fresh ones',
  (maxReplicates) => {
    const race = createRace({
      candidates: ['good', 'diverging', 'worse'],
      race: { maxReplicates, finalTrials: 20 },
      seed: 1,
    });
    for (let [trial] = race.ask(1); trial !== undefined; [trial] = race.ask(1)) {
      const base = { good: 0, diverging: Number.NaN, worse: 2 }[trial.candidate] as number;
      race.tell(trial.id, base + 0.1 * randomFrom('test', 'nan', trial.candidate, trial.replicate).normal());
    }
    expect(race.answer).toMatchObject({ verdict: 'decided', winner: 'good', ties: [], undecided: [] });
    expect(race.answer?.set).toEqual(['good']);
    expect(race.standings.find(({ candidate }) => candidate === 'diverging')?.fresh).toHaveLength(0);
  },
);
