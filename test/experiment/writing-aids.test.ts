/** @file What helps to write an experiment: the template and the schema for editors. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import type { JsonValue } from '../../src/core/index.js';
import { type DataSpec, dataSpecSchema, loadDataset } from '../../src/datasets/index.js';
import {
  buildCandidates,
  experimentJsonSchema,
  experimentTemplate,
  parseExperiment,
} from '../../src/experiment/index.js';
import { createNetworkInspector } from '../../src/trainers/network/index.js';

const options = { source: 'experiment.yaml', dataSchema: dataSpecSchema };
const own = { name: 'm "n"', data: { file: "my 'table'.csv", target: 'a: b' } };

describe('the template', () => {
  test('runs as it stands', async () => {
    const draft = parseExperiment(experimentTemplate({ name: 'first' }), options);
    const dataset = await loadDataset(draft.data as DataSpec, { baseFolder: process.cwd() });
    const { candidates } = buildCandidates(draft.spaces, { inspector: createNetworkInspector(dataset) });
    expect(candidates).toHaveLength(16);
    expect(draft.sample).toBeLessThanOrEqual(dataset.pool.count);
  });

  test("takes the user's own file, whatever it is called", () => {
    const { name, data, spaces } = parseExperiment(experimentTemplate({ ...own, name: 'own' }), options);
    expect(name).toBe('own');
    expect(data).toMatchObject({ file: own.data.file, target: [own.data.target] });
    const network = { inputShape: [7], task: 'regression', targetNames: ['y'], classes: [], features: [] } as const;
    const inspector = createNetworkInspector(network);
    expect(buildCandidates(spaces, { inspector }).candidates).toHaveLength(12);
  });

  test('names every key an experiment can have', () => {
    const text = experimentTemplate({ name: 'm' });
    for (const key of Object.keys(propertiesOf(experimentJsonSchema(dataSpecSchema)))) expect(text).toContain(key);
  });
});

describe('the JSON Schema', () => {
  const schema = experimentJsonSchema(dataSpecSchema);

  test('takes every example and the templates', () => {
    const check = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
    const examples = readdirSync('examples')
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => readFileSync(`examples/${name}`, 'utf8'));
    for (const text of [...examples, experimentTemplate({ name: 'm' }), experimentTemplate({ ...own, name: 'm' })]) {
      expect(check.safeParse(parse(text, { merge: true })).error).toBeUndefined();
    }
    expect(check.safeParse({ name: 'm', space: {}, sampel: 3 }).success).toBe(false);
    expect(check.safeParse({ name: 'm', space: {}, race: { warmup: 0 } }).success).toBe(false);
  });

  test('tells the meaning of every key, and demands only what has no default', () => {
    expect(schema).toMatchObject({ required: ['name'], additionalProperties: false });
    const undescribed: string[] = [];
    const visit = (node: JsonValue, path: string) => {
      if (Array.isArray(node)) {
        for (const [index, member] of node.entries()) visit(member as JsonValue, `${path}[${index}]`);
        return;
      }
      if (node === null || typeof node !== 'object') return;
      for (const [key, property] of Object.entries(propertiesOf(node))) {
        const { description, const: constant } = property as { description?: string; const?: string };
        if (description === undefined && constant === undefined) undescribed.push(`${path}.${key}`);
      }
      for (const [key, child] of Object.entries(node)) visit(child, `${path}.${key}`);
    };
    visit(schema, '');
    expect(undescribed).toEqual([]);
  });
});

function propertiesOf(node: JsonValue): Record<string, JsonValue> {
  return ((node as Record<string, JsonValue>).properties ?? {}) as Record<string, JsonValue>;
}
