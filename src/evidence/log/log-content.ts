/** @file Folds the entries of a log into what it says. */
import {
  type Candidate,
  type Conclusion,
  type Decision,
  defined,
  type EvidenceHead,
  type Forgotten,
  hashJson,
  type JoinedCandidate,
  type Joining,
  type JsonObject,
  type Notice,
  type RunHeader,
} from '../../core/index.js';
import type { ForgottenEntry, LogEntry, ProposalEntry, QuestionEntry, StretchEntry } from './log-entry.js';
import { OutcomeIndex } from './outcome-index.js';

export interface QuestionContent {
  readonly number: number;
  readonly identity: string;
  /** Places of the candidates that take part. */
  readonly places: Set<number>;
  /** The candidates that joined, in order. */
  readonly joined: Joining[];
  readonly askedAt: string;
  /** All that were ever made, those that count no longer first. */
  readonly decisions: Decision[];
  /** The number of decisions that rest on an outcome that was forgotten. */
  voidDecisions: number;
  /** When those were drawn that rest on one. */
  readonly voidConclusions: Set<string>;
  header: RunHeader;
  request: JsonObject;
  conclusion: Conclusion | undefined;
}

export class LogContent {
  readonly head: EvidenceHead;
  readonly outcomes = new OutcomeIndex();
  readonly candidates: Candidate[] = [];
  /** By the hash of the configuration. */
  readonly placeByHash = new Map<string, number>();
  readonly placeById = new Map<string, number>();
  readonly codes: JsonObject[] = [];
  readonly codeByHash = new Map<string, number>();
  readonly questions: QuestionContent[] = [];
  readonly questionByIdentity = new Map<string, QuestionContent>();
  /** Number of the question that was asked last, 0 before the first. */
  newestQuestion = 0;
  /** The same of each kind of question. */
  readonly newestOfKind = new Map<unknown, number>();
  /** By number - 1. */
  readonly stretches: StretchEntry[] = [];
  readonly notices: Notice[] = [];
  readonly claims = new Set<string>();
  readonly forgotten: Forgotten[] = [];

  constructor(head: EvidenceHead) {
    this.head = onlyHead(head);
  }

  /** Takes the next entry. Throws a RangeError for one that refers to what is not there. */
  add(entry: LogEntry): void {
    switch (entry.table) {
      case 'head':
        return;
      case 'claim':
        this.claims.add(entry.name);
        return;
      case 'candidate': {
        const { hash, id, configuration } = entry;
        const place = this.candidates.push({ id, label: id, configuration }) - 1;
        this.placeByHash.set(hash, place);
        this.placeById.set(id, place);
        return;
      }
      case 'code':
        this.codeByHash.set(hashJson(entry.content), this.codes.push(entry.content));
        return;
      case 'question':
        this.#addQuestion(entry);
        return;
      case 'stretch':
        this.stretches[entry.number - 1] = entry;
        return;
      case 'outcome':
        this.outcomes.add(entry);
        return;
      case 'decision':
        this.question(entry.question).decisions.push(entry.decision);
        return;
      case 'notice': {
        const { table: _, ...notice } = entry;
        this.notices.push(notice);
        return;
      }
      case 'conclusion': {
        const { table: _, question, ...conclusion } = entry;
        const concluded = this.question(question);
        if (!concluded.voidConclusions.has(conclusion.at)) concluded.conclusion = conclusion;
        return;
      }
      case 'forgotten':
        this.#forget(entry);
        return;
      case 'proposal':
        this.#join(entry);
        return;
      default:
      // Reserved: nothing that this version does rests on it.
    }
  }

  #join({ question: number, outcomes, candidates, refused }: ProposalEntry): void {
    const question = this.question(number);
    const joined = candidates.map(([place, label, more]): JoinedCandidate => {
      question.places.add(place);
      return { candidate: this.#candidateOf([place, label]), ...more };
    });
    question.joined.push({ outcomes, candidates: joined, ...defined({ refused }) });
    question.header = withJoined(question.header, joined);
  }

  /** Right wherever it stands among the entries: it names what it makes void. */
  #forget({ outcome, voids, candidate, trial, reason, at }: ForgottenEntry): void {
    this.outcomes.drop(outcome - 1);
    this.forgotten.push({ candidate, trial, reason, at });
    for (const [number, decisions, concludedAt] of voids) {
      const question = this.question(number);
      question.voidDecisions = Math.max(question.voidDecisions, decisions);
      if (concludedAt !== null) question.voidConclusions.add(concludedAt);
      if (question.conclusion?.at === concludedAt) question.conclusion = undefined;
    }
  }

  /** Throws a RangeError for one that was not asked. */
  question(number: number): QuestionContent {
    const question = this.questions[number - 1];
    if (question === undefined) throw new RangeError(`there is no question ${number}`);
    return question;
  }

  #addQuestion(entry: QuestionEntry): void {
    const { number, identity, name, plan, experiment, request, candidates, askedAt } = entry;
    const taking = candidates.map((one) => this.#candidateOf(one));
    const header: RunHeader = { ...this.head, name, plan, experiment, candidates: taking };
    this.newestQuestion = number;
    this.newestOfKind.set(plan.kind, number);
    const known = this.questions[number - 1];
    if (known !== undefined) {
      known.header = known.joined.reduce((all, { candidates }) => withJoined(all, candidates), header);
      known.request = request;
      return;
    }
    const places = new Set(candidates.map(([place]) => place));
    const question: QuestionContent = {
      number,
      identity,
      places,
      askedAt,
      joined: [],
      decisions: [],
      voidDecisions: 0,
      voidConclusions: new Set(),
      header,
      request,
      conclusion: undefined,
    };
    this.questions.push(question);
    this.questionByIdentity.set(identity, question);
  }

  #candidateOf([place, label]: readonly [number, string]): Candidate {
    const candidate = this.candidates[place];
    if (candidate === undefined) throw new RangeError(`there is no candidate ${place + 1}`);
    return { ...candidate, label };
  }
}

function withJoined(header: RunHeader, joined: readonly JoinedCandidate[]): RunHeader {
  return { ...header, candidates: [...header.candidates, ...joined.map(({ candidate }) => candidate)] };
}

/** Whatever else the head of a question says is not the log's. */
export function onlyHead({ name, identity, identityParts, seed, salt, threads }: EvidenceHead): EvidenceHead {
  return { name, identity, identityParts, seed, ...defined({ salt, threads }) };
}
