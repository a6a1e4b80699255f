/** @file The files that a run's losses rest on: each with the content it has, looked at again before every outcome. */
import type { CodeFiles, CodeVersions, LoadedCode } from '../../core/index.js';
import type { CodePlace } from './code-place.js';
import { hashFile, sha256, stampOf } from './file-tree.js';

/** What losses were made of; one state of a {@link CodeWatch}. Files by their names in the log. */
export interface CodeState {
  readonly files: CodeFiles;
  readonly versions: CodeVersions;
}

interface Watched {
  readonly path: string;
  readonly hash: string;
  /** Undefined until the file was seen with this content. */
  stamp: string | undefined;
}

/** Files have names here, as {@link CodePlace.nameOf} gives them. Reads the disk; throws for nothing that is there or not. */
export class CodeWatch {
  readonly #place: CodePlace;
  readonly #isIgnored: (path: string) => boolean;
  readonly #files = new Map<string, Watched>();
  /** Hashed once, and never looked at again: the training itself may write to them. */
  readonly #once = new Map<string, string>();
  readonly #versions = new Map<string, string>();
  #state: CodeState | undefined;

  /** `isIgnored`: whether the user has said to leave this path out. */
  constructor(place: CodePlace, isIgnored: (path: string) => boolean = () => false) {
    this.#place = place;
    this.#isIgnored = isIgnored;
  }

  /** Equal, as an object too, until something new is known. */
  get state(): CodeState {
    if (this.#state !== undefined) return this.#state;
    const watched = Array.from(this.#files, ([name, { hash }]) => [name, hash] as const);
    this.#state = {
      files: sorted([...this.#once, ...watched]),
      versions: sorted(this.#versions),
    };
    return this.#state;
  }

  /** Watches a file from now on; nothing where there is none. */
  watch(path: string): void {
    const name = this.#place.nameOf(path);
    if (this.#files.has(name) || this.#isIgnored(path)) return;
    const stamp = stampOf(path);
    const hash = hashFile(path);
    if (hash !== undefined) this.#know(name, { path, hash, stamp });
  }

  #know(name: string, watched: Watched): void {
    this.#files.set(name, watched);
    this.#state = undefined;
  }

  /** Takes the content of a file as it is now, once. */
  note(path: string): void {
    const hash = this.#isIgnored(path) ? undefined : hashFile(path);
    if (hash === undefined) return;
    this.#once.set(this.#place.nameOf(path), hash);
    this.#state = undefined;
  }

  /** Takes code that stands in no file, under a name of its own. */
  noteText(name: string, text: string): void {
    this.#once.set(name, sha256(text));
    this.#state = undefined;
  }

  noteVersions(versions: CodeVersions): void {
    for (const [name, version] of Object.entries(versions)) {
      if (this.#versions.get(name) === version) continue;
      this.#versions.set(name, version);
      this.#state = undefined;
    }
  }

  /**
   * Names of files that have another content than an earlier stretch of the run knew. One that is known on one side only is no change; those of the earlier stretch that are still there are watched too from now on.
   */
  changedSince(earlier: CodeFiles): string[] {
    for (const name of Object.keys(earlier)) if (!this.#once.has(name)) this.watch(this.#place.pathOf(name));
    const { files } = this.state;
    return Object.keys(earlier).filter((name) => name in files && files[name] !== earlier[name]);
  }

  /** Takes what a training has loaded. Names of those known files of which it had another content. */
  take({ files, versions }: LoadedCode): string[] {
    this.noteVersions(versions);
    return Object.entries(files).flatMap(([path, hash]) => {
      const name = this.#place.nameOf(path);
      const known = this.#files.get(name)?.hash ?? this.#once.get(name);
      if (known !== undefined) return known === hash || this.#isIgnored(path) ? [] : [name];
      if (!this.#place.owns(path) || this.#isIgnored(path)) return [];
      this.#know(name, { path, hash, stamp: undefined });
      return [];
    });
  }

  /** Names of watched files whose content is another one now. One that is gone does not count: trainings that need it will fail. */
  look(): string[] {
    return [...this.#files].flatMap(([name, watched]) => (this.#hasChanged(watched) ? [name] : []));
  }

  #hasChanged(watched: Watched): boolean {
    const stamp = stampOf(watched.path);
    if (stamp === undefined || stamp === watched.stamp) return false;
    const hash = hashFile(watched.path);
    if (hash === undefined) return false;
    if (hash !== watched.hash) return !this.#isIgnored(watched.path);
    watched.stamp = stamp;
    return false;
  }
}

function sorted(entries: Iterable<readonly [string, string]>): Readonly<Record<string, string>> {
  return Object.fromEntries([...entries].sort(([left], [right]) => (left < right ? -1 : 1)));
}
