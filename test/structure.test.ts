/** @file The house stands as drawn: the structure check passes here, and fails where it should. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { ALONE } from './alone.js';

const script = 'scripts/check-structure.mjs';
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function check(files?: Record<string, string>): { status: number | null; faults: string } {
  const args = [script];
  if (files !== undefined) {
    const root = mkdtempSync(join(tmpdir(), 'surefoot-structure-'));
    folders.push(root);
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, 'src', name)), { recursive: true });
      writeFileSync(join(root, 'src', name), text);
    }
    args.push('--root', root);
  }
  const { status, stderr } = spawnSync('node', args, { encoding: 'utf8' });
  return { status, faults: stderr };
}

const header = '/** @file For a test. */\n';

test('this tree is in order', () => {
  const { status, faults } = check();
  expect(faults).toBe('');
  expect(status).toBe(0);
});

test('the compiler parts core, race and engine from the rest, and core and race from Node', () => {
  const project = (name: string) => JSON.parse(readFileSync(`tsconfig/${name}.json`, 'utf8'));
  const knows = (name: string) => (project(name).references ?? []).map(({ path }: { path: string }) => path);
  expect([knows('core'), knows('race'), knows('engine')]).toEqual([[], ['./core.json'], ['./core.json']]);
  for (const name of ['core', 'race']) expect(project(name).compilerOptions.types).toEqual([]);
});

test('the picture in ARCHITECTURE.md shows the imports that there are', () => {
  expect(spawnSync('node', ['scripts/draw-rooms.mjs', '--check'], { encoding: 'utf8' })).toMatchObject({
    stderr: '',
    status: 0,
  });
});

test.each(['ARCHITECTURE.md', 'CONTRIBUTING.md'])('%s stays short', (page) => {
  const words = readFileSync(page, 'utf8')
    .split(/\s+/)
    .filter((word) => /\w/.test(word));
  expect(words.length).toBeLessThanOrEqual(1200);
});

test('files that replace modules, and no others, have a process of their own', () => {
  const files = ['src', 'test'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name.replaceAll('\\', '/')}`),
  );
  const replacing = files.filter(
    (path) => path.endsWith('.test.ts') && /\bvi\.(?:doM|m)ock\(/.test(readFileSync(path, 'utf8')),
  );
  expect(replacing.sort()).toEqual(ALONE);
});

test.each([
  [
    'a forbidden import',
    { 'stats/a.ts': `${header}import '../report/index.js';\n`, 'report/index.ts': header },
    'stats may not import report',
  ],
  [
    'a deep import',
    { 'stats/a.ts': `${header}import { x } from '../core/x.js';\n`, 'core/x.ts': header },
    'past its index.ts',
  ],
  [
    'a test of another room that sees it from inside',
    { 'core/x.ts': header, '../test/report/a.test.ts': `${header}import { x } from '../../src/core/x.js';\n` },
    'past its index.ts',
  ],
  [
    'a test that imports what is started as a process',
    {
      'app/start.ts': `${header}export const entry = new URL('./worker.js', import.meta.url);\n`,
      'app/worker.ts': `${header}export const x = 1;\n`,
      '../test/app/a.test.ts': `${header}import { x } from '../../src/app/worker.js';\n`,
    },
    'which is started as a process',
  ],
  [
    'an import from a floor above',
    { 'app/ask/a.ts': `${header}import '../run/b.js';\n`, 'app/run/b.ts': header },
    'which stands above it',
  ],
  [
    'a cycle',
    { 'core/a.ts': `${header}import './b.js';\n`, 'core/b.ts': `${header}import './a.js';\n` },
    'import cycle',
  ],
  ['a clock in a pure room', { 'stats/a.ts': `${header}export const t = Date.now();\n` }, 'pure, yet uses the clock'],
  ['files in a pure room', { 'stats/a.ts': `${header}import 'node:fs';\n` }, 'pure, yet imports node:fs'],
  [
    'ONNX Runtime by another door',
    { 'trainers/a.ts': `${header}import 'onnxruntime-node';\n` },
    'past engine/network/runtime/onnxruntime.ts',
  ],
  [
    'a queue by another door',
    { 'work/transports/a.ts': `${header}export const later = () => import('bullmq');\n` },
    'past work/transports/queue/bullmq.ts',
  ],
  [
    "numbers as the machine's locale writes them",
    { 'core/a.ts': [header, 'export const t = (1.5).toLocaleString();\n'].join('') },
    'name one',
  ],
  [
    'text cut without a locale',
    { 'core/a.ts': [header, 'export const t = new Intl.Segmenter();\n'].join('') },
    'name one',
  ],
  [
    'a name that is exported twice',
    { 'core/a.ts': `${header}export const way = 1;\n`, 'stats/a.ts': `${header}export type way = 2;\n` },
    'src/core/a.ts and src/stats/a.ts both export way',
  ],
  [
    'an error without a fix',
    { 'core/a.ts': `${header}throw inputError\`bad: It is bad.\`;\n` },
    'without its code or its fix',
  ],
  ['a missing header', { 'core/a.ts': 'export {};\n' }, 'no @file header'],
  ['an endless file', { 'core/a.ts': header + '\n'.repeat(400) }, 'at most 400'],
  ['an unknown room', { 'utils/a.ts': header }, 'lies in no room'],
  [
    'a plan that knows another',
    {
      'questions/race/plan/a.ts': `${header}import '../../curve/plan/index.js';\n`,
      'questions/curve/plan/index.ts': header,
    },
    'questions/race/plan may not import questions/curve/plan',
  ],
  ['a question without a plan of its own', { 'questions/race/a.ts': header }, 'lies in no room'],
])('%s is a fault', (_, files, fault) => {
  const { status, faults } = check(files as Record<string, string>);
  expect(status).toBe(1);
  expect(faults).toContain(fault);
});

test('what people add has its place: each line of the recipes finds the one that it stands before', () => {
  const recipes = JSON.parse(readFileSync('test/recipes/recipes.json', 'utf8')) as Record<
    string,
    { readonly lines: readonly { readonly in: string; readonly before: string; readonly add: string }[] }
  >;
  const texts = new Map<string, string>();
  const lost = Object.values(recipes).flatMap(({ lines }) =>
    lines.flatMap(({ in: path, before, add }) => {
      const parts = (texts.get(path) ?? readFileSync(path, 'utf8')).split(before);
      texts.set(path, parts.join(add + before));
      return parts.length === 2 ? [] : [`${path}: ${before}`];
    }),
  );
  expect(lost).toEqual([]);
});
