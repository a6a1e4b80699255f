/** @file What docs/keep.md tells to copy: the loop of a shell, the instruction, the benchmark and the workflow run as they stand, with programs that stand in. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { CLI, temporaryFolder } from './command-line.js';

const HAS_TOOLS = ['git', 'bash'].every((name) => spawnSync(name, ['--version']).status === 0);
const without = HAS_TOOLS ? '' : ' (skipped: there is no git or bash)';
const PAGE = readFileSync('docs/keep.md', 'utf8');

/** The first block of that language that has these words. */
function block(language: string, words: string): string {
  const all = [...PAGE.matchAll(/```(\w+)\n([\s\S]*?)```/g)];
  return all.find(([, name, text = '']) => name === language && text.includes(words))?.[2] ?? '';
}

/** Stands in for Python: a train.py that says `gain = 0.6` trains so much better, with noise from the seed. */
const TRAINING = `
import { readFileSync } from 'node:fs';
const [script, , seed] = process.argv.slice(2);
const [, gain] = /gain = (\\S+)/.exec(readFileSync(script, 'utf8'));
console.log('val_loss: ' + (1 - gain + ((Math.imul(seed, 0x9e3779b1) >>> 8) / 2 ** 24 - 0.5) / 20));
`;

let folder = '';
let programs = '';
const program = (name: string, text: string): void => {
  writeFileSync(join(programs, name), `#!/bin/sh\n${text}\n`);
  chmodSync(join(programs, name), 0o755);
};
const run = (script: string, environment: Readonly<Record<string, string>> = {}) => {
  const PATH = [programs, process.env.PATH].join(delimiter);
  const own = { NODE: process.execPath, CLI, TRAINING: join(programs, 'training.mjs') };
  const env = { ...process.env, PATH, GIT_CONFIG_GLOBAL: join(programs, 'gitconfig'), ...own, ...environment };
  // Where no shell is above it, bash reads the user's own file, and that may put other programs first.
  return spawnSync('bash', ['--norc', '-e', '-c', script], { cwd: folder, encoding: 'utf8', env });
};

describe.skipIf(!HAS_TOOLS)(`recipes of docs/keep.md${without}`, () => {
  beforeEach(() => {
    const place = temporaryFolder(onTestFinished);
    [folder, programs] = [join(place, 'code'), join(place, 'programs')];
    for (const made of [folder, programs]) mkdirSync(made);
    writeFileSync(join(programs, 'gitconfig'), '[user]\nname = someone\nemail = someone@localhost\n');
    writeFileSync(join(programs, 'training.mjs'), TRAINING);
    program('surefoot', 'exec "$NODE" "$CLI" "$@"');
    program('python3', 'exec "$NODE" "$TRAINING" "$@"');
    writeFileSync(join(folder, 'train.py'), 'gain = 0\n');
    writeFileSync(join(folder, '.gitignore'), 'runs/\nedits\n');
    expect(run('git init -q . && git add . && git commit -qm first').status).toBe(0);
  });

  test('the loop of a shell', () => {
    writeFileSync(join(folder, 'edits'), '0.5\n-0.2\n');
    program('your-editor', 'echo "gain = $(head -n 1 edits)" > "$1"; sed -i.bak 1d edits');
    const loop = block('sh', 'your-editor').replace('$(seq 20)', '1 2');
    expect(loop.trimEnd().split('\n').length).toBeLessThanOrEqual(10);
    const { status, stdout } = run(loop);
    expect([status, stdout]).toEqual([0, expect.stringContaining('the gain of the session is real')]);
    expect(readFileSync(join(folder, 'train.py'), 'utf8')).toBe('gain = 0.5\n');
    expect(run('git log --format=%s').stdout).toBe('kept\nfirst\n');
  });

  test('the command of the instruction, which has fifteen lines', () => {
    const lines = block('text', 'You improve train.py').trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(15);
    const [command = ''] = lines.flatMap((line) => /Run: (surefoot keep .*)$/.exec(line)?.[1] ?? []);
    writeFileSync(join(folder, 'train.py'), 'gain = 0.5\n');
    const kept = run(command);
    expect([kept.status, JSON.parse(kept.stdout)]).toMatchObject([0, { verdict: 'keep' }]);
    writeFileSync(join(folder, 'eval.py'), 'changed\n');
    expect(run(command).status).toBe(4);
  });

  test('a benchmark that prints a time', () => {
    const bench = (seconds: number) => {
      writeFileSync(join(folder, 'bench.sh'), `#!/bin/sh\necho 'seconds: ${seconds}'\n`);
      chmodSync(join(folder, 'bench.sh'), 0o755);
    };
    bench(2);
    run('git add . && git commit -qm bench');
    bench(1.5);
    const { status, stdout } = run(block('sh', '--unseeded'));
    expect([status, stdout]).toEqual([0, expect.stringContaining('mean of seconds 2')]);
  });

  test('the workflow: what runs the code may read alone, what comments runs none of it', () => {
    const { on, permissions, jobs } = parse(block('yaml', 'pull_request_target'));
    expect([on, permissions]).toEqual(['pull_request_target', {}]);
    expect(jobs.judge.permissions).toEqual({ contents: 'read' });
    expect(jobs.comment.permissions).toEqual({ 'pull-requests': 'write' });
    const checkout = jobs.judge.steps.find(({ uses }: { uses?: string }) => uses?.startsWith('actions/checkout'));
    expect(checkout.with['persist-credentials']).toBe(false);
    expect(JSON.stringify(jobs.comment.steps)).not.toContain('uses');
    // No text of an event stands in a script.
    const scripts = [...jobs.judge.steps, ...jobs.comment.steps].map(({ run = '' }) => run);
    expect(scripts.filter((script) => script.includes('${{'))).toEqual([]);

    writeFileSync(join(folder, 'train.py'), 'gain = 0.5\n');
    const output = join(programs, 'output');
    const judged = run(jobs.judge.steps.at(-1).run, { BASE: 'HEAD', GITHUB_OUTPUT: output });
    expect([judged.status, existsSync(output)]).toEqual([0, true]);
    const ANSWER = readFileSync(output, 'utf8').replace(/^answer=/, '');
    program('gh', 'cat > comment; echo "$@" >> comment');
    const commented = run(jobs.comment.steps[0].run, { ANSWER, PULL_REQUEST: 'https://example.org/pull/1' });
    expect(commented.status).toBe(0);
    expect(readFileSync(join(folder, 'comment'), 'utf8')).toMatch(
      /^ {4}\{"verdict":"keep",.*\}\npr comment https:\/\/example\.org\/pull\/1 --body-file -\n$/,
    );
    // A version that is worse does not fail the job; bad input does.
    writeFileSync(join(folder, 'train.py'), 'gain = -1\n');
    expect(run(jobs.judge.steps.at(-1).run, { BASE: 'HEAD', GITHUB_OUTPUT: output }).status).toBe(0);
    expect(run(jobs.judge.steps.at(-1).run, { BASE: 'nowhere', GITHUB_OUTPUT: output }).status).not.toBe(0);
  });
});
