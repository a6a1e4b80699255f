/** @file A store over any way of keeping entries: what it knows is folded from them, what it is told becomes more of them. */
import {
  type Asking,
  type Candidate,
  createSharedHash,
  type EvidenceHead,
  type Forgotten,
  hashJson,
  type JsonObject,
  type LogExtent,
  type Notice,
  type Outcome,
  type Question,
  type RunError,
  runError,
  type Store,
  type Stretch,
  type Trace,
  type Trial,
  trialKey,
} from '../../core/index.js';
import { entryText } from './entry-text.js';
import { LogContent } from './log-content.js';
import type { CandidateEntry, LogEntry, QuestionEntry } from './log-entry.js';
import { LogQuestion } from './log-question.js';

/** Where entries are kept. */
export interface EntrySink {
  /** `durable`: when it returns these entries and all before are kept, or none of these is and it throws. */
  write(entries: readonly LogEntry[], durable: boolean): void;
  /** Keeps what was written before, too. */
  flush(): void;
  /** Of what is durable; undefined where nothing outlives the process. */
  extent(): LogExtent | undefined;
  /** Hands over what somebody else has written meanwhile. */
  refresh(add: (entry: LogEntry) => void): void;
  close(): void;
}

export class Log implements Store {
  readonly #content: LogContent;
  readonly #sink: EntrySink;
  readonly #trace: Trace | undefined;
  readonly #questions = new Map<number, LogQuestion>();
  #closed = false;

  /** `trace`: hears of each entry once it is written. */
  constructor(content: LogContent, sink: EntrySink, trace?: Trace) {
    this.#content = content;
    this.#sink = sink;
    this.#trace = trace;
  }

  get head(): EvidenceHead {
    return this.#content.head;
  }

  candidates(): readonly Candidate[] {
    return [...this.#fresh().candidates];
  }

  knownIds(): ReadonlyMap<string, string> {
    const { placeByHash, candidates } = this.#fresh();
    return new Map([...placeByHash].map(([hash, place]) => [hash, (candidates[place] as Candidate).id]));
  }

  outcomes(): readonly Outcome[] {
    return this.#fresh().outcomes.all();
  }

  ask({ header, request = {} }: Asking): Question {
    const { name, plan, experiment, candidates } = header;
    const hashes = this.#join(candidates);
    const { questionByIdentity, placeByHash, questions, newestQuestion } = this.#content;
    const identity = hashJson({ plan, candidates: hashes.toSorted() });
    const known = questionByIdentity.get(identity);
    const entry: QuestionEntry = {
      table: 'question',
      number: known?.number ?? questions.length + 1,
      identity,
      name,
      plan,
      experiment,
      request,
      candidates: hashes.map((hash, index) => [
        placeByHash.get(hash) as number,
        (candidates[index] as Candidate).label,
      ]),
      askedAt: new Date().toISOString(),
      head: this.#content.head,
    };
    const isSame =
      known !== undefined &&
      known.number === newestQuestion &&
      hashJson([name, experiment, request]) === hashJson([known.header.name, known.header.experiment, known.request]);
    if (!isSame) this.#tell([entry]);
    return this.#question(entry.number);
  }

  questions(): readonly Question[] {
    return this.#fresh().questions.map(({ number }) => this.#question(number));
  }

  newestQuestion(kind?: string): Question | undefined {
    const { newestQuestion, newestOfKind } = this.#fresh();
    const number = kind === undefined ? newestQuestion : (newestOfKind.get(kind) ?? 0);
    return number === 0 ? undefined : this.#question(number);
  }

  stretches(): readonly Stretch[] {
    return this.#fresh().stretches.map(({ table: _, number: __, question: ___, ...stretch }) => stretch);
  }

  notices(): readonly Notice[] {
    return [...this.#fresh().notices];
  }

  notice(notice: Notice): void {
    const isKnown = this.#content.notices.some(
      ({ kind, text, question }) => kind === notice.kind && text === notice.text && question === notice.question,
    );
    if (!isKnown) this.#tell([{ table: 'notice', ...notice }]);
  }

  recordCode(content: JsonObject): number {
    const known = this.#content.codeByHash.get(hashJson(content));
    if (known !== undefined) return known;
    this.#tell([{ table: 'code', content }]);
    return this.#content.codes.length;
  }

  codes(): readonly JsonObject[] {
    return [...this.#fresh().codes];
  }

  claims(): readonly string[] {
    return [...this.#fresh().claims];
  }

  claim(names: readonly string[]): void {
    const fresh = names.filter((name) => !this.#content.claims.has(name));
    if (fresh.length > 0)
      this.#tell(
        fresh.map((name) => ({ table: 'claim', name })),
        true,
      );
  }

  extent(): LogExtent | undefined {
    return this.#sink.extent();
  }

  forgotten(): readonly Forgotten[] {
    return [...this.#fresh().forgotten];
  }

  forget(trial: Trial, reason: string): void {
    const { placeById, outcomes, questions } = this.#content;
    const place = placeById.get(trial.candidate);
    const slot = place === undefined ? undefined : outcomes.slotOf(place, trial);
    if (place === undefined || slot === undefined) throw new RangeError(`Training ${trialKey(trial)} has no outcome.`);
    const concerned = questions.filter(({ places }) => places.has(place));
    const at = new Date().toISOString();
    const entry: LogEntry = {
      table: 'forgotten',
      outcome: slot + 1,
      candidate: trial.candidate,
      trial: trialKey(trial),
      reason,
      at,
      voids: concerned.map(({ number, decisions, conclusion }) => [number, decisions.length, conclusion?.at ?? null]),
    };
    const text = `the outcome of training ${trialKey(trial)} was forgotten by hand: ${reason}`;
    const notices = concerned.map(
      ({ number }): LogEntry => ({ table: 'notice', kind: 'forgotten', text, at, question: number }),
    );
    this.#tell([entry, ...notices], true);
  }

  flush(): void {
    this.#sink.flush();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#sink.close();
  }

  /** What is known, with what somebody else has written meanwhile. */
  #fresh(): LogContent {
    this.#sink.refresh((entry) => this.#content.add(entry));
    return this.#content;
  }

  #tell(entries: readonly LogEntry[], durable = false): void {
    this.#sink.write(entries, durable);
    for (const entry of entries) {
      this.#content.add(entry);
      this.#trace?.(entryText(entry));
    }
  }

  #question(number: number): LogQuestion {
    const known = this.#questions.get(number);
    if (known !== undefined) return known;
    const question = new LogQuestion(number, {
      content: () => this.#fresh(),
      tell: (entries, durable) => this.#tell(entries, durable),
      placesOf: (candidates) => {
        const hashes = this.#join(candidates);
        return hashes.map((hash) => this.#content.placeByHash.get(hash) as number);
      },
      notice: (notice) => this.notice(notice),
      extent: () => this.extent(),
    });
    this.#questions.set(number, question);
    return question;
  }

  /** Gives the hashes of their configurations. */
  #join(candidates: readonly Candidate[]): readonly string[] {
    const hashOf = createSharedHash();
    const hashes = candidates.map(({ configuration }) => hashOf(configuration));
    const { placeByHash, placeById, candidates: present } = this.#content;
    const joining: CandidateEntry[] = [];
    for (const [index, { id, configuration }] of candidates.entries()) {
      const hash = hashes[index] as string;
      const place = placeByHash.get(hash);
      if (place === undefined && !placeById.has(id)) joining.push({ table: 'candidate', hash, id, configuration });
      else if (place === undefined || (present[place] as Candidate).id !== id) throw candidateRenamed(id);
    }
    if (joining.length > 0) this.#tell(joining);
    return hashes;
  }
}

function candidateRenamed(id: string): RunError {
  return runError`candidate-renamed: The log knows candidate ${id} by another id, or another candidate by this one.
    Allowed: ids as the log gave them
    Fix: Run the same command again; something else has asked this run folder a question meanwhile.`;
}

export function createMemoryStore(head: EvidenceHead): Store {
  return new Log(new LogContent(head), {
    write: () => {},
    flush: () => {},
    extent: () => undefined,
    refresh: () => {},
    close: () => {},
  });
}
