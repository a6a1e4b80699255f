/** @file Git as a program, for versions of code: no command here touches the user's tree, index, branches or stash. */
import { spawnSync } from 'node:child_process';
import { type InputError, inputError } from '../../core/index.js';

export interface GitPlace {
  /** Top of the working tree. */
  readonly top: string;
  /** The folder at hand, from there; with a slash at its end, or empty. */
  readonly prefix: string;
}

/** Where `folder` lies in a working tree; undefined outside of one, and where there is no git. */
export function gitPlace(folder: string): GitPlace | undefined {
  const { status, stdout } = runGit(['rev-parse', '--show-toplevel', '--show-prefix'], folder);
  if (status !== 0) return undefined;
  const [top = '', prefix = ''] = stdout.split('\n');
  return { top, prefix };
}

/** What it prints, without the last line's end. @throws InputError with what git says where it fails. */
export function git(
  args: readonly string[],
  folder: string,
  environment: Readonly<Record<string, string>> = {},
): string {
  const { status, stdout, stderr } = runGit(args, folder, environment);
  if (status === 0) return stdout.replace(/\n$/, '');
  throw gitFailed(args, stderr.trim());
}

/** Whether it ends well; for questions. */
export function gitSays(args: readonly string[], folder: string): string | undefined {
  const { status, stdout } = runGit(args, folder);
  return status === 0 ? stdout.trim() : undefined;
}

const MOST_BYTES = 64 * 2 ** 20;

function runGit(args: readonly string[], cwd: string, environment: Readonly<Record<string, string>> = {}) {
  // Variables of a hook, or of whoever calls, would lead to another repository or index.
  const own = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^GIT_(DIR|WORK_TREE|INDEX_FILE|PREFIX)$/.test(name)),
  );
  const { status, stdout, stderr, error } = spawnSync('git', [...args], {
    ...{ cwd, encoding: 'utf8', maxBuffer: MOST_BYTES },
    env: { ...own, LC_ALL: 'C', ...environment },
  });
  return { status: error === undefined ? status : null, stdout: stdout ?? '', stderr: error?.message ?? stderr };
}

function gitFailed(args: readonly string[], said: string): InputError {
  return inputError`keep-git: git ${args.join(' ')} failed: ${said}
    Allowed: a repository that git can read and write
    Fix: Run the same git command by hand in this folder and mend what it says.`;
}
