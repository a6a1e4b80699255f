/** @file The files that a run's losses rest on: each with the content it has, looked at again before every outcome. */
import type { CodeFiles, CodeTokens, CodeVersions, LoadedCode } from '../../core/index.js';
import type { CodePlace } from './code-place.js';
import { contentOf, type FileContent, hashFile, sha256, stampOf } from './hash-file.js';

/** What losses were made of; one state of a {@link CodeWatch}. Files by their names in the log. */
export interface CodeState {
  readonly files: CodeFiles;
  readonly versions: CodeVersions;
  /** Absent where none is known. */
  readonly tokens?: CodeTokens;
}

interface Watched {
  readonly path: string;
  /** The latest that is the same program. */
  content: FileContent;
  /** Hashes of all contents that were seen, which are the same program. */
  readonly seen: Set<string>;
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
    const contents = Array.from(this.#files, ([name, { content }]) => [name, content] as const);
    const tokens = contents.flatMap(([name, content]) =>
      content.tokens === undefined ? [] : [[name, content.tokens] as const],
    );
    this.#state = {
      files: sorted([...this.#once, ...contents.map(([name, { hash }]) => [name, hash] as const)]),
      versions: sorted(this.#versions),
      ...(tokens.length === 0 ? {} : { tokens: sorted(tokens) }),
    };
    return this.#state;
  }

  /** Watches a file from now on; nothing where there is none. */
  watch(path: string): void {
    const name = this.#place.nameOf(path);
    if (this.#files.has(name) || this.#isIgnored(path)) return;
    const stamp = stampOf(path);
    const content = contentOf(path);
    if (content !== undefined) this.#know(name, { path, content, seen: new Set([content.hash]), stamp });
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
   * Names of files that have another content than an earlier stretch of the run knew; `tokens` are those of then. One that is known on one side only is
   * no change; those of the earlier stretch that are still there are watched too from now on.
   */
  changedSince(earlier: CodeFiles, tokens: CodeTokens = {}): string[] {
    for (const name of Object.keys(earlier)) if (!this.#once.has(name)) this.watch(this.#place.pathOf(name));
    const { files, tokens: own = {} } = this.state;
    return Object.keys(earlier).filter((name) => {
      const isOther = name in files && files[name] !== earlier[name];
      return isOther && (own[name] === undefined || own[name] !== tokens[name]);
    });
  }

  /** Takes what a training has loaded. Names of those known files of which it had another content. */
  take({ files, versions, tokens = {} }: LoadedCode): string[] {
    this.noteVersions(versions);
    return Object.entries(files).flatMap(([path, hash]) => {
      const name = this.#place.nameOf(path);
      const watched = this.#files.get(name);
      const once = this.#once.get(name);
      if (watched !== undefined || once !== undefined) {
        const isKnown = watched === undefined ? once === hash : this.#isSame(name, watched, hash, tokens[path]);
        return isKnown || this.#isIgnored(path) ? [] : [name];
      }
      if (!this.#place.owns(path) || this.#isIgnored(path)) return [];
      const there = contentOf(path);
      const content = there?.hash === hash ? there : { hash, tokens: tokens[path] };
      this.#know(name, { path, content, seen: new Set([hash]), stamp: undefined });
      return [];
    });
  }

  /** The same loaded code with the tokens of what is known here, for those who have no such files. */
  withTokens({ files, ...rest }: LoadedCode): LoadedCode {
    const known = Object.entries(files).flatMap(([path, hash]) => {
      const { content, seen } = this.#files.get(this.#place.nameOf(path)) ?? {};
      return content?.tokens !== undefined && seen?.has(hash) ? [[path, content.tokens] as const] : [];
    });
    return { files, ...rest, ...(known.length === 0 ? {} : { tokens: Object.fromEntries(known) }) };
  }

  /** Whether bytes of this hash are the program that is known. */
  #isSame(name: string, watched: Watched, hash: string, tokens: string | undefined): boolean {
    if (watched.seen.has(hash)) return true;
    const isSame = tokens !== undefined && tokens === watched.content.tokens;
    if (isSame) watched.seen.add(hash);
    else this.#hasChanged(name, watched);
    return watched.seen.has(hash);
  }

  /** Names of watched files whose content is another one now. One that is gone does not count: trainings that need it will fail. */
  look(): string[] {
    return [...this.#files].flatMap(([name, watched]) => (this.#hasChanged(name, watched) ? [name] : []));
  }

  /** Another comment is no change: its bytes are known from now on. */
  #hasChanged(name: string, watched: Watched): boolean {
    const { path, content: before, seen } = watched;
    const stamp = stampOf(path);
    if (stamp === undefined || stamp === watched.stamp) return false;
    const content = contentOf(path);
    if (content === undefined) return false;
    const isSame = content.hash === before.hash || (content.tokens !== undefined && content.tokens === before.tokens);
    if (!isSame) return !this.#isIgnored(path);
    seen.add(content.hash);
    if (content.hash === before.hash) watched.stamp = stamp;
    else this.#know(name, { path, content, seen, stamp });
    return false;
  }
}

function sorted(entries: Iterable<readonly [string, string]>): Readonly<Record<string, string>> {
  return Object.fromEntries([...entries].sort(([left], [right]) => (left < right ? -1 : 1)));
}
