/** @file The code that a trainer will run, found without running it: from what is started along everything it imports. */
import { type CodePlace, isInstalled } from './code-place.js';
import type { FileTree } from './file-tree.js';
import { javascriptImports, resolveSpecifier } from './javascript.js';
import { isCode, type Language, languageOf } from './language.js';
import { pythonImports } from './python-imports.js';
import { resolvePythonImport } from './resolve-python.js';
import { type StartContext, type StartedCode, startedByShell } from './started-code.js';

interface FoundCode {
  /** Absolute, in the order in which they were met. */
  readonly files: readonly string[];
  /** What else the command names: configurations and data, but perhaps also what it writes to. */
  readonly data: readonly string[];
  /** Top-level names that Python imports and that are no file of the user's, standard library included. */
  readonly packages: readonly string[];
  /** How far it was looked, where that was not to the end. */
  readonly notices: readonly string[];
}

interface FindLimits {
  readonly files: number;
  /** A larger source is hashed as every file is, but its imports are not read. */
  readonly sourceBytes: number;
}

const LIMITS: FindLimits = { files: 2000, sourceBytes: 2 * 1024 * 1024 };

/** Files below the place's folders only; what is installed is left to its version. */
export async function findCode(
  started: readonly StartedCode[],
  place: CodePlace,
  { tree, environment }: Pick<StartContext, 'tree' | 'environment'>,
  limits: FindLimits = LIMITS,
): Promise<FoundCode> {
  const files = new Set<string>();
  const data = new Set<string>();
  const packages = new Set<string>();
  const seen = new Set<string>();
  const waiting: Waiting[] = [...started];
  let isCut = false;
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { path, inline, pythonPath } = next;
    const key = [path, inline?.source, ...pythonPath].join('\0');
    if (seen.has(key)) continue;
    seen.add(key);
    if (inline === undefined && next.isImported !== true && !isCode(path)) {
      data.add(path);
      continue;
    }
    if (inline === undefined) {
      isCut ||= files.size === limits.files;
      if (isCut) break;
      files.add(path);
    }
    const source = inline ?? readSource(path, tree, limits);
    if (source === undefined) continue;
    if (source.language === 'shell') {
      const folder = place.folder;
      waiting.push(...startedByShell(source.source, { folder, tree, environment }));
      continue;
    }
    const imported = await importedBy({ ...next, ...source }, tree, packages);
    const owned = imported.filter((file) => place.owns(file));
    waiting.push(...owned.map((file) => ({ path: file, pythonPath, isImported: true })));
  }
  const notices = isCut
    ? [`the trainer's code has more than ${limits.files} files: changes in the rest go unnoticed`]
    : [];
  return { files: [...files], data: [...data], packages: [...packages], notices };
}

/** What code imports is a part of it, whatever it is. */
type Waiting = StartedCode & { readonly isImported?: boolean };

interface Source {
  readonly language: Language;
  readonly source: string;
}

function readSource(path: string, tree: FileTree, { sourceBytes }: FindLimits): Source | undefined {
  const bytes = isInstalled(path) ? undefined : tree.read(path);
  if (bytes === undefined || bytes.length > sourceBytes) return undefined;
  const head = new TextDecoder().decode(bytes.subarray(0, 200)).split('\n')[0];
  const language = languageOf(path, head);
  return language && { language, source: new TextDecoder().decode(bytes) };
}

async function importedBy(
  { language, source, path, pythonPath }: Source & StartedCode,
  tree: FileTree,
  packages: Set<string>,
): Promise<readonly string[]> {
  if (language === 'python') {
    return pythonImports(source).flatMap((one) => {
      const found = resolvePythonImport(one, path, pythonPath, tree);
      if (found.length === 0 && one.level === 0) packages.add(one.module.split('.')[0] as string);
      return found;
    });
  }
  const specifiers = await javascriptImports(source);
  return specifiers.flatMap((one) => resolveSpecifier(one, path, tree) ?? []);
}
