/** @file Every example file is an experiment whose candidates can be built. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type DataSpec, dataSpecSchema, loadDataset } from '../../src/engine/datasets/index.js';
import { createBuiltInInspector } from '../../src/engine/inspection.js';
import { buildCandidates, checkBudget, checkSample, parseExperiment } from '../../src/experiment/index.js';

const examples = readdirSync('examples').filter((name) => name.endsWith('.yaml'));

const builds = new Map(examples.map((name) => [name, once(() => buildExample(name))]));
const build = (name: string) => (builds.get(name) as () => ReturnType<typeof buildExample>)();

function once<Result>(make: () => Result): () => Result {
  let made: { readonly result: Result } | undefined;
  return () => {
    made ??= { result: make() };
    return made.result;
  };
}

async function buildExample(name: string) {
  const source = `examples/${name}`;
  const draft = parseExperiment(readFileSync(source, 'utf8'), { source, dataSchema: dataSpecSchema });
  const dataset = await loadOnce(fewExamples(draft.data as DataSpec));
  const inspector = createBuiltInInspector(dataset);
  const { spaces, constraints, require, seed, draw: count } = draft;
  const draw = count === undefined ? undefined : { count, seed };
  return { draft, inspector, ...buildCandidates(spaces, { inspector, constraints, require, draw }) };
}

const loaded = new Map<string, ReturnType<typeof loadDataset>>();

/** Several examples have the digits, which take long to read. */
function loadOnce(data: DataSpec): ReturnType<typeof loadDataset> {
  const key = JSON.stringify(data);
  const dataset = loaded.get(key) ?? loadDataset(data, { baseFolder: 'examples' });
  loaded.set(key, dataset);
  return dataset;
}

/** Candidates need the shapes of the data only. */
function fewExamples(data: DataSpec): DataSpec {
  return { ...data, split: { ...data.split, pool: 20, selection: 20, final: 20 } } as DataSpec;
}

test.each(examples)('%s', async (name) => {
  const { draft, candidates } = await build(name);
  expect(candidates.length).toBeGreaterThanOrEqual(2);
  expect(new Set(candidates.map(({ label }) => label)).size).toBe(candidates.length);
  checkBudget(draft.budget.trials, draft.race.warmup ?? 1, candidates.length);
  checkSample(draft.sample, (draft.data as DataSpec).split.pool as number);
});

test('the digits have 48 candidates over five settings', async () => {
  const { candidates } = await build('digits.yaml');
  expect(candidates).toHaveLength(48);
  expect(candidates[0]?.label).toBe('filters=4 relu units=16 adamw lr=0.0003');
});

test("the authors' four models have the published numbers of parameters", async () => {
  const built = await Promise.all(['paper-energy.yaml', 'paper-position.yaml'].map(build));
  const parameters = built.flatMap(({ candidates, inspector }) =>
    candidates.map(({ label, configuration }) => [label, inspector.describe(configuration).parameters]),
  );
  expect(parameters.filter(([label]) => /^model-\d$/.test(label as string))).toEqual([
    ['model-1', 23923],
    ['model-2', 23932],
    ['model-3', 23644],
    ['model-4', 23662],
  ]);
});

test('the space of the size that was published', async () => {
  const { candidates, enumerated, dropped } = await build('paper-space.yaml');
  expect(enumerated).toBe(8064);
  expect(candidates).toHaveLength(6912);
  expect(dropped).toEqual({ maxParameters: 1152 });
});
