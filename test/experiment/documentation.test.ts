/** @file The experiments in docs/experiment-file.md and docs/data.md are read, and have the candidates that the text says. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { dataSpecSchema } from '../../src/engine/datasets/index.js';
import { countSpace, experimentJsonSchema, parseExperiment } from '../../src/experiment/index.js';

const text = readFileSync('docs/experiment-file.md', 'utf8');
const blocks = [...(text + readFileSync('docs/data.md', 'utf8')).matchAll(/```yaml\n([\s\S]*?)```/g)].map(
  ([, yaml]) => yaml as string,
);

test('every experiment in it is one', () => {
  const drafts = blocks.map((yaml) => parseExperiment(yaml, { source: 'docs', dataSchema: dataSpecSchema }));
  expect(drafts.map(({ name, spaces }) => [name, ...spaces.map(({ space }) => countSpace(space))])).toEqual([
    ['digits', 2],
    ['good-enough', 6],
    ['costly', 4],
    ['which-kind', 4, 2],
    ['deep-or-not', 36],
    ['drawn', Number.POSITIVE_INFINITY],
    ['searched', Number.POSITIVE_INFINITY],
    ['houses-linear', 10],
    ['clusters', 2],
  ]);
});

test('its table has every key', () => {
  const { properties } = experimentJsonSchema(dataSpecSchema);
  for (const key of Object.keys(properties as object)) expect(text).toContain(`| \`${key}\` |`);
});
