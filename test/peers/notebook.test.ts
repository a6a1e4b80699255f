/** @file The notebook of the examples, executed as it stands. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../app/command-line.js';
import { missingFor, PYTHON } from './debian-python.js';
import { PACKAGE_ENVIRONMENT } from './python-script.js';

const missing = missingFor('nbconvert', 'ipykernel', 'sklearn', 'cloudpickle', 'pandas', 'matplotlib');

interface Output {
  readonly output_type: string;
  readonly data?: Readonly<Record<string, string | readonly string[]>>;
}

test.skipIf(missing !== '')(`the notebook shows the answer, a table, a drawing and the page${missing}`, () => {
  const folder = temporaryFolder(onTestFinished);
  copyFileSync('examples/python/digits.ipynb', join(folder, 'digits.ipynb'));
  const args = ['-m', 'nbconvert', '--to', 'notebook', '--execute', '--output', 'executed', 'digits.ipynb'];
  const { status, stderr } = spawnSync(PYTHON, args, {
    cwd: folder,
    // Jupyter keeps what it knows of its user there.
    env: { ...PACKAGE_ENVIRONMENT, HOME: folder, JUPYTER_RUNTIME_DIR: join(folder, 'runtime') },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  const { cells } = JSON.parse(readFileSync(join(folder, 'executed.ipynb'), 'utf8')) as {
    readonly cells: readonly { readonly outputs?: readonly Output[] }[];
  };
  const shown = cells.flatMap(({ outputs = [] }) => outputs.map(({ data = {} }) => data));
  const pages = shown.map((data) => [data['text/html'] ?? ''].flat().join(''));
  expect(
    pages.filter((page) => /<p>units=\d+ rate=0\.\d+ \(c\w{8}\)\. \w[^<]* at 95 %: .*<svg/s.test(page)),
  ).toHaveLength(1);
  expect(pages.filter((page) => page.includes('<table') && page.includes('config.units'))).toHaveLength(1);
  expect(pages.filter((page) => page.includes('<iframe sandbox='))).toHaveLength(1);
  expect(shown.filter((data) => 'image/png' in data)).toHaveLength(1);
  // No line of progress stays, and no colours of a terminal.
  expect(JSON.stringify(cells)).not.toMatch(/\\u001b|\] race: /);
});
