/** @file A worker's end of a shared folder: finds a run, claims by making names, keeps its leases in one small file of its own. */
import {
  type Claim,
  type Clock,
  inputError,
  type OfferedRun,
  type Outcome,
  offerId,
  type Room,
  type RunState,
  type SentFile,
  type WorkerEnd,
  type WorkerReport,
} from '../../../core/index.js';
import { claimToken, isLeased, readToken, UNTOUCHED } from '../offer-state.js';
import { sayOnce, shownName } from '../transport.js';
import { LookInterval } from '../wake.js';
import { MOST_OUTCOME_BYTES, sealed } from '../wire.js';
import { Claims } from './claims.js';
import type { ExchangeFiles } from './exchange-files.js';
import { ExchangeFolder } from './exchange-folder.js';
import { LATEST, MARK, RUN_PARTS, RUNS_FOLDER, readBatchNames } from './layout.js';
import { LostLeases, OfferFinder } from './offer-finder.js';
import {
  MOST_RUN_BYTES,
  MOST_TRIAL_FILE_BYTES,
  type News,
  type RunRecord,
  read,
  runIfWhole,
  write,
} from './records.js';

export interface FolderWorkerOptions {
  readonly files: ExchangeFiles;
  readonly clock: Clock;
  /** Of the exchange. */
  readonly path: string;
  /** Whether a run may be served; all by default. */
  readonly accepts?: (run: OfferedRun) => boolean;
  /** Told once of each thing there that is nothing of ours, and was passed over. */
  readonly passOver?: (what: string) => void;
  /** Of this process; undefined where the system knows none. */
  readonly uid: number | undefined;
  readonly newToken: () => string;
  /** In [0, 1): by which workers that ask at the same time spread out. */
  readonly random: () => number;
}

/** Before there is a run that says its own. */
export const DEFAULT_LEASE_MS = 60_000;
/** Within this time from the last change every question is answered from the folder; later some are answered from the last look. */
const ATTENTIVE_MS = 10_000;
/** With what the coordinator takes to see a loss, within two seconds. */
const MOST_PATIENCE_MS = 1300;
const MOST_SETTLED_NAMED = 200;

interface Served extends RunRecord {
  readonly exchange: ExchangeFolder;
  readonly finder: OfferFinder;
  readonly lostLeases: LostLeases;
  readonly claims: Claims;
}

export class FolderWorker implements WorkerEnd {
  readonly #options: FolderWorkerOptions;
  readonly #root: ExchangeFolder;
  readonly #interval: LookInterval;
  readonly #passOver: (what: string) => void;
  #served: Served | undefined;
  #isEnded = false;
  #report: WorkerReport | undefined;
  #heard = 0;
  readonly #kept = new Map<string, number>();
  #settled: string[] = [];
  #news: News | undefined;
  #lookedMs = Number.NEGATIVE_INFINITY;
  /** Where nothing was found, until there is other news. */
  #nothing: { readonly change: number; readonly free: string } | undefined;
  #writing: Promise<unknown> = Promise.resolve();

  constructor(options: FolderWorkerOptions) {
    this.#options = options;
    this.#passOver = sayOnce(options.passOver ?? (() => {}));
    this.#root = new ExchangeFolder(options.files, options.path, options.newToken);
    this.#interval = new LookInterval(options.clock, { least: 15, most: MOST_PATIENCE_MS });
  }

  get leaseMs(): number {
    return this.#served?.leaseMs ?? DEFAULT_LEASE_MS;
  }

  async state(): Promise<RunState> {
    if (this.#isEnded) return { kind: 'ended' };
    if (this.#served === undefined) return this.#findRun();
    const news = await this.#look();
    return news === undefined ? { kind: 'ended' } : { kind: 'open', run: this.#served.run };
  }

  async announce(report: WorkerReport): Promise<void> {
    this.#report = report;
    this.#heard++;
    if (this.#served !== undefined) await this.#writeSelf(this.#served);
  }

  async claim(free: Room): Promise<Claim | undefined> {
    const served = this.#served;
    const news = served === undefined || this.#isEnded ? undefined : await this.#look();
    if (served === undefined || news === undefined) return undefined;
    const again = await served.lostLeases.look(news);
    const wanted = JSON.stringify(free);
    const isKnown = this.#nothing?.change === news.change && this.#nothing.free === wanted;
    if (isKnown && again.length === 0) return undefined;
    const all = { ...news, again: [...news.again, ...again] };
    const found = await served.finder.find(all, free, (name) => served.claims.make(name));
    if (found === undefined) {
      this.#nothing = { change: news.change, free: wanted };
      return undefined;
    }
    this.#interval.renew();
    const token = claimToken(found.name);
    this.#kept.set(token, 0);
    return { offer: found.offer, token };
  }

  async renew(claims: readonly Claim[]): Promise<ReadonlySet<string>> {
    const served = this.#served;
    if (served === undefined || this.#isEnded) return new Set();
    const kept = new Set<string>();
    const batches = new Set(claims.map(({ token }) => readToken(token)?.batch ?? ''));
    for (const batch of batches) {
      const listed = await served.exchange.list(RUN_PARTS.batches, batch);
      if (listed === undefined) continue;
      const states = readBatchNames(listed);
      for (const { token } of claims) {
        const name = readToken(token);
        // The list may be older than the claim.
        if (name?.batch === batch && isLeased(states.get(name.offer) ?? UNTOUCHED, name.generation)) kept.add(token);
      }
    }
    for (const { token } of claims) {
      if (kept.has(token)) this.#kept.set(token, (this.#kept.get(token) ?? 0) + 1);
      else this.#kept.delete(token);
    }
    await this.#writeSelf(served);
    return kept;
  }

  async settle({ token, offer }: Claim, outcome: Outcome, files: readonly SentFile[], seal?: string): Promise<void> {
    const served = this.#served;
    if (served === undefined || this.#isEnded) return;
    const answer = { id: offerId(offer), worker: this.#report?.id ?? '', ...sealed(seal), outcome };
    const content = write.outcome(answer, files);
    requireSize(content.length, files);
    const [batch = '', name = ''] = token.split('/');
    const exchange = served.exchange.inside(RUN_PARTS.batches, batch);
    if (await exchange.replace(`${name}.out`, content, true))
      await exchange.unlessGone(() => exchange.files.sync(exchange.path));
    else await this.#requireExchange();
    this.#kept.delete(token);
    this.#settled = [...this.#settled, token].slice(-MOST_SETTLED_NAMED);
    this.#interval.renew();
    // The coordinator finds it in any case; this is for file systems whose lists are old.
    void this.#writeSelf(served).catch(() => {});
  }

  async handBack({ token }: Claim): Promise<void> {
    const served = this.#served;
    if (served === undefined || this.#isEnded || !this.#kept.delete(token)) return;
    await served.exchange.inside(RUN_PARTS.batches).put(`${token}.back`);
    await this.#writeSelf(served);
  }

  /** It is free again at once; what stands in its batch is read anew, since the coordinator mends it. */
  async refuse(claim: Claim): Promise<void> {
    const batch = readToken(claim.token)?.batch;
    if (batch !== undefined) this.#served?.finder.forget(batch);
    await this.handBack(claim);
  }

  onNews(listener: () => void): () => void {
    const { clock } = this.#options;
    let isOff = false;
    let callOff = () => {};
    const look = async () => {
      const before = this.#news;
      const news = this.#served === undefined ? undefined : await this.#lookNow().catch(() => before);
      if (!isOff && news?.change !== before?.change) listener();
    };
    const next = () => {
      if (isOff) return;
      callOff = clock.after(this.#interval.nextMs(), () => void look().then(next, next));
    };
    next();
    return () => {
      isOff = true;
      callOff();
    };
  }

  async close(): Promise<void> {
    const { exchange } = this.#served ?? {};
    const id = this.#report?.id;
    await this.#writing.catch(() => {});
    if (exchange === undefined || id === undefined) return;
    for (const folder of [RUN_PARTS.workers, RUN_PARTS.cards]) {
      // Where it cannot be said, others notice by the silence.
      await exchange.files.unlink(exchange.at(folder, id)).catch(() => {});
    }
  }

  /** Whether nobody but the user of this process can have written what the run says. */
  async isOwnOffer({ id }: OfferedRun): Promise<boolean> {
    const { uid, files } = this.#options;
    if (uid === undefined) return false;
    const folders = [this.#root.path, this.#root.at(RUNS_FOLDER), this.#root.at(RUNS_FOLDER, id)];
    for (const path of [...folders, this.#root.at(RUNS_FOLDER, id, 'run')]) {
      const facts = await this.#root.reach(() => files.facts(path));
      if (facts === undefined || facts.uid !== uid || (facts.mode & 0o022) !== 0) return false;
      if (!facts.isFolder && facts.links !== 1) return false;
    }
    return true;
  }

  async #findRun(): Promise<RunState> {
    const latest = await this.#root.read(LATEST);
    const listed = (await this.#root.list(RUNS_FOLDER)) ?? [];
    // The list may be old where the one file is not.
    const named = latest === undefined ? [] : [Buffer.from(latest).toString('utf8')];
    for (const id of new Set([...named, ...listed].filter((name) => /^[\w-]+$/.test(name)))) {
      const record = await this.#readRun(id);
      if (record === undefined || this.#options.accepts?.(record.run) === false) continue;
      await this.#serve(id, record);
      return { kind: 'open', run: record.run };
    }
    await this.#requireExchange();
    return { kind: 'none' };
  }

  async #readRun(id: string): Promise<RunRecord | undefined> {
    const path = this.#root.at(RUNS_FOLDER, id, 'run');
    const bytes = await this.#root.reach(() => this.#options.files.read(path, 0, MOST_RUN_BYTES));
    if (bytes === undefined || (await this.#root.read(RUNS_FOLDER, id, 'news')) === undefined) return undefined;
    const record = runIfWhole(bytes, id);
    if (record === undefined)
      this.#passOver(`${shownName(id)} in ${this.#root.at(RUNS_FOLDER)} is not a run; it was skipped`);
    return record;
  }

  async #serve(id: string, record: RunRecord): Promise<void> {
    const { clock } = this.#options;
    const exchange = this.#root.inside(RUNS_FOLDER, id);
    const { epoch, leaseMs } = record;
    this.#served = {
      ...record,
      exchange,
      finder: new OfferFinder(exchange, epoch, this.#options.random),
      lostLeases: new LostLeases({ exchange, clock, leaseMs, epoch }),
      claims: new Claims(exchange, () => this.#report?.id),
    };
    if (this.#report !== undefined) await this.#writeSelf(this.#served);
  }

  /** What the coordinator has told last; undefined once the run is over. */
  async #look(): Promise<News | undefined> {
    const quietMs = this.#interval.quietMs;
    const ageMs = this.#options.clock.nowMs() - this.#lookedMs;
    if (quietMs > ATTENTIVE_MS && this.#news !== undefined && ageMs < this.#interval.nextMs()) return this.#news;
    return this.#lookNow();
  }

  async #lookNow(): Promise<News | undefined> {
    const served = this.#served as Served;
    const bytes = await served.exchange.read('news');
    this.#lookedMs = this.#options.clock.nowMs();
    const news = bytes === undefined ? undefined : read.news(bytes);
    if (news === undefined || news.epoch !== served.epoch) {
      await this.#requireExchange();
      this.#isEnded = true;
      this.#kept.clear();
      return undefined;
    }
    if (news.change !== this.#news?.change) this.#interval.renew();
    this.#news = news;
    return news;
  }

  /** A run is over where it is gone from an exchange that is there. */
  async #requireExchange(): Promise<void> {
    if (this.#served === undefined) return;
    if ((await this.#root.read(MARK)) === undefined) throw this.#root.missing();
  }

  /** One after the other, the latest last. */
  #writeSelf(served: Served): Promise<unknown> {
    const written = this.#writing
      .catch(() => {})
      .then(async () => {
        const report = this.#report;
        if (report === undefined || this.#isEnded) return;
        await served.claims.requireCard();
        const record = { report, heard: this.#heard, kept: Object.fromEntries(this.#kept), settled: this.#settled };
        await served.exchange.inside(RUN_PARTS.workers).replace(report.id, write.worker(record));
      });
    this.#writing = written;
    return written;
  }
}

function requireSize(bytes: number, files: readonly SentFile[]): void {
  const inFiles = files.reduce((sum, file) => sum + file.bytes.length, 0);
  if (inFiles <= MOST_TRIAL_FILE_BYTES && bytes - inFiles <= MOST_OUTCOME_BYTES) return;
  throw inputError`outcome-too-large: A training gave ${bytes - inFiles} bytes of outcome and ${inFiles} bytes of files.
    Allowed: ${MOST_OUTCOME_BYTES} bytes of outcome and ${MOST_TRIAL_FILE_BYTES} bytes of files
    Fix: Let the trainer leave less, or put large files elsewhere.`;
}
