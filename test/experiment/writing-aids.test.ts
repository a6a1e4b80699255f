/** @file What helps to write an experiment: the template and the schema for editors. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { editorSchema } from '../../src/app/draft/draft-experiment.js';
import { InputError, type JsonObject, type JsonValue } from '../../src/core/index.js';
import { type DataSpec, dataSpecSchema, loadDataset } from '../../src/engine/datasets/index.js';
import { createBuiltInInspector } from '../../src/engine/inspection.js';
import {
  buildCandidates,
  checkExperiment,
  experimentJsonSchema,
  experimentTemplate,
  parseExperiment,
  soundName,
} from '../../src/experiment/index.js';

const options = { source: 'experiment.yaml', dataSchema: dataSpecSchema };
const own = { name: 'm "n"', data: { file: "my 'table'.csv", target: 'a: b' } };

describe('the template', () => {
  test('runs as it stands', async () => {
    const draft = parseExperiment(experimentTemplate({ name: 'first' }), options);
    const dataset = await loadDataset(draft.data as DataSpec, { baseFolder: process.cwd() });
    const { candidates } = buildCandidates(draft.spaces, { inspector: createBuiltInInspector(dataset) });
    expect(candidates).toHaveLength(16);
    expect(draft.sample).toBeLessThanOrEqual(dataset.pool.count);
  });

  test("takes the user's own file, whatever it is called", () => {
    const { name, data, spaces } = parseExperiment(experimentTemplate({ ...own, name: 'own' }), options);
    expect(name).toBe('own');
    expect(data).toMatchObject({ file: own.data.file, target: [own.data.target] });
    const network = { inputShape: [7], task: 'regression', targetNames: ['y'], classes: [], features: [] } as const;
    const inspector = createBuiltInInspector(network);
    expect(buildCandidates(spaces, { inspector }).candidates).toHaveLength(12);
  });

  test('can be named after any file', () => {
    const rest = { trainer: { module: './t.mjs' }, candidates: { one: {} } };
    const nameOf = (text: string) => checkExperiment({ name: soundName(text), ...rest }, options).name;
    const odd = ['patients', 'Ma\u0301rz', '.hidden', '--x', '$(rm) \u202e?', '', '*', 'a/b', `${'x'.repeat(59)}- y`];
    expect(odd.map(nameOf)).toEqual([
      'patients',
      'M\u00e1rz',
      'hidden',
      'x',
      'rm',
      ...Array(2).fill('experiment'),
      'a-b',
      'x'.repeat(59),
    ]);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => nameOf(text).length > 0),
      { numRuns: 50 },
    );
  });

  test('names every key an experiment can have', () => {
    const text = experimentTemplate({ name: 'm' });
    for (const key of Object.keys(propertiesOf(experimentJsonSchema(dataSpecSchema)))) expect(text).toContain(key);
  });
});

/** Of the language of spaces and of requirements: docs/experiment-file.md has them. */
const FORMS = ['oneOf', 'value', 'range', 'scale', 'integer', 'step', 'default', 'within'];

describe('the JSON Schema', async () => {
  const schema = await editorSchema();
  const takes = new Ajv({ strict: false }).compile(schema);
  const network = {
    inputShape: [9, 9, 1],
    task: 'regression',
    targetNames: ['y'],
    classes: [],
  } as const;
  /** Whether Surefoot itself takes an experiment, its candidates included. */
  const surefootTakes = (experiment: JsonObject): boolean => {
    try {
      const { spaces } = checkExperiment(experiment, options);
      return buildCandidates(spaces, { inspector: createBuiltInInspector(network) }).candidates.length > 0;
    } catch (error) {
      if (error instanceof InputError) return false;
      throw error;
    }
  };

  test('takes every example, every experiment in the documents, and the templates', () => {
    const files = ['examples', 'bench/real'].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
    );
    // What is for Kubernetes is no experiment: test/work/launchers.
    const isExperiment = (name: string) => name.endsWith('.yaml') && !name.includes('/kubernetes/');
    const examples = files.filter(isExperiment).map((name) => readFileSync(name, 'utf8'));
    const pages = [
      'README.md',
      ...readdirSync('docs').flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
    ];
    const snippets = pages.flatMap((name) =>
      [...readFileSync(name, 'utf8').matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml]) => yaml as string),
    );
    expect([examples.length, snippets.length]).toEqual([expect.closeTo(20, -1), expect.closeTo(20, -1)]);
    const templates = [experimentTemplate({ name: 'm' }), experimentTemplate({ ...own, name: 'm' })];
    // A workflow of continuous integration is none, either.
    const experiments = [...examples, ...snippets, ...templates].filter((text) => !/^jobs:$/m.test(text));
    for (const text of experiments) {
      const value = parse(text, { merge: true }) as JsonObject | null;
      // Some snippets show a part.
      const whole =
        value?.name === undefined
          ? { name: 'part', data: { source: 'digits' }, space: { layers: [{ dense: { units: 1 } }] }, ...value }
          : value;
      expect(takes(whole), `${text}\n${JSON.stringify(takes.errors?.[0])}`).toBe(true);
    }
  });

  const dense = { layers: [{ dense: { units: 3 } }] };
  const layers = (...parts: JsonValue[]) => ({ layers: parts });
  test.each<[string, boolean, JsonValue]>([
    [
      'alternatives',
      true,
      { ...layers({ dense: { units: [3, 4], activation: ['relu', 'tanh'] } }), batchSize: [16, 32] },
    ],
    [
      'short forms',
      true,
      {
        ...layers(
          { conv: { filters: 2, kernel: [3, '2x3'] } },
          { maxPool: [2, 3] },
          { dropout: 0.1 },
          { flatten: true },
        ),
        loss: ['mae', 'huber'],
        target: 'log',
        schedule: 'cosine',
        gradientClipping: [1, 2],
        earlyStopping: 3,
        initialization: 'orthogonal',
      },
    ],
    [
      'other names, and a layer that begins in its own way',
      true,
      {
        ...layers({ dense: { units: 3, initialization: ['he-normal', 'lecun-normal', null] } }),
        initialization: { name: ['glorot-uniform', 'xavier-normal'], gain: 2 },
      },
    ],
    [
      'a layer without weights that is to begin in some way',
      false,
      layers({ dropout: { rate: 0.1, initialization: 'pytorch' } }),
    ],
    [
      'kinds as alternatives',
      true,
      { ...dense, optimizer: { name: ['adamw', 'nadam'], learningRate: [0.1, 0.2], weightDecay: 0.1 } },
    ],
    [
      'alternatives of objects',
      true,
      { ...dense, optimizer: { oneOf: [{ name: 'sgd', momentum: [0, 0.9] }, 'adam', null] } },
    ],
    [
      'layers left out, and several for one',
      true,
      layers(
        { oneOf: [null, { dense: { units: 2 } }, [{ dense: { units: 2 } }, { batchNorm: {} }]] },
        { dense: { units: 3, join: [null, 'sum'] } },
      ),
    ],
    ['no layers', true, { layers: { oneOf: [{ value: [] }, [{ dense: { units: 2 } }]] } }],
    ['a list of spaces', true, [dense, { ...dense, epochs: 3 }]],
    ['a literal', true, { ...dense, epochs: { value: 3 }, gradientClipping: { value: { value: 0.5 } } }],
    [
      'a bound for elements that would be taken for one of the norm',
      false,
      { ...dense, gradientClipping: { value: 'a' } },
    ],
    ['a misspelt setting', false, { ...dense, optimiser: 'adam' }],
    ['a misspelt setting of a layer', false, layers({ dense: { units: 3, activaton: 'relu' } })],
    ['a misspelt setting of an optimizer', false, { ...dense, optimizer: { name: 'sgd', learnRate: 0.1 } }],
    ['an unknown layer', false, layers({ lstm: { units: 3 } })],
    ['two layers in one', false, layers({ dense: { units: 3 }, dropout: 0.1 })],
    ['an unknown name', false, { ...dense, optimizer: 'adamm' }],
    ['an unknown name among alternatives', false, layers({ dense: { units: 3, activation: ['relu', 'rleu'] } })],
    ['out of range', false, layers({ dense: { units: [3, 0] } })],
    ['a share that is none', false, { ...dense, earlyStopping: { validation: 1 } }],
    ['text for a number', false, { ...dense, epochs: 'ten' }],
    ['a list of objects that is no sequence', false, { ...dense, optimizer: [{ name: 'sgd' }, { name: 'adam' }] }],
    ['no alternatives', false, { ...dense, epochs: [] }],
    ['something missing', false, { epochs: 3 }],
    ['a schedule that needs more than its name', false, { ...dense, schedule: 'step' }],
  ])('%s: %s, as Surefoot has it', (_, expected, space) => {
    const experiment = { name: 'm', data: { source: 'gratings' }, space } as JsonObject;
    expect([takes(experiment), surefootTakes(experiment)]).toEqual([expected, expected]);
    const named = { name: 'm', data: { source: 'gratings' }, candidates: { a: space } } as JsonObject;
    if (!Array.isArray(space)) expect([takes(named), surefootTakes(named)]).toEqual([expected, expected]);
  });

  test.each<[boolean, JsonObject]>([
    [false, { sampel: 3 }],
    [false, { race: { warmup: 0 } }],
    [false, { data: { source: 'digit' } }],
    [false, { data: { file: 'a.csv', columns: { zip: 'categories' } } }],
    [true, { data: { file: 'a.csv', target: ['a', 'b'], columns: { zip: 'category' } } }],
    [true, { trainer: { module: './a.mjs' }, space: { x: [1, 2] } }],
    [true, { trainer: { command: ['python3', 'a.py'] }, space: { layers: 3 } }],
    [true, { trainer: 'linear', space: { penalty: { range: [0.001, 1], scale: 'log' }, mix: [0, 0.5] } }],
    [false, { trainer: 'linear', space: dense }],
    [true, { trainer: 'parametric', space: { baseline: 'parametric', loss: ['mse', 'mae'] } }],
    [false, { trainer: 'parametric', space: dense }],
    [true, { space: { oneOf: [{ baseline: 'parametric' }, dense] } }],
    [true, { draw: 9, space: { ...dense, epochs: { range: [1, 9], integer: true, step: 2, default: 3 } } }],
    [true, { draw: 9, space: layers({ dense: { units: { oneOf: [8, { range: [16, 64], scale: 'log' }] } } }) }],
    [true, { require: { parameters: { below: 3000, above: 10 } } }],
    [false, { space: { ...dense, epochs: { range: [1, 9], scale: 'logarithmic' } } }],
    [false, { space: { ...dense, epochs: { range: [1] } } }],
    [false, { space: layers({ dense: { units: 2, activation: { range: [1, 2] } } }) }],
    [false, { draw: 0 }],
    [false, { require: { parameter: { below: 3 } } }],
  ])('%s: %j', (expected, change) => {
    const experiment = { name: 'm', data: { source: 'gratings' }, space: dense, ...change } as JsonObject;
    expect(takes(experiment), JSON.stringify(takes.errors)).toBe(expected);
  });

  test('docs/settings.md has its settings, neither more nor less', () => {
    const check = spawnSync(process.execPath, ['scripts/settings-page.mjs', '--check'], { encoding: 'utf8' });
    expect([check.status, check.stderr]).toEqual([0, '']);
    const page = readFileSync('docs/settings.md', 'utf8');
    const cells = [...page.matchAll(/^\|(?: {2}\|)? `(?:[^`]*\.)?([^`.]+)` \|/gm), ...page.matchAll(/^\*\*`(\w+)`/gm)];
    const onPage = new Set(cells.map(([, name]) => name as string));
    const missing = describedIn(schema).filter((name) => !onPage.has(name));
    expect(missing.filter((name) => ![...FORMS, 'name', 'shell', 'source'].includes(name))).toEqual([]);
  });

  test('tells the meaning of every key, and demands only what has no default', () => {
    expect(schema).toMatchObject({ required: ['name'], additionalProperties: false });
    const undescribed: string[] = [];
    visitProperties(schema, (key, { description, const: constant }) => {
      if (description === undefined && constant === undefined && key !== 'name') undescribed.push(key);
    });
    expect(undescribed).toEqual([]);
  });
});

function visitProperties(node: JsonValue, visit: (key: string, property: JsonObject) => void): void {
  if (node === null || typeof node !== 'object') return;
  for (const [key, child] of Object.entries(node) as [string, JsonValue][]) {
    // What a condition looks at is described where it stands.
    if (key === 'if' || key === 'then') continue;
    if (key === 'properties')
      for (const [name, property] of Object.entries(child as JsonObject)) visit(name, property as JsonObject);
    visitProperties(child, visit);
  }
}

function describedIn(schema: JsonValue): readonly string[] {
  const names = new Set<string>();
  visitProperties(schema, (key) => names.add(key));
  return [...names];
}

function propertiesOf(node: JsonValue): Record<string, JsonValue> {
  return ((node as Record<string, JsonValue>).properties ?? {}) as Record<string, JsonValue>;
}
