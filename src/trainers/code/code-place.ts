/** @file Tells which files are the user's own code, and names them for logs and messages. */
import { realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import type { FileTree } from './file-tree.js';

/** Folders in which only what was installed lies. */
const INSTALLED = new Set(['node_modules', 'site-packages', 'dist-packages', '.git', '__pycache__']);
const SYSTEM = /^\/(?:usr\/(?:local\/)?)?(?:s?bin|lib|lib64|libexec)\/|^\/(?:nix|snap|System|Library|opt\/homebrew)\//;

export class CodePlace {
  /** The experiment's, absolute. */
  readonly folder: string;
  readonly #real: string;
  /** Folders of scripts outside of it that a command names. */
  readonly #more = new Set<string>();

  constructor(folder: string) {
    this.folder = folder;
    this.#real = realOf(folder);
  }

  /** What lies beside this script is the user's too. */
  include(script: string): void {
    if (!this.owns(script)) this.#more.add(dirname(script));
  }

  /** All folders with code of the user's. */
  get folders(): readonly string[] {
    return [...new Set([this.folder, this.#real, ...this.#more])];
  }

  owns(path: string): boolean {
    return this.folders.some((folder) => isBelow(path, folder)) && !isInstalled(path);
  }

  /** The path from the experiment's folder, with `/` between its parts. */
  nameOf(path: string): string {
    const shortest = isBelow(path, this.#real) ? this.#real : this.folder;
    return relative(isBelow(path, this.folder) ? this.folder : shortest, path)
      .split(sep)
      .join('/');
  }

  pathOf(name: string): string {
    return join(this.folder, name);
  }
}

/** Part of an installed package, by its path. */
export function isInstalled(path: string): boolean {
  return path.split(sep).some((part) => INSTALLED.has(part));
}

/** A program of the system or of a virtual environment: its version counts, not its bytes. */
export function isSystemProgram(path: string, tree: FileTree): boolean {
  if (SYSTEM.test(path)) return true;
  const environment = dirname(dirname(path));
  if (basename(dirname(path)) !== 'bin' && basename(dirname(path)) !== 'Scripts') return false;
  return tree.isFile(join(environment, 'pyvenv.cfg')) || tree.isFolder(join(environment, 'conda-meta'));
}

function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
