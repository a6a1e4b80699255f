/** @file A worker's claims: names that it makes where nobody has made them, each a second name of its card. */

import { type ClaimName, claimToken } from '../offer-state.js';
import type { ExchangeFolder } from './exchange-folder.js';
import { RUN_PARTS } from './layout.js';
import { encode } from './records.js';

/** What a file system without second names says. */
const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV'];
const MOST_REMEMBERED = 10_000;

export class Claims {
  readonly #exchange: ExchangeFolder;
  readonly #workerId: () => string | undefined;
  #hasCard = false;
  /** Tokens that were claimed here, so that an answer that was lost can be told from an old claim. */
  readonly #claimed = new Set<string>();

  /** `exchange`: of the run; `workerId`: undefined before the worker has said who it is. */
  constructor(exchange: ExchangeFolder, workerId: () => string | undefined) {
    this.#exchange = exchange;
    this.#workerId = workerId;
  }

  /** True where the claim is ours; false where somebody else was first; undefined where the batch is gone. */
  async make(name: ClaimName): Promise<boolean | undefined> {
    const token = claimToken(name);
    if (this.#claimed.has(token)) return false;
    const id = await this.requireCard();
    const path = this.#exchange.at(RUN_PARTS.batches, token);
    const made = await this.#exchange.unlessGone(() => this.#link(id, path));
    if (made === undefined) {
      this.#hasCard = false;
      return undefined;
    }
    const isOurs = made || (await this.#isOf(id, path));
    // Of two calls of ours that ran at the same time, the first to be answered has it: the other one's caller would hand it back.
    if (!isOurs || this.#claimed.has(token)) return false;
    this.#remember(token);
    return true;
  }

  /** Makes the card where there is none; gives the id of the worker. */
  async requireCard(): Promise<string> {
    const id = this.#workerId();
    if (id === undefined) throw new Error('A worker must register before it claims.');
    if (this.#hasCard) return id;
    const cards = this.#exchange.inside(RUN_PARTS.cards);
    // One that could not be written to its end says nothing: nobody would know whose the claims are.
    if ((await cards.put(id, id)) === false && !(await this.#isOf(id, cards.at(id))))
      await cards.replace(id, encode(id));
    this.#hasCard = true;
    return id;
  }

  /** A second name for the card; where the file system has no such names, a file that says the same. */
  async #link(id: string, path: string): Promise<boolean> {
    const { files } = this.#exchange;
    try {
      return await files.link(this.#exchange.at(RUN_PARTS.cards, id), path);
    } catch (error) {
      const code = String((error as { readonly code?: unknown }).code);
      if (NO_LINKS.includes(code)) return files.create(path, encode(id));
      // The answer was lost: what counts is what is there.
      if (code !== 'ENOENT' && (await this.#isOf(id, path).catch(() => false))) return true;
      throw error;
    }
  }

  /** The name is taken: by ourselves, where the answer to an earlier call was lost. */
  async #isOf(id: string, path: string): Promise<boolean> {
    const found = await this.#exchange.reach(() => this.#exchange.files.read(path));
    return found !== undefined && Buffer.from(found).toString('utf8') === id;
  }

  #remember(token: string): void {
    this.#claimed.add(token);
    if (this.#claimed.size <= MOST_REMEMBERED) return;
    for (const oldest of this.#claimed) {
      this.#claimed.delete(oldest);
      return;
    }
  }
}
