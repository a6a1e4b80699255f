/** @file One question of a log. */
import {
  type Candidate,
  type Conclusion,
  type Decision,
  defined,
  type Forgotten,
  type Joining,
  type JsonObject,
  type LogExtent,
  type Notice,
  type Outcome,
  type Question,
  type RunHeader,
  type Stretch,
  standingDecisions,
  type Trial,
  trialKey,
} from '../../core/index.js';
import type { LogContent, QuestionContent } from './log-content.js';
import type { LogEntry, OutcomeEntry, StretchEntry } from './log-entry.js';

/** What a question may do with the log that it belongs to. */
interface QuestionDesk {
  content(): LogContent;
  tell(entries: readonly LogEntry[], durable: boolean): void;
  /** Places of these candidates, which join the log where it does not know them. */
  placesOf(candidates: readonly Candidate[]): readonly number[];
  notice(notice: Notice): void;
  extent(): LogExtent | undefined;
}

export class LogQuestion implements Question {
  readonly number: number;
  readonly #desk: QuestionDesk;
  /** Slots of outcomes, in the order in which they came into use. */
  #used = new Set<number>();
  #usedDecisions: number | undefined;
  #stretch: number | null = null;

  constructor(number: number, desk: QuestionDesk) {
    this.number = number;
    this.#desk = desk;
  }

  get header(): RunHeader {
    return this.#own().header;
  }

  get request(): JsonObject {
    return this.#own().request;
  }

  get askedAt(): string {
    return this.#own().askedAt;
  }

  joined(): readonly Joining[] {
    return this.#own().joined;
  }

  join({ outcomes, candidates: joining, refused }: Joining): void {
    const places = this.#desk.placesOf(joining.map(({ candidate }) => candidate));
    const candidates = joining.map(
      ({ candidate, ...more }, index) => [places[index] as number, candidate.label, more] as const,
    );
    this.#desk.tell(
      [{ table: 'proposal', question: this.number, outcomes, candidates, ...defined({ refused }) }],
      true,
    );
  }

  append(outcomes: readonly Outcome[]): void {
    const content = this.#desk.content();
    requireDistinct(outcomes);
    const entries = outcomes.map((outcome): OutcomeEntry => {
      const place = placeOf(content, outcome.trial);
      content.outcomes.requireRoomFor(place, outcome);
      return { table: 'outcome', outcome, place, question: this.number, stretch: this.#stretch };
    });
    const replaced = entries.map(({ place, outcome }) => content.outcomes.slotOf(place, outcome.trial));
    this.#desk.tell(entries, true);
    for (const slot of replaced) if (slot !== undefined) this.#used.delete(slot);
    for (const { place, outcome } of entries) this.#used.add(content.outcomes.slotOf(place, outcome.trial) as number);
  }

  outcome(trial: Trial): Outcome | undefined {
    const slot = this.#slotOf(trial);
    return slot === undefined ? undefined : this.#desk.content().outcomes.at(slot);
  }

  use(trial: Trial): void {
    const slot = this.#slotOf(trial);
    if (slot !== undefined) this.#used.add(slot);
  }

  outcomes(): readonly Outcome[] {
    return this.#desk.content().outcomes.of(this.#own().places);
  }

  usedOutcomes(): readonly Outcome[] {
    const { outcomes } = this.#desk.content();
    return Array.from(this.#used, (slot) => outcomes.at(slot)).filter((outcome) => outcome !== undefined);
  }

  unusedOutcomes(): readonly Outcome[] {
    const { outcomes, stretches } = this.#desk.content();
    const isOwn = ({ question, from }: StretchEntry): boolean => question === this.number && from === undefined;
    const own = new Set(stretches.flatMap((stretch) => (isOwn(stretch) ? [stretch.number] : [])));
    return outcomes
      .slotsOf(this.#own().places)
      .filter((slot) => own.has(outcomes.stretchAt(slot)) && !this.#used.has(slot))
      .map((slot) => outcomes.at(slot) as Outcome);
  }

  takenOver(): ReadonlyMap<string, number> {
    const { outcomes, stretches } = this.#desk.content();
    const counts = new Map<string, number>();
    for (const slot of this.#used) {
      const from = stretches[outcomes.stretchAt(slot) - 1]?.from;
      if (from !== undefined) counts.set(from, (counts.get(from) ?? 0) + 1);
    }
    return counts;
  }

  useOnly(trials: readonly Trial[], decisions: number): void {
    this.#used = new Set(trials.flatMap((trial) => this.#slotOf(trial) ?? []));
    this.#usedDecisions = decisions;
  }

  appendDecision(decision: Decision): void {
    this.#desk.tell([{ table: 'decision', question: this.number, decision }], true);
  }

  decisions(): readonly Decision[] {
    const { decisions, voidDecisions } = this.#own();
    return standingDecisions(decisions.slice(voidDecisions));
  }

  usedDecisions(): readonly Decision[] {
    return this.decisions().slice(0, this.#usedDecisions);
  }

  beginStretch(stretch: Omit<Stretch, 'seconds' | 'underWay'>): (seconds: number, underWay?: number) => void {
    const number = this.#desk.content().stretches.length + 1;
    this.#stretch = number;
    const record = (seconds: number, underWay?: number) => {
      const entry = { number, question: this.number, ...stretch, seconds, ...defined({ underWay }) };
      this.#desk.tell([{ table: 'stretch', ...entry }], false);
    };
    record(0);
    return record;
  }

  stretches(): readonly Stretch[] {
    return this.#desk
      .content()
      .stretches.filter(({ question }) => question === this.number)
      .map(plainStretch);
  }

  usedStretches(): readonly Stretch[] {
    const { outcomes, stretches } = this.#desk.content();
    const numbers = new Set(Array.from(this.#used, (slot) => outcomes.stretchAt(slot)));
    return stretches
      .filter(({ number, question }) => question === this.number || numbers.has(number))
      .map(plainStretch);
  }

  notice(kind: string, text: string): void {
    this.#desk.notice({ kind, text, at: new Date().toISOString(), question: this.number });
  }

  notices(): readonly Notice[] {
    return this.#desk.content().notices.filter(({ question }) => question === null || question === this.number);
  }

  forgotten(): readonly Forgotten[] {
    const { forgotten, placeById } = this.#desk.content();
    const { places } = this.#own();
    return forgotten.filter(({ candidate }) => places.has(placeById.get(candidate) ?? -1));
  }

  extent(): LogExtent | undefined {
    return this.#desk.extent();
  }

  conclude(conclusion: Conclusion): void {
    this.#desk.tell([{ table: 'conclusion', question: this.number, ...conclusion }], true);
  }

  conclusion(): Conclusion | undefined {
    return this.#own().conclusion;
  }

  /** Where the outcome of a trial lies; undefined where there is none. */
  #slotOf(trial: Trial): number | undefined {
    const { placeById, outcomes } = this.#desk.content();
    const place = placeById.get(trial.candidate);
    return place === undefined ? undefined : outcomes.slotOf(place, trial);
  }

  #own(): QuestionContent {
    return this.#desk.content().question(this.number);
  }
}

/** Whatever is told twice at once would count twice. */
function requireDistinct(outcomes: readonly Outcome[]): void {
  if (new Set(outcomes.map(({ trial }) => trialKey(trial))).size === outcomes.length) return;
  throw new RangeError('Two outcomes of one training are appended at once.');
}

function placeOf({ placeById }: LogContent, { candidate }: Trial): number {
  const place = placeById.get(candidate);
  if (place === undefined) throw new RangeError(`Candidate ${candidate} takes no part in this log.`);
  return place;
}

function plainStretch({ table: _, number: __, question: ___, ...stretch }: StretchEntry): Stretch {
  return stretch;
}
