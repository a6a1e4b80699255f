/** @file Watches the files that the losses of an experiment's trainer rest on, and the versions of Python and its packages. */

import { execFile } from 'node:child_process';
import { type Candidate, type CodeFiles, type CodeVersions, type InputError, inputError } from '../../core/index.js';
import { CodePlace, type FilePatterns, isCode } from './code-place.js';
import { CodeWatch } from './code-watch.js';
import { diskTree, LARGEST_HASHED_BYTES } from './file-tree.js';
import { findCode } from './find-code.js';
import { readLoadedCode } from './loaded-code.js';
import { type StartedCode, startedBy } from './started-code.js';

export interface CodeSpec {
  /** Absolute folder of the experiment, in which a command runs. */
  readonly folder: string;
  /** What is started: a command as it is written, or a module by its absolute path. */
  readonly start: { readonly command: readonly string[] | { readonly shell: string } } | { readonly module: string };
  /** What the command gets in addition to this process's environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Patterns of further files; those that begin with `!` leave files out. */
  readonly files?: readonly string[];
}

/** What is asked of watched files while trainings go on. */
export type Watch = Pick<CodeWatch, 'state' | 'changedSince' | 'take' | 'look'>;

export interface WatchedCode {
  readonly watch: Watch;
  /** Where several models race: of the model of this candidate alone; undefined where there is no such model. */
  readonly of?: (candidate: Candidate) => Watch | undefined;
  /** Likewise: whether trainings with these files were made by the trainer that its model has now. */
  readonly isOfTrainer?: (candidate: Pick<Candidate, 'configuration'>, files: CodeFiles) => boolean;
  /** Likewise: which of these files are not there, as far as the models are, by their names. */
  readonly missing?: (files: CodeFiles) => ReadonlyMap<string, readonly string[]>;
  /** Absolute folders whose files a training should report when it loads them. */
  readonly folders: readonly string[];
  /** What is not watched as it should be. */
  readonly notices: readonly string[];
  /** Has the watch ask for versions that nothing else tells, in a process of its own; absent where there is nothing to ask. */
  learnVersions?(): Promise<void>;
}

/** What a function's own text is called among the files. */
const FUNCTION_NAME = 'the training function';

/** The code of a function, as far as it can be seen: its own text. */
export function watchFunction(train: (...args: never[]) => unknown): WatchedCode {
  const watch = new CodeWatch(new CodePlace(process.cwd()));
  watch.noteText(FUNCTION_NAME, train.toString());
  watch.noteVersions({ 'Node.js': process.versions.node });
  return { watch, folders: [], notices: [] };
}

/** @throws InputError (`files-missing`) for a pattern that names no file. */
export async function watchCode({ folder, start, environment, files = [] }: CodeSpec): Promise<WatchedCode> {
  const place = new CodePlace(folder);
  const patterns = files.length === 0 ? NO_PATTERNS : (await import('./code-place.js')).filePatterns(files, folder);
  const watch = new CodeWatch(place, patterns.isIgnored);
  const context = { folder, tree: diskTree(), environment: { ...process.env, ...environment } };
  const started: readonly StartedCode[] =
    'module' in start ? [{ path: start.module, pythonPath: [] }] : startedBy(start.command, context);
  for (const { path, inline } of started) if (inline === undefined && isCode(path)) place.include(path);
  const found = await findCode(started, place, context);
  for (const path of found.files) watch.watch(path);
  for (const path of found.data) watch.note(path);
  const named = patterns.find();
  if (named.unmatched.length > 0) throw noSuchFiles(named.unmatched, folder);
  for (const [index, path] of named.files.entries()) {
    if (index < MOST_WATCHED) watch.watch(path);
    else watch.note(path);
  }
  const notices = [...found.notices, ...cappedFiles(named.files.length), ...cappedSizes(watch.state.files)];
  const { interpreter } = started.find((one) => one.interpreter !== undefined) ?? {};
  return {
    watch,
    notices,
    folders: place.folders,
    ...(interpreter === undefined
      ? {}
      : {
          learnVersions: async () =>
            watch.noteVersions(await pythonVersions({ ...context, interpreter, packages: found.packages })),
        }),
  };
}

const NO_PATTERNS: FilePatterns = { find: () => ({ files: [], unmatched: [] }), isIgnored: () => false };

/** Looking at so many before every outcome takes some milliseconds. */
const MOST_WATCHED = 2000;

function cappedFiles(count: number): string[] {
  return count <= MOST_WATCHED
    ? []
    : [`trainer.files names ${count} files: all but ${MOST_WATCHED} are looked at only when a run begins`];
}

function cappedSizes(files: CodeFiles): string[] {
  const large = Object.keys(files).filter((name) => files[name]?.endsWith(' bytes'));
  const size = `${LARGEST_HASHED_BYTES / 1024 ** 2} MiB`;
  return large.length === 0 ? [] : [`of files larger than ${size} only the size is compared: ${large.join(', ')}`];
}

function noSuchFiles(patterns: readonly string[], folder: string): InputError {
  return inputError`files-missing: trainer.files: ${patterns.map((pattern) => `"${pattern}"`).join(', ')} matches no file in ${folder}.
    Allowed: paths and patterns such as lib/*.R, from the experiment's folder; !build leaves files out
    Fix: Correct the pattern, or leave it out.`;
}

interface PythonQuestion {
  /** The interpreter that the command names. */
  readonly interpreter: string;
  /** The packages by the names of imports. */
  readonly packages: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Longer than any Python takes to start; the answer is no more than worth having. */
const PATIENCE_MS = 20_000;

/** Imports nothing of the user's: no package is run, their installation records are read. */
const SCRIPT = `
import sys
sys.path.pop(0)
import importlib.metadata, json
called = {"sklearn": "scikit-learn", "cv2": "opencv-python", "PIL": "pillow", "yaml": "PyYAML", "skimage": "scikit-image"}
versions = {"Python": ".".join(map(str, sys.version_info[:3]))}
for name in sys.argv[1:]:
    try:
        versions[name] = importlib.metadata.version(called.get(name, name))
    except Exception:
        pass
print(json.dumps({"versions": versions}))
`;

/** Empty where that Python does not answer. */
function pythonVersions({ interpreter, packages, folder, environment }: PythonQuestion): Promise<CodeVersions> {
  const options = { cwd: folder, env: environment as NodeJS.ProcessEnv, timeout: PATIENCE_MS };
  return new Promise((resolve) => {
    execFile(interpreter, ['-c', SCRIPT, ...packages], options, (_, stdout) => {
      try {
        resolve(readLoadedCode(JSON.parse(stdout))?.versions ?? {});
      } catch {
        resolve({});
      }
    });
  });
}
