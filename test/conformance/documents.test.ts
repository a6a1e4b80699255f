/** @file What is listed is written down: columns and fields have their rows in the docs, rules their row and options, studies every way to ask them. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import * as library from '../../src/app/library/functions.js';
import { COMMANDS } from '../../src/cli/program.js';
import { STUDY_KINDS } from '../../src/core/index.js';
import { RULE_NAMES, ruleOptions } from '../../src/questions/race/plan/index.js';
import { renderTrialsCsv } from '../../src/report/index.js';
import { resultSchema } from '../../src/report/result/result-schema.js';
import { simulateRun } from '../report/simulated-run.js';
import { listFaults } from './list-suite.js';
import { firstCells, isNamed, readPage, untoldFields } from './told-in.js';

/** A part of a page: from its heading to the next of the same size. */
function part(page: string, heading: string): string {
  const text = readPage(page);
  const from = text.indexOf(`\n${heading}\n`) + 1;
  expect(from, `${page} has the heading "${heading}"`).toBeGreaterThan(0);
  const marks = /^#+/.exec(heading)?.[0] ?? '';
  return text.slice(from).split(new RegExp(`\n#{1,${marks.length}} `))[0] as string;
}

describe('columns of trials.csv', () => {
  const cells = firstCells(part('docs/result-format.md', '# `trials.csv`'));
  const { header, outcomes } = simulateRun({ candidates: 3 });
  const candidates = header.candidates.map((one) => ({ ...one, configuration: { x: 1 } }));
  const [first = ''] = renderTrialsCsv(
    { ...header, candidates },
    outcomes.map((one) => ({ ...one, metrics: { mae: 1 } })),
  ).split('\r\n');
  it.each(first.split(',').filter((column) => column !== 'mae'))('%s has its row', (column) => {
    const named = column.replace(/^config\..*/, 'config.KEY');
    expect(
      cells.some(
        (cell) =>
          cell.split(', ').includes(`\`${named}\``) || (named.startsWith('seed.') && cell.includes('`seed.init`')),
      ),
    ).toBe(true);
  });
});

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly $ref?: string;
}

/** Every field, with those that it stands within. */
function fieldsOf(schema: Schema, within: readonly string[] = []): readonly (readonly string[])[] {
  const parts = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.items ? [schema.items] : [])];
  const values = typeof schema.additionalProperties === 'object' ? [schema.additionalProperties] : [];
  return [
    ...Object.entries(schema.properties ?? {}).flatMap(([name, own]) => [
      [...within, name],
      ...fieldsOf(own, [...within, name]),
    ]),
    ...[...parts, ...values].flatMap((own) => fieldsOf(own, within)),
  ];
}

describe('fields of result.json', () => {
  const schema = z.toJSONSchema(resultSchema, { unrepresentable: 'any', io: 'input' }) as Schema;
  const fields = fieldsOf(schema);
  it('are all told', () => {
    expect(fields.length).toBeGreaterThan(150);
    expect(untoldFields(readPage('docs/result-format.md'), fields)).toEqual([]);
  });
});

describe('rules', () => {
  const told = part('docs/replay.md', '## Rules');
  it.each(RULE_NAMES)('%s has its row and its options', (rule) => {
    expect(
      firstCells(told).some((cell) => cell.split(', ').includes(`\`${rule}\``)),
      `docs/replay.md has a row of ${rule}`,
    ).toBe(true);
    for (const option of Object.keys(ruleOptions(rule)))
      expect(isNamed(told + readPage('docs/experiment-file.md'), option), `the docs tell ${option} of ${rule}`).toBe(
        true,
      );
  });
  it('have names of their own', () => expect(listFaults('rule', RULE_NAMES)).toEqual([]));
});

describe.each(STUDY_KINDS)('the study %s', (kind) => {
  it('has a command, with help', () => expect(COMMANDS.map(({ name }) => name)).toContain(kind));
  it('has a function of the library, and its row there', () => {
    expect(Object.keys(library)).toContain(kind);
    expect(firstCells(readPage('docs/library.md')).join()).toContain(`\`${kind}\``);
  });
  it('has a function in Python', () => {
    expect(readPage('clients/python/surefoot/_public.py')).toContain(`import ${kind} as ${kind}`);
    expect(isNamed(readPage('docs/python.md'), kind)).toBe(true);
  });
  it('has its findings told', () => {
    expect(readPage('docs/study-format.md')).toMatch(new RegExp(`^## .*\`${kind}\``, 'm'));
  });
});

it('no two studies have a name alike', () => expect(listFaults('study', STUDY_KINDS)).toEqual([]));
