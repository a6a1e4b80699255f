/** @file Functions of Python that return what is raced or studied, and no loss. */
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../app/command-line.js';
import { jsonOf } from './python-script.js';

test('a function may return the score that is raced: a number, by its name, or beside a loss', () => {
  const folder = temporaryFolder(onTestFinished);
  const script = `
import json, sys, surefoot as sf
def alone(x, seed): return 0.9 - x + seed % 1000 / 1e5
def named(x, seed): return {"accuracy": alone(x, seed), "f1": 0.5}
def beside(x, seed): return {**named(x, seed), "loss": x}
configs = [{"x": x} for x in (0, 0.1, 0.3)]
options = dict(max_replicates=4, final_trials=2, workers=1, progress=False, name="same")
def told(r): return [r.winner.config, r.winner.value, r.record["direction"], r.record["criterion"]["name"]]
def refused(act):
    try: act()
    except sf.SurefootError as error: return str(error)
race = lambda train, **more: sf.select(train, configs, **{**options, "metric": "accuracy", **more})
print(json.dumps({
  "same": [told(r) for r in (race(alone, out="run"), race(named, direction="maximize"), race(beside, criterion="q1 of the accuracy"), race(alone).with_criterion("q1 of the accuracy"))],
  "unnamed": told(sf.select(alone, configs, direction="maximize", **options)),
  "studied": sf.measure(alone, configs[:1], metric="accuracy", vary=["init"], trials=3, crossed="none", progress=False).record["figure"],
  "by loss": refused(lambda: sf.select(alone, configs, out="run", **options)),
  "no loss": refused(lambda: sf.select(named, configs, failures={"retries": 0}, **options)),
  "study": refused(lambda: sf.measure(named, configs, metric="reward", direction="maximize")),
}))
`;
  const { same, unnamed, studied, ...refused } = jsonOf<{ same: unknown[][]; unnamed: unknown; studied: unknown }>(
    script,
    folder,
  );
  const [winner, value, direction, criterion] = same[0] ?? [];
  expect([winner, direction, criterion]).toEqual([{ x: 0 }, 'maximize', 'q1']);
  expect(value).toBeGreaterThan(0.89);
  for (const other of [...same, unnamed]) expect(other).toEqual(same[0]);
  expect(studied).toBe('accuracy');
  expect(refused).toEqual({
    'by loss': expect.stringMatching(/completed trainings have no loss of their own\.\nAllowed: accuracy\n/),
    'no loss': expect.stringContaining(
      "It returned a dict without \"loss\", with 'accuracy', 'f1' in it. Allowed: a number, or a dict with \"loss\" and metrics. To go by this one, say so in the call: metric='accuracy'.",
    ),
    study: expect.stringMatching(/^measure takes no option 'direction'\./),
  });
});
