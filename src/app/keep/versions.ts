/**
 * @file Versions of a folder of code. Of a git repository each is a tree object, uncommitted and new files included, which a reference of ours
 * holds; elsewhere it is a copy beside the log. A training gets a copy of its own, which is thrown away.
 */
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { type InputError, inputError } from '../../core/index.js';
import { type GitPlace, git, gitPlace, gitSays } from './git.js';

export interface Version {
  /** Hash of all its files: equal code has equal ids. */
  readonly id: string;
  /** `HEAD`, `working tree`, a path. */
  readonly name: string;
}

/** Where versions are kept and found. */
export interface Versions {
  /** The folder as it is now. */
  working(): Version;
  /** A commit, a branch, a tag, a version's own id, or a folder. @throws InputError for what is none of these. */
  named(name: string): Version;
  /** What a session begins from; undefined where only the user can say. */
  first(): Version | undefined;
  /** @throws InputError for a version whose files are gone. */
  requireThere(version: Version): void;
  /** Files and folders of the list that differ between two versions. */
  differing(one: Version, other: Version, paths: readonly string[]): readonly string[];
  /** Copies a version into an empty folder; what comes back is the folder that its command runs in. */
  put(id: string, folder: string): string;
}

/** `folder` is where the command runs; `out` holds the log, and is no part of a version; `links` lead back from each copy. */
export function openVersions(folder: string, out: string, links: readonly string[]): Versions {
  for (const link of links) if (!existsSync(join(folder, link))) throw noLink(link);
  const place = gitPlace(folder);
  const opened = place === undefined ? copiedVersions(folder, out) : gitVersions(out, place);
  return {
    ...opened,
    put: (id, target) => {
      const own = opened.put(id, target);
      for (const link of links) linkBack(join(folder, link), join(own, link));
      return own;
    },
  };
}

const ID_LENGTH = 12;

function gitVersions(out: string, { top, prefix }: GitPlace): Versions {
  const indexed = <Made>(made: (environment: Readonly<Record<string, string>>) => Made): Made => {
    const index = join(tmpdir(), `surefoot-index-${process.pid}-${Date.now()}`);
    try {
      // What git knows of unchanged files spares reading them.
      const own = resolve(top, git(['rev-parse', '--git-path', 'index'], top));
      if (existsSync(own)) copyFileSync(own, index);
      return made({ GIT_INDEX_FILE: index });
    } finally {
      rmSync(index, { force: true });
    }
  };
  const treeOf = (ref: string) =>
    gitSays(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{tree}`], top);
  const told = (tree: string, name: string): Version => {
    requireNoSubmodules(tree, top);
    return { id: tree.slice(0, ID_LENGTH), name };
  };
  /** A tree that no commit has would be swept away one day. */
  const hold = (tree: string): void => {
    const commit = git(['commit-tree', tree, '-m', 'A version that surefoot keep has trained'], top, OURS);
    git(['update-ref', `refs/surefoot/keep/${tree.slice(0, ID_LENGTH)}`, commit], top);
  };
  const find = (id: string): string => {
    const tree = treeOf(`refs/surefoot/keep/${id}`);
    if (tree === undefined) throw versionGone(id);
    return tree;
  };
  return {
    working: () => {
      const inside = relative(top, out);
      const isInside = !inside.startsWith('..');
      // Git refuses to leave out what it ignores anyway.
      const isIgnored = isInside && gitSays(['check-ignore', '--quiet', '--', inside], top) !== undefined;
      const without = isInside && !isIgnored ? [`:(top,exclude)${inside}`] : [];
      const tree = indexed((environment) => {
        git(['add', '--all', '--', ':/', ...without], top, environment);
        if (isInside)
          git(['rm', '-r', '--quiet', '--cached', '--ignore-unmatch', '--', `:(top)${inside}`], top, environment);
        return git(['write-tree'], top, environment);
      });
      hold(tree);
      return told(tree, 'working tree');
    },
    named: (name) => {
      const tree = treeOf(`refs/surefoot/keep/${name}`) ?? treeOf(name);
      if (tree === undefined) throw noVersion(name, 'a commit, a branch or a tag of this repository');
      hold(tree);
      return told(tree, name);
    },
    first: () => {
      const tree = treeOf('HEAD');
      if (tree === undefined) return undefined;
      hold(tree);
      return told(tree, 'HEAD');
    },
    requireThere: ({ id }) => {
      find(id);
    },
    differing: (one, other, paths) => {
      if (paths.length === 0) return [];
      const changed = git(
        [
          'diff-tree',
          '-r',
          '--name-only',
          find(one.id),
          find(other.id),
          '--',
          ...paths.map((path) => `:(top)${prefix}${path}`),
        ],
        top,
      );
      return changed.split('\n').filter((path) => path !== '');
    },
    put: (id, target) => {
      const tree = find(id);
      const index = join(dirname(target), 'index');
      git(['read-tree', tree], top, { GIT_INDEX_FILE: index });
      git(['checkout-index', '--all', `--prefix=${target}${sep}`], top, { GIT_INDEX_FILE: index });
      return join(target, prefix);
    },
  };
}

/** Nobody's name stands in what the user has not committed. */
const OURS = {
  ...{ GIT_AUTHOR_NAME: 'surefoot', GIT_AUTHOR_EMAIL: 'surefoot@localhost', GIT_AUTHOR_DATE: '2000-01-01T00:00:00Z' },
  ...{
    GIT_COMMITTER_NAME: 'surefoot',
    GIT_COMMITTER_EMAIL: 'surefoot@localhost',
    GIT_COMMITTER_DATE: '2000-01-01T00:00:00Z',
  },
};

function requireNoSubmodules(tree: string, top: string): void {
  const [first] = git(['ls-tree', '-r', tree], top)
    .split('\n')
    .filter((line) => line.startsWith('160000 '));
  if (first === undefined) return;
  const path = first.slice(first.indexOf('\t') + 1);
  throw inputError`keep-submodule: ${path} is a submodule, whose files are no part of a version.
    Allowed: a repository whose own files are all that a training needs
    Fix: Name a folder without git as --baseline and --candidate, with the files of the submodule in it.`;
}

/** Where there is no git: a copy of each version beside the log. */
function copiedVersions(folder: string, out: string): Versions {
  const store = join(out, 'versions');
  const find = (id: string): string => {
    if (existsSync(join(store, id))) return join(store, id);
    throw versionGone(id);
  };
  const taken = (source: string, name: string): Version => {
    const files = filesOf(source, out);
    const hash = createHash('sha256');
    for (const file of files) {
      const path = join(source, file);
      const { mode } = lstatSync(path);
      const content = lstatSync(path).isSymbolicLink() ? Buffer.from(readlinkSync(path)) : readFileSync(path);
      hash.update(`${file}\0${mode & 0o111 ? 'x' : '-'}\0${content.length}\0`).update(content);
    }
    const id = hash.digest('hex').slice(0, ID_LENGTH);
    if (!existsSync(join(store, id))) {
      mkdirSync(join(store, id), { recursive: true });
      for (const file of files) cpSync(join(source, file), join(store, id, file), { verbatimSymlinks: true });
    }
    return { id, name };
  };
  return {
    working: () => taken(folder, 'this folder'),
    named: (name) => {
      const path = existsSync(join(store, name)) ? join(store, name) : resolve(name);
      if (!existsSync(path) || !lstatSync(path).isDirectory())
        throw noVersion(name, 'a folder, since there is no git here');
      return taken(path, name);
    },
    first: () => undefined,
    requireThere: ({ id }) => {
      find(id);
    },
    differing: (one, other, paths) => {
      const at = ({ id }: Version) =>
        filesOf(join(store, id), out).filter((file) => paths.some((path) => isWithin(file, path)));
      return [...new Set([...at(one), ...at(other)])].filter(
        (file) => !isSame(join(store, one.id, file), join(store, other.id, file)),
      );
    },
    put: (id, target) => {
      cpSync(find(id), target, { recursive: true, verbatimSymlinks: true });
      return target;
    },
  };
}

/** What no version has: what tools make again. */
const NEVER = new Set(['.git', 'node_modules', '__pycache__', '.venv']);

function filesOf(folder: string, out: string, inside = ''): readonly string[] {
  return readdirSync(join(folder, inside), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(inside, entry.name);
      if (NEVER.has(entry.name) || resolve(folder, path) === resolve(out)) return [];
      return entry.isDirectory() ? filesOf(folder, out, path) : [path];
    });
}

const isWithin = (file: string, path: string): boolean => {
  const own = path.replace(/\/+$/, '');
  return file === own || file.startsWith(`${own}/`);
};

function isSame(one: string, other: string): boolean {
  return existsSync(one) && existsSync(other) && readFileSync(one).equals(readFileSync(other));
}

/** A link to the user's own files, for what no version has: data, for one. */
function linkBack(source: string, target: string): void {
  if (existsSync(target)) return;
  mkdirSync(dirname(target), { recursive: true });
  symlinkSync(source, target);
}

function noLink(link: string): InputError {
  return inputError`keep-link: --link ${link}: there is no such file or folder.
    Allowed: paths from this folder, of what no version has and every training reads
    Fix: Check the path.`;
}

function noVersion(name: string, allowed: string): InputError {
  return inputError`keep-no-version: There is no version ${name}.
    Allowed: ${allowed}
    Fix: Name another one, or leave it out: the baseline is then the last version that was kept, and the candidate this folder as it is.`;
}

function versionGone(id: string): InputError {
  return inputError`keep-version-gone: The version ${id} is not there any more.
    Allowed: versions that were committed, or trained by this session
    Fix: Name another baseline with --baseline, such as HEAD.`;
}
