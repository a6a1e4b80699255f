/** @file Workflows, ours and those for users, are what GitHub reads, by its own schema, and have no more rights than they need. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { runInThisContext } from 'node:vm';
import { rolldown } from 'rolldown';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: unknown;
  readonly jobs: Readonly<Record<string, { readonly permissions?: Readonly<Record<string, string>>; steps: Step[] }>>;
}

const FOLDERS = ['.github/workflows', 'examples/workflows'];
const paths = FOLDERS.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)));

/** GitHub's own reader, which is written for bundlers: Node does not load it as it is. */
async function readerOfGitHub(): Promise<typeof import('@actions/workflow-parser')> {
  const built = await rolldown({ input: '@actions/workflow-parser', platform: 'node', logLevel: 'silent' });
  const { output } = await built.generate({ format: 'cjs' });
  const exported = {} as typeof import('@actions/workflow-parser');
  runInThisContext(`(exports, require) => {${output[0].code}}`)(exported, createRequire(import.meta.url));
  return exported;
}
const { NoOperationTraceWriter, parseWorkflow } = await readerOfGitHub();

function errorsOf(name: string, content: string): readonly string[] {
  const { context } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
  return context.errors.getErrors().map(({ message }) => message);
}

describe.each(paths)('%s', (path) => {
  const text = readFileSync(path, 'utf8');
  const { on, permissions, jobs } = parse(text) as Workflow;
  const steps = Object.values(jobs).flatMap((job) => job.steps);

  it('holds to the schema', () => expect(errorsOf(path, text)).toEqual([]));

  it('may read alone, but for jobs that publish, which run nothing that is checked out', () => {
    expect(permissions).toEqual({ contents: 'read' });
    for (const { permissions: own = {}, steps } of Object.values(jobs)) {
      if (!Object.values(own).includes('write')) continue;
      expect(steps.filter(({ uses }) => uses?.startsWith('actions/checkout'))).toEqual([]);
      expect(basename(path)).toMatch(/^(?:publish|site)\.yml$/);
    }
  });

  it('gives code of forks no secret and no token', () => {
    expect(Object.keys(on)).not.toContain('pull_request_target');
    expect(text).not.toMatch(/\$\{\{\s*secrets\./);
    for (const step of steps.filter(({ uses }) => uses?.startsWith('actions/checkout')))
      expect(step.with).toMatchObject({ 'persist-credentials': false });
  });

  it('puts nothing that others can name into a command', () => {
    expect(steps.flatMap(({ run = '' }) => run.match(/\$\{\{/g) ?? [])).toEqual([]);
  });

  it('names versions of actions, and only commands and files that are there', () => {
    for (const { uses, run = '' } of steps) {
      if (uses !== undefined) expect(uses).toMatch(/^[\w-]+\/[\w-]+@(?:v\d+|release\/v\d+)$/);
      for (const [, file = ''] of run.matchAll(/\bnode (\w[\w/.-]+)/g)) expect(existsSync(file), file).toBe(true);
      const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
      for (const [, name = ''] of run.matchAll(/\bnpm (?:run )?(test|(?<=run )\w+)/g))
        expect(scripts).toHaveProperty(name);
    }
  });
});

it.each([
  ['runs-on', 'run-on'],
  ['matrix.node }}', 'matrix.node'],
  ['contents: read', 'contents: look'],
])('a workflow with %s as %s is refused', (right, wrong) => {
  const text = readFileSync('.github/workflows/test.yml', 'utf8');
  expect(errorsOf('wrong.yml', text.replace(right, wrong))).not.toEqual([]);
});

it('every Node.js that is promised is tried, the oldest first', () => {
  const { jobs } = parse(readFileSync('.github/workflows/test.yml', 'utf8')) as {
    jobs: { test: { strategy: { matrix: { node: number[] } } } };
  };
  const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { engines: { node: string } };
  const { node } = jobs.test.strategy.matrix;
  expect(engines.node).toBe(`>=${Math.min(...node)}.19`);
  expect(node).toEqual([20, 22, 24]);
});
