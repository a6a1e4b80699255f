/** @file A folder of the exchange with what everybody does in it: replacing files, and telling what is gone from what is out of reach. */
import { RunError, runError } from '../../../core/index.js';
import type { ExchangeFiles } from './exchange-files.js';

/** What the system says of a name behind which nothing is left. */
const GONE = ['ENOENT', 'ENOTDIR', 'ESTALE'];

export class ExchangeFolder {
  readonly files: ExchangeFiles;
  readonly path: string;
  readonly #newToken: () => string;

  constructor(files: ExchangeFiles, path: string, newToken: () => string) {
    this.files = files;
    this.path = path;
    this.#newToken = newToken;
  }

  at(...parts: readonly string[]): string {
    return [this.path, ...parts].join('/');
  }

  /** The same in a folder of this one. */
  inside(...parts: readonly string[]): ExchangeFolder {
    return new ExchangeFolder(this.files, this.at(...parts), this.#newToken);
  }

  async read(...parts: readonly string[]): Promise<Uint8Array | undefined> {
    return this.reach(() => this.files.read(this.at(...parts)));
  }

  async list(...parts: readonly string[]): Promise<readonly string[] | undefined> {
    return this.reach(() => this.files.list(this.at(...parts)));
  }

  /** Puts a file where there is none; false where the name is taken, undefined where its folder is gone. */
  async put(name: string, text = ''): Promise<boolean | undefined> {
    return this.unlessGone(() => this.files.create(this.at(name), Buffer.from(text, 'utf8')));
  }

  async remove(name: string): Promise<void> {
    await this.unlessGone(() => this.files.unlink(this.at(name)));
  }

  /** This folder, or one in it, where it is not there. */
  async make(...parts: readonly string[]): Promise<void> {
    await this.reach(() => this.files.makeFolder(this.at(...parts)));
  }

  /**
   * Replaces a file, at once for all that open it; false where its folder is gone. `isDurable`: it is on
   * the disk when this resolves.
   */
  async replace(name: string, content: Uint8Array, isDurable = false): Promise<boolean> {
    const unfinished = this.at(`.${name}-${this.#newToken()}`);
    const made = await this.unlessGone(async () => {
      if (isDurable) await this.files.createDurable(unfinished, content);
      else await this.files.create(unfinished, content);
      return true;
    });
    if (made === undefined) return false;
    return this.#putInPlace(unfinished, name, content);
  }

  /** After an answer that was lost a rename looks as if there were nothing to rename: what counts is what is there. */
  async #putInPlace(unfinished: string, name: string, content: Uint8Array): Promise<boolean> {
    let failure: unknown;
    try {
      if (await this.files.rename(unfinished, this.at(name))) return true;
    } catch (error) {
      failure = error;
    }
    const found = await this.read(name);
    const isThere = found !== undefined && Buffer.compare(found, content) === 0;
    if (isThere) return true;
    if (failure === undefined || GONE.includes(codeOf(failure))) return false;
    throw this.unreachable(failure);
  }

  /** Removes a folder with all that is in it; what cannot be removed now is left to others. */
  async removeFolder(path: string): Promise<void> {
    const names = (await this.files.list(path).catch(() => undefined)) ?? [];
    await inGroups(names, async (name) => {
      const one = `${path}/${name}`;
      const found = await this.files.facts(one).catch(() => undefined);
      if (found?.isFolder === true) await this.removeFolder(one);
      else await this.files.unlink(one).catch(() => {});
    });
    await this.files.removeFolder(path).catch(() => {});
  }

  /** What the file system says beyond the port becomes a RunError. */
  async reach<Answer>(call: () => Promise<Answer>): Promise<Answer> {
    try {
      return await call();
    } catch (error) {
      throw this.unreachable(error);
    }
  }

  /** The same, with undefined where a folder on the way is gone. */
  async unlessGone<Answer>(call: () => Promise<Answer>): Promise<Answer | undefined> {
    try {
      return await call();
    } catch (error) {
      if (GONE.includes(codeOf(error))) return undefined;
      throw this.unreachable(error);
    }
  }

  /** For a folder that should be there. */
  missing(): unknown {
    return this.unreachable({ code: GONE[0] });
  }

  unreachable(cause: unknown): unknown {
    const code = codeOf(cause);
    // What nobody foresaw is told as it is.
    if (code === '') return cause;
    return runError`exchange-unreachable: The exchange in ${this.path} cannot be used now (${code}).
      Allowed: a folder that is there, with exchange, and may be written to
      Fix: Surefoot keeps trying. Check whether the file system is mounted, full, or over a quota.
      Cause: ${cause}`;
  }
}

function codeOf(error: unknown): string {
  const code = (error as { readonly code?: unknown } | null)?.code;
  return error instanceof RunError || typeof code !== 'string' ? '' : code;
}

/** Calls that are under way at the same time, at most: a file server has other users. */
const AT_A_TIME = 16;

/** Calls `work` for each, some at a time. */
export async function inGroups<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  let next = 0;
  const lanes = Array.from({ length: Math.min(AT_A_TIME, items.length) }, async () => {
    while (next < items.length) await work(items[next++] as Item);
  });
  await Promise.all(lanes);
}
