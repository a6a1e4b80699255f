/** @file Claims and outcomes by their tokens, as the coordinator reads them; what was read is kept until it is done with. */
import { type Delivery, RunError, type SentFile, type UnusableDelivery } from '../../../core/index.js';
import { filesDamaged } from '../transport.js';
import { flawText, MOST_OUTCOME_BYTES } from '../wire.js';
import type { ExchangeFolder } from './exchange-folder.js';
import { RUN_PARTS } from './layout.js';
import { MOST_TRIAL_FILE_BYTES, type OutcomeHead, read } from './records.js';

/** Most heads are smaller. */
const FIRST_BYTES = 16 * 1024;

export class OutcomeFiles {
  readonly #exchange: ExchangeFolder;
  readonly #heads = new Map<string, OutcomeHead>();
  readonly #owners = new Map<string, string>();
  /** The number of files that were set aside. */
  #setAside = 0;

  /** `exchange`: of the run. */
  constructor(exchange: ExchangeFolder) {
    this.#exchange = exchange.inside(RUN_PARTS.batches);
  }

  /** Undefined where there is none. */
  async delivery(token: string, isLate: boolean): Promise<Delivery | UnusableDelivery | undefined> {
    const head = this.#heads.get(token) ?? (await this.#readHead(token));
    if (head === undefined || 'flaw' in head) return head;
    this.#heads.set(token, head);
    const { files: _, bodyAt: __, ...answer } = head;
    return { ...answer, token, isLate };
  }

  async files(token: string): Promise<readonly SentFile[]> {
    const head = this.#heads.get(token) ?? (await this.#readHead(token));
    if (head === undefined || 'flaw' in head || head.files.length === 0) return [];
    const bytes = head.files.reduce((sum, file) => sum + file.bytes, 0);
    if (bytes > MOST_TRIAL_FILE_BYTES) throw filesDamaged('the disk');
    const path = this.#exchange.at(`${token}.out`);
    const body = await this.#exchange.reach(() => this.#exchange.files.read(path, head.bodyAt, bytes));
    if (body?.length !== bytes) throw filesDamaged('the disk');
    let at = 0;
    return head.files.map((file) => {
      at += file.bytes;
      return { path: file.path, bytes: body.subarray(at - file.bytes, at) };
    });
  }

  /** The worker that made a claim; empty where it cannot be said. */
  async owner(token: string): Promise<string> {
    const known = this.#owners.get(token);
    if (known !== undefined) return known;
    const found = await this.#exchange.read(token);
    const owner = found === undefined ? '' : Buffer.from(found).toString('utf8').slice(0, 200);
    if (owner !== '') this.#owners.set(token, owner);
    return owner;
  }

  /**
   * The workers that made these claims, without claims that no worker made: a coordinator takes such a name for the end of an offer, and may be killed
   * before it has written the end itself.
   */
  async owners(tokens: readonly string[]): Promise<readonly string[]> {
    const owners = await Promise.all(tokens.map((token) => this.owner(token)));
    return owners.filter((owner) => owner !== '');
  }

  async isThere(token: string): Promise<boolean> {
    const facts = await this.#exchange.reach(() => this.#exchange.files.facts(this.#exchange.at(`${token}.out`)));
    return facts !== undefined;
  }

  async markLost(token: string): Promise<void> {
    await this.#exchange.put(`${token}.lost`);
  }

  async remove(token: string): Promise<void> {
    await this.#exchange.remove(`${token}.out`);
  }

  forget(token: string): void {
    this.#heads.delete(token);
    this.#owners.delete(token);
  }

  /** To where nobody looks for it; what was tried again after an answer that was lost has been done. */
  async setAside(token: string): Promise<string> {
    const run = this.#exchange.path.slice(0, -RUN_PARTS.batches.length - 1);
    const place = [run, RUN_PARTS.quarantine, `${token.replaceAll('/', '-')}-${this.#setAside++}`].join('/');
    await this.#exchange.unlessGone(() => this.#exchange.files.rename(this.#exchange.at(`${token}.out`), place));
    await this.#exchange.put(`${token}.back`);
    this.forget(token);
    return place;
  }

  async #readHead(token: string): Promise<OutcomeHead | UnusableDelivery | undefined> {
    const path = this.#exchange.at(`${token}.out`);
    const part = (bytes: number) => this.#exchange.reach(() => this.#exchange.files.read(path, 0, bytes));
    let found: Uint8Array | undefined;
    try {
      found = await part(FIRST_BYTES);
    } catch (error) {
      if (isForbidden(error)) return { token, flaw: 'this process may not read it' };
      throw error;
    }
    if (found !== undefined && found.length === FIRST_BYTES && !found.includes(10))
      found = await part(MOST_OUTCOME_BYTES);
    if (found === undefined) return undefined;
    try {
      return read.head(found);
    } catch (error) {
      const { cause = error } = error as Error;
      return { token, flaw: flawText('an outcome', cause) };
    }
  }
}

function isForbidden(error: unknown): boolean {
  const { cause } = error as { readonly cause?: NodeJS.ErrnoException };
  return error instanceof RunError && ['EACCES', 'EPERM'].includes(cause?.code ?? '');
}
