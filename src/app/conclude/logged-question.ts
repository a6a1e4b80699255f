/**
 * @file Makes a question again from its log alone, and reports it as often as there is more: of a run that goes on in another process, that
 * was interrupted, or that has ended. Neither data nor trainer need be there; nothing is written.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  askedHeader,
  type JsonObject,
  type Outcome,
  type PlanListener,
  type Question,
  type Store,
  type Trial,
  watchedPlan,
} from '../../core/index.js';
import { LogFollower } from '../../evidence/drive/index.js';
import type { QuestionAtEnd } from '../../evidence/log/index.js';
import { hasNotEnded, type Outlook, type PlannedWork, type Report, type RunStatus } from '../../report/index.js';
import { isOfOwnParts, requireBuiltInParts } from '../ask/custom-parts.js';
import { loggedDraft } from '../ask/experiment-source.js';
import { planLimitOf } from '../ask/trained-beside.js';
import { answerFilesOf } from '../folder/answer-folder.js';
import { reportedCode } from '../folder/code-history.js';
import { drawConclusion } from '../questions/keep-conclusion.js';
import type { PredictingCandidate } from '../questions/kept-predictions.js';
import type { Findings, PlannedQuestion, Position } from '../questions/question-kind.js';
import { knownQuestion, questionNamed } from '../questions/questions.js';
import { tracedRace } from '../trace.js';

/** What is there of a question, and what its last conclusion found. */
interface QuestionSoFar {
  readonly position: Position;
  /** What the log keeps of a conclusion from exactly the same; undefined where it has none. */
  readonly kept: JsonObject | undefined;
  readonly found: Findings;
}

export interface FollowedQuestion {
  readonly question: Question;
  readonly planned: PlannedQuestion;
  /** What {@link report} says, while the run goes on. */
  follow(isRunning: boolean): QuestionSoFar;
  /** `isRunning`: another process is at it. What is there by now. */
  report(isRunning: boolean): Report;
  /** The candidates whose predictions are looked at, by what is there now. */
  predicting(): readonly PredictingCandidate[];
  /** How a race looked at its decisions and looks now, as it was reported last; empty for anything else. */
  outlooks(): readonly Outlook[];
}

/**
 * `folder` is the one of the run whose log `store` is. `listen`: hears each step of the plan.
 * @throws InputError for a rule or criterion that only the program that asked has.
 */
export function followQuestion(
  store: Store,
  question: Question,
  folder: string,
  listen?: (planned: PlannedQuestion) => PlanListener<unknown, Trial, Outcome> | undefined,
): FollowedQuestion {
  const { header, request } = question;
  requireBuiltInParts(header);
  // The log holds the experiment as it was read, checked and completed.
  const draft = loggedDraft(header.experiment);
  const planned = questionNamed(header.plan.kind).ofLog(
    { header: askedHeader(header, question.joined()), request },
    draft,
  );
  planned.attach?.(question);
  const place = {
    folder,
    files: answerFilesOf(store, question),
    ...(typeof request.command === 'string' ? { command: request.command } : {}),
    isThere: (name: string) => existsSync(join(folder, name)),
  };
  const { outlook } = planned;
  const outlooks = new Outlooks();
  let now: Outlook | undefined;
  const plan = tracedRace(planned.plan, question);
  const heard = listen?.(planned);
  const follower = new LogFollower<unknown>({
    plan: heard === undefined ? plan : watchedPlan(plan, heard),
    ...{ question, limit: planLimitOf(request), isBehind: () => planned.isBehind?.() ?? false },
    ...(outlook && {
      decided: (state, applied) => outlooks.add(applied, () => outlook(state)),
      beganAgain: () => outlooks.clear(),
    }),
  });
  const follow = (isRunning: boolean): QuestionSoFar => {
    const { state, end, isShort, decisions } = follower.follow({ isOver: !isRunning });
    const status = end === 'finished' ? planned.endOf(state, true) : unfinished(question, isRunning, isShort);
    now = outlook?.(state);
    const code = reportedCode(question.usedOutcomes(), store.codes());
    const position: Position = { question, status, state, decisions, code };
    // What needs data or models was found by the run itself when it ended.
    const kept = hasNotEnded(status)
      ? undefined
      : drawConclusion(question, { status, request: planned.told(state) }).kept;
    return { position, kept, found: planned.recall(kept) };
  };
  return {
    ...{ question, planned, follow },
    outlooks: () => outlooks.until(now),
    predicting: () => {
      const { position, found } = follow(false);
      return planned.predicting(position, found);
    },
    report: (isRunning) => {
      const { position, found } = follow(isRunning);
      return planned.report(position, found, place);
    },
  };
}

/** What a logged question asks for in all; undefined where only the program that asked, or a later version, knows. */
export function plannedWork({
  header,
  request,
  joined,
}: Pick<QuestionAtEnd, 'header' | 'request' | 'joined'>): PlannedWork | undefined {
  if (isOfOwnParts(header)) return undefined;
  const asked = { header: askedHeader(header, joined), request };
  return knownQuestion(header.plan.kind)?.ofLog(asked, loggedDraft(header.experiment)).work;
}

/** A run that was killed says nothing of its end: it can go on like an interrupted one. */
export function unfinished(question: Question, isRunning: boolean, isShort: boolean): RunStatus {
  if (isRunning) return 'running';
  return isShort || question.conclusion()?.status === 'budget' ? 'budget' : 'interrupted';
}

/** Half of them go when there would be more. */
const MOST = 120;

/** How a race looked at its decisions, one after the other: fewer the longer it goes on. */
export class Outlooks {
  #kept: Outlook[] = [];
  /** Trainings between two that are kept, at least. */
  #distance = 1;

  /** Where one would be kept it is made. */
  add(trainings: number, make: () => Outlook | undefined): void {
    const last = this.#kept.at(-1);
    if (last !== undefined && trainings < last.trainings + this.#distance) return;
    const made = make();
    if (made === undefined) return;
    this.#kept.push(made);
    if (this.#kept.length <= MOST) return;
    this.#kept = this.#kept.filter((_, index) => index % 2 === 0);
    this.#distance = Math.max(2 * this.#distance, Math.ceil(made.trainings / MOST));
  }

  clear(): void {
    this.#kept = [];
    this.#distance = 1;
  }

  /** In order, and last how it looks now. */
  until(now: Outlook | undefined): readonly Outlook[] {
    if (now === undefined) return this.#kept;
    return [...this.#kept.filter(({ trainings }) => trainings < now.trainings), now];
  }
}
