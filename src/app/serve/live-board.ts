/** @file The board of a run while it goes on: whole at first and whenever its rows change their order, and what has ended since. */
import type { Decision, Outcome } from '../../core/index.js';
import type { OutcomeTaker, QuestionAtEnd } from '../../evidence/log/index.js';
import { BoardFold, CANDIDATE_STATUSES, columnFormat, type Dot, formatValue } from '../../report/index.js';
import type { Board, BoardDot, BoardNews, BoardPlace } from '../../watch/index.js';
import { isBeside } from '../ask/trained-beside.js';
import { type Subject, shownAxis, subjectOf } from './subject.js';

/** More rows are not read by people; the others share one. */
const MOST_ROWS = 60;
const MOST_DOTS = 60;
/** Rows are put in order again with a decision, and when there are so many more trainings, as a share and at least. */
const GROWTH = 0.1;
const LEAST_NEWS = 20;
/** The scale is that of the first rows, so that the leaders can be told apart; dots of others stand at its end. */
const AXIS_ROWS = 8;
/** The share of their values that the axis shows; what lies beyond stands at its end. */
const FAR = 0.9;

/** While a race goes on, the candidate that wins so far. */
const LEADER = 'leader';

/** What is shown in the place of the status that a race has at its end. */
function shownStatus(status: string): string {
  return status === 'winner' ? LEADER : status;
}

/** Rows stand in this order, and those of one status by what they come to. */
const PLACES: readonly string[] = CANDIDATE_STATUSES.map(shownStatus);

/** A status that is not listed comes last. */
function placeOf(status: string): number {
  const place = PLACES.indexOf(status);
  return place < 0 ? PLACES.length : place;
}

type StatusOf = (row: ReturnType<BoardFold['row']>) => string;

export class LiveBoard implements OutcomeTaker {
  #subject: Subject = subjectOf(undefined);
  #fold: BoardFold | undefined;
  #ids = new Map<string, number>();
  #decisions: readonly Decision[] = [];
  #statuses: ReadonlyMap<string, string> | undefined;
  #version = 0;
  /** Undefined if it must be made anew. */
  #board: Board | undefined;
  #inRows = new Set<string>();
  #format: (value: number) => string = formatValue;
  #news: { readonly candidate: string; readonly dot: Dot; readonly ended: number }[] = [];

  begin(question: QuestionAtEnd): void {
    this.#subject = subjectOf(question);
    const { work } = this.#subject;
    const ids = question.header.candidates.map(({ id }) => id);
    this.#ids = new Map(ids.map((id, index) => [id, index]));
    this.#fold = work && new BoardFold(work, ids, question.number);
    this.#decisions = [];
    this.#statuses = undefined;
    this.#renew();
  }

  take(outcome: Outcome, place: number, question: number): void {
    // What is trained beside a study is none of its trainings.
    if (isBeside(outcome.trial)) return;
    const before = this.#fold?.ended;
    const dot = this.#fold?.take(outcome, place, question);
    if (this.#fold === undefined || dot === undefined) return;
    // One that was trained again takes the place of a dot.
    if (before === this.#fold.ended) this.#renew();
    else this.#news.push({ candidate: outcome.trial.candidate, dot, ended: this.#fold.ended });
  }

  forget(place: number): void {
    this.#fold?.forget(place);
    this.#renew();
  }

  /** What the log says beside outcomes. */
  know(decisions: readonly Decision[]): void {
    if (decisions.length !== this.#decisions.length) this.#renew();
    this.#decisions = decisions;
  }

  /** Where candidates stand by the page that was made last; until then decisions say it. */
  judge(statuses: readonly (readonly [candidate: string, status: string])[] | undefined): void {
    if (statuses === undefined) return;
    this.#statuses = new Map(statuses);
    this.#renew();
  }

  /** The id of its row. */
  idOf(candidate: string): number | undefined {
    return this.#ids.get(candidate);
  }

  /** Failures by cause. */
  failures(): ReturnType<BoardFold['failures']> {
    return this.#fold?.failures() ?? [];
  }

  get place(): BoardPlace | undefined {
    return this.#fold && { version: this.#version, ended: this.#fold.ended };
  }

  /** What has changed since `known`; undefined where nothing has. */
  since(known: BoardPlace | undefined): Board | BoardNews | undefined {
    if (this.#fold === undefined) return undefined;
    const isLong = this.#news.length > Math.max(LEAST_NEWS, GROWTH * this.#fold.ended);
    // A new reader gets a board of now, and so do all others: news are about one board.
    const isOld = known?.version !== this.#version && this.#board?.ended !== this.#fold.ended;
    if (isLong || isOld) this.#renew();
    this.#board ??= this.#make(this.#fold);
    if (known?.version !== this.#version) return this.#board;
    if (known.ended === this.#fold.ended) return undefined;
    return this.#newsSince(known, this.#fold);
  }

  #renew(): void {
    if (this.#board !== undefined) this.#version++;
    this.#board = undefined;
  }

  #make(fold: BoardFold): Board {
    const statusOf = this.#statuses === undefined ? this.#statusByDecisions() : this.#statusByPage(this.#statuses);
    const order = fold.order((id) => placeOf(statusOf(fold.row(id, 1))));
    const shown = order.slice(0, MOST_ROWS);
    const others = order.slice(MOST_ROWS);
    this.#inRows = new Set(shown);
    this.#news = [];
    const known = shown.map((id) => fold.row(id, MOST_DOTS));
    this.#format = columnFormat(known.flatMap(({ value }) => (value === null ? [] : [value])));
    const rest = others.map((id) => fold.row(id, 1));
    return {
      version: this.#version,
      ended: fold.ended,
      ...this.#words(),
      axis: axisOf(
        known.slice(0, AXIS_ROWS).flatMap(({ dots }) => dots.flatMap(({ value }) => (value === null ? [] : [value]))),
        this.#subject,
      ),
      rows: known.map((row) => ({
        ...this.#figuresOf(row),
        name: this.#subject.nameOf(row.candidate),
        status: statusOf(row),
        dots: row.dots.map(toWire),
      })),
      rest:
        others.length === 0
          ? null
          : {
              candidates: others.length,
              trainings: rest.reduce((sum, { trainings }) => sum + trainings, 0),
              dots: rest.flatMap(({ dots }) => dots.slice(-1).map(toWire)).slice(0, MOST_DOTS),
            },
    };
  }

  #newsSince(known: BoardPlace, fold: BoardFold): BoardNews {
    const fresh = this.#news.filter(({ ended }) => ended > known.ended);
    const changed = new Set(fresh.map(({ candidate }) => candidate).filter((id) => this.#inRows.has(id)));
    return {
      version: this.#version,
      ended: fold.ended,
      dots: fresh.map(({ candidate, dot }) => [
        this.#inRows.has(candidate) ? (this.#ids.get(candidate) as number) : null,
        toWire(dot),
      ]),
      rows: [...changed].map((id) => this.#figuresOf(fold.row(id, 0))),
    };
  }

  #figuresOf({ candidate, trainings, value }: ReturnType<BoardFold['row']>) {
    const valueText = value === null ? '' : this.#format(value);
    return { id: this.#ids.get(candidate) as number, trainings, value, valueText };
  }

  #statusByPage(statuses: ReadonlyMap<string, string>): StatusOf {
    return ({ candidate, trainings }) => {
      const status = statuses.get(candidate) ?? '';
      // The page may be older than the first training of a row.
      if (status === 'not tried' && trainings > 0) return 'undecided';
      return shownStatus(status);
    };
  }

  #statusByDecisions(): StatusOf {
    if (this.#subject.work?.kind !== 'race') return () => '';
    const decision = this.#decisions.at(-1);
    const left = decision && new Set(decision.survivors);
    return ({ candidate, trainings, dots }) => {
      if (trainings === 0) return 'not tried';
      if (candidate === decision?.incumbent) return LEADER;
      if (dots.every(({ kind }) => kind === 'failed')) return 'never worked';
      if (left === undefined || left.has(candidate)) return 'undecided';
      return this.#subject.isOpen ? 'behind' : 'out';
    };
  }

  #words(): Pick<Board, 'score' | 'summary'> {
    const { work, criterion } = this.#subject;
    return { score: work?.metric ?? 'loss', summary: criterion?.name ?? 'median' };
  }
}

function toWire({ value, kind }: Dot): BoardDot {
  return [value, kind];
}

/** From the best to where most are, and a little further. */
function axisOf(values: readonly number[], subject: Subject): Board['axis'] {
  const isHigherBetter = subject.criterion?.better === 'high';
  const sorted = values.toSorted((a, b) => (isHigherBetter ? b - a : a - b));
  const best = sorted[0] ?? 0;
  const most = sorted[Math.floor(FAR * (sorted.length - 1))] ?? 1;
  const worst = sorted.at(-1) ?? 1;
  const margin = 0.4 * Math.abs(most - best) || Math.abs(best) * 0.05 || 1;
  const reach = isHigherBetter ? Math.max(worst, most - margin) : Math.min(worst, most + margin);
  const [low, high] = reach === best ? [best - margin, best + margin] : [Math.min(best, reach), Math.max(best, reach)];
  return shownAxis([low, high], subject.boundsOf('training', values), values);
}
