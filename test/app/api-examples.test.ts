/** @file Each function, class and list of the package has an example in its documentation, and every example is right for its types. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from './command-line.js';

const MODULES = { surefoot: 'app', 'surefoot/race': 'race', 'surefoot/engine': 'engine' } as const;
/** What examples have around them: a training of the user's, what was caught, a test runner. */
const AROUND = `import { readFileSync, writeFileSync } from 'node:fs';
declare function train(...given: readonly unknown[]): number;
declare const error: unknown;
declare function test(name: string, body: () => Promise<void>): void;
`;

const files = readdirSync('dist', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.d.ts'));

/** Of the documentation above a declaration, first of those in the module's own folder; of several signatures the first one's. */
function exampleOf(name: string, folder: string): string | undefined {
  const declaration = new RegExp(
    `/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\s*export declare (?:function|class|const) ${name}\\b`,
  );
  const own = (file: string) => (file.startsWith(folder) ? 0 : 1);
  const [told = ''] = files
    .toSorted((one, other) => own(one) - own(other))
    .flatMap((file) => declaration.exec(readFileSync(join('dist', file), 'utf8'))?.[1] ?? []);
  return /@example\s([\s\S]*?)(?=\n@|$)/.exec(told.replaceAll(/^ *\* ?/gm, ''))?.[1]?.trim();
}

test('every name has an example, and its types hold', async () => {
  const examples: string[] = [];
  for (const [module, folder] of Object.entries(MODULES)) {
    const names = Object.keys((await import(resolve('dist', folder, 'index.js'))) as object);
    expect(names.length).toBeGreaterThan(3);
    expect(names.filter((name) => exampleOf(name, folder) === undefined)).toEqual([]);
    const uses = names.map((name) => `export async function of_${name}() {\n${exampleOf(name, folder)}\n}\n`);
    examples.push(`${AROUND}import { ${names.join(', ')} } from '${module}';\n${uses.join('')}`);
  }
  const place = temporaryFolder(onTestFinished);
  for (const [number, text] of examples.entries()) writeFileSync(join(place, `module-${number}.ts`), text);
  const dist = Object.entries(MODULES).map(
    ([module, name]) => [module, [resolve('dist', name, 'index.d.ts')]] as const,
  );
  const compilerOptions = {
    ...{ target: 'es2022', lib: ['es2022'], module: 'nodenext', strict: true, noEmit: true, types: ['node'] },
    ...{ skipLibCheck: true, paths: Object.fromEntries(dist), typeRoots: [resolve('node_modules/@types')] },
  };
  writeFileSync(join(place, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
  writeFileSync(join(place, 'package.json'), '{ "type": "module" }');
  const { stdout } = spawnSync(process.execPath, [resolve('node_modules/typescript/bin/tsc'), '-p', place], {
    encoding: 'utf8',
  });
  expect(stdout).toBe('');
});
