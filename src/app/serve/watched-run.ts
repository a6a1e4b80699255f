/** @file One run folder that is looked at: what it is at, how its race has gone, and its page, made no more often than a tenth of the time. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { LogTail, type TailOfLog } from '../../evidence/log/index.js';
import { formatShare } from '../../report/index.js';
import type {
  Board,
  BoardNews,
  BoardPlace,
  CoursePoint,
  Glimpse,
  RaceCourse,
  RunView,
  ServedPage,
} from '../../watch/index.js';
import { RUN_FILES } from '../folder/run-files.js';
import { type Live, type LiveState, readLive, stateOf } from '../run/live-file.js';
import { LiveBoard } from './live-board.js';
import { makeGlimpse } from './make-glimpse.js';
import type { MadeStand, PageMaker, Stand } from './page-maker.js';
import { type Subject, shownAxis, subjectOf } from './subject.js';

const LOOK_EVERY_MS = 200;
/** A page that took a second is made again after nine more at the earliest. */
const REST = 9;
/** Where it stands takes a tenth of that, and keeps the board at its time. */
const REST_OF_STAND = 4;
/** Before something that failed is tried again. */
const FAILED_REST_MS = 1000;

type Listener = Parameters<RunView['listen']>[0];

export class WatchedRun implements RunView {
  readonly #folder: string;
  readonly #pages: PageMaker;
  readonly #tail: LogTail;
  readonly #listeners = new Set<Listener>();
  #timer: NodeJS.Timeout | undefined;
  #end: TailOfLog = { question: undefined, outcomes: 0 };
  readonly #board = new LiveBoard();
  #live: Live | undefined;
  #liveTime: bigint | undefined;
  #liveProblem: string | null = null;
  #pageProblem: string | null = null;
  /** Counts what the page is made from. */
  #version = 0;
  #wasAtWork = false;
  #problem: string | null = null;
  #nextLookMs = 0;
  #told = '';
  #toldBoard: string | undefined;
  /** Outcomes are read of a run that goes on. */
  #isFollowed = false;
  #page: ServedPage | undefined;
  #stand: Stand | undefined;
  /** What the stand was found from, and when it may be found again. */
  #standVersion = 0;
  #nextStandMs = 0;
  #isFindingStand = false;
  #making: Promise<ServedPage> | undefined;
  #nextMs = 0;

  constructor(folder: string, pages: PageMaker) {
    this.#folder = folder;
    this.#pages = pages;
    this.#tail = new LogTail(join(folder, RUN_FILES.log));
  }

  glimpse(): Glimpse {
    const problem = this.#look();
    const { question, outcomes } = this.#end;
    return makeGlimpse({
      live: this.#live,
      liveState: this.#liveState(),
      question,
      board: this.#board,
      outcomes,
      problem: problem ?? this.#liveProblem ?? this.#pageProblem,
    });
  }

  async page(): Promise<ServedPage> {
    const problem = this.#look();
    if (problem !== null) throw new Error(problem);
    // A log says what was asked when something has come of it.
    if (this.#end.question === undefined)
      throw new Error('Nothing has come of a training yet. The page comes by itself.');
    const page = this.#page;
    const isFresh = page?.version === this.#version;
    if (page !== undefined && (isFresh || performance.now() < this.#nextMs)) return page;
    return this.#make();
  }

  board(known: BoardPlace | undefined): Board | BoardNews | undefined {
    return this.#board.since(known);
  }

  course(): RaceCourse | undefined {
    return this.#stand && makeCourse(this.#stand, subjectOf(this.#end.question), (id) => this.#board.idOf(id));
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    if (this.#page !== undefined) listener.page(this.#page);
    if (this.#stand !== undefined) listener.course();
    this.#timer ??= setInterval(() => this.#tick(), LOOK_EVERY_MS);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  }

  #tick(): void {
    const glimpse = this.glimpse();
    const text = JSON.stringify(glimpse);
    if (text !== this.#told) for (const listener of this.#listeners) listener.glimpse(glimpse);
    this.#told = text;
    const board = JSON.stringify(this.#board.place);
    if (board !== this.#toldBoard) for (const listener of this.#listeners) listener.board();
    this.#toldBoard = board;
    const isDue = this.#page?.version !== this.#version && performance.now() >= this.#nextMs;
    if (isDue && this.#making === undefined) void this.#renew();
    const isStandDue = this.#standVersion !== this.#version && performance.now() >= this.#nextStandMs;
    if (isStandDue && this.#isAtWork() && !this.#isFindingStand) void this.#findStand();
  }

  /** Far sooner than the page, which says what is wrong where something is. */
  async #findStand(): Promise<void> {
    const version = this.#version;
    this.#isFindingStand = true;
    try {
      const found = await this.#pages.stand(this.#folder, true);
      this.#nextStandMs = performance.now() + REST_OF_STAND * found.ms;
      this.#takeStand(found, version);
    } catch {
      this.#nextStandMs = performance.now() + FAILED_REST_MS;
    } finally {
      this.#isFindingStand = false;
    }
  }

  #takeStand({ stand }: Pick<MadeStand, 'stand'>, version: number): void {
    if (version < this.#standVersion) return;
    this.#standVersion = version;
    this.#stand = stand;
    this.#board.judge(stand?.statuses);
    for (const listener of this.#listeners) listener.course();
  }

  async #renew(): Promise<void> {
    try {
      await this.#make();
      this.#pageProblem = null;
    } catch (error) {
      this.#pageProblem = messageOf(error);
    }
  }

  #make(): Promise<ServedPage> {
    this.#making ??= this.#makeNow().finally(() => {
      this.#making = undefined;
    });
    return this.#making;
  }

  async #makeNow(): Promise<ServedPage> {
    const version = this.#version;
    const { html, ms, ...found } = await this.#pages.page(this.#folder, this.#isAtWork());
    this.#nextMs = performance.now() + REST * ms;
    const page = { html, version, trainings: found.trainings };
    this.#page = page;
    this.#takeStand(found, version);
    for (const listener of this.#listeners) listener.page(page);
    return page;
  }

  /** What is wrong with the log; null where nothing is. What could not be read is tried again after a while. */
  #look(): string | null {
    if (performance.now() < this.#nextLookMs) return this.#problem;
    this.#problem = this.#lookNow();
    if (this.#problem !== null) this.#nextLookMs = performance.now() + FAILED_REST_MS;
    return this.#problem;
  }

  #lookNow(): string | null {
    try {
      this.#lookAtLive();
      const news = this.#tail.news(this.#isFollowed ? this.#board : undefined);
      if (news !== undefined) {
        this.#end = news;
        this.#version++;
        this.#board.know(news.question?.decisions ?? []);
      }
    } catch (error) {
      return messageOf(error);
    }
    const isAtWork = this.#isAtWork();
    if (isAtWork !== this.#wasAtWork) this.#version++;
    this.#wasAtWork = isAtWork;
    this.#isFollowed ||= isAtWork;
    return null;
  }

  #lookAtLive(): void {
    const time = statSync(join(this.#folder, RUN_FILES.live), { throwIfNoEntry: false, bigint: true })?.mtimeNs;
    if (time === this.#liveTime) return;
    this.#liveTime = time;
    try {
      this.#live = readLive(this.#folder);
      this.#liveProblem = null;
    } catch (error) {
      this.#live = undefined;
      this.#liveProblem = messageOf(error);
    }
  }

  #liveState(): LiveState | undefined {
    return this.#live === undefined ? undefined : stateOf(this.#live);
  }

  #isAtWork(): boolean {
    const state = this.#liveState();
    return (
      state !== undefined &&
      state !== 'ended' &&
      state !== 'lost' &&
      this.#live?.question === this.#end.question?.number
    );
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Points of a candidate's chance. */
const MOST_POINTS = 24;
/** Bounds of the first few trainings would leave no room for what follows: so many times the last one is shown. */
const MOST_OF_LAST = 6;

/** `idOf`: of a row of the board; undefined for a candidate that takes no part. */
export function makeCourse(
  { claim, outlooks }: Stand,
  subject: Subject,
  idOf: (candidate: string) => number | undefined,
): RaceCourse | undefined {
  const { nameOf, criterion, work } = subject;
  const last = outlooks.at(-1);
  if (last === undefined || criterion === undefined) return undefined;
  const { better, name } = criterion;
  const points = outlooks.map(({ trainings, leader, value, bound }) => ({
    ...{ trainings, value, bound },
    leader: nameOf(leader),
  }));
  const recent = outlooks.slice(-MOST_POINTS).map(({ chances }) => new Map(chances));
  const candidates = last.chances.map(([candidate]) => candidate);
  return {
    claim,
    criterion: `${name} of the ${work?.metric ?? 'loss'}`,
    better,
    points,
    axis: axisOf(points, subject),
    chances: candidates.flatMap((candidate) => {
      const id = idOf(candidate);
      const path = recent.map((chances) => chances.get(candidate) ?? 0);
      return id === undefined ? [] : [{ id, text: formatShare(path.at(-1) ?? 0), path }];
    }),
  };
}

/** From the best that may be to the worst leader; bounds that are too wide are cut off. */
function axisOf(points: readonly CoursePoint[], subject: Subject): RaceCourse['axis'] {
  const values = points.flatMap(({ value }) => (value === null ? [] : [value]));
  const bound = points.findLast((point) => point.bound !== null)?.bound ?? 0;
  const ends = points.flatMap(({ value, bound: own }) => {
    if (value === null || own === null) return [];
    const reach = Math.min(own, MOST_OF_LAST * bound);
    return [subject.criterion?.better === 'high' ? value + reach : value - reach];
  });
  const [low, high] = [Math.min(...values, ...ends), Math.max(...values, ...ends)];
  const margin = 0.05 * (high - low) || Math.abs(high) * 0.01 || 1;
  return shownAxis([low - margin, high + margin], subject.boundsOf('criterion', values), values);
}
