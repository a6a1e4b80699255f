/** @file What a question is about, in words: names of its candidates, and how its numbers and axes are shown. Made once for it, as far as needed. */
import type { QuestionAtEnd } from '../../evidence/log/index.js';
import {
  type CandidateName,
  formatValue,
  nameCandidates,
  type PlannedWork,
  type ShownCriterion,
  shortName,
  showCriterion,
  shownBounds,
  wholeName,
} from '../../report/index.js';
import type { Board } from '../../watch/index.js';
import { plannedWork } from '../conclude/logged-question.js';

export class Subject {
  readonly #question: QuestionAtEnd | undefined;
  #names: ReadonlyMap<string, CandidateName> | undefined;
  #work: { readonly found: PlannedWork | undefined } | undefined;

  constructor(question: QuestionAtEnd | undefined) {
    this.#question = question;
  }

  readonly nameOf = (id: string): string => shortName(this.#allNames, id);

  /** With all settings in which it differs. */
  readonly wholeNameOf = (id: string): string => wholeName(this.#allNames, id);

  get #allNames(): ReadonlyMap<string, CandidateName> {
    this.#names ??= nameCandidates(this.#question?.header.candidates ?? []);
    return this.#names;
  }

  /** Undefined before anything was asked, and where only the program that asked knows. */
  get work(): PlannedWork | undefined {
    this.#work ??= { found: this.#question && plannedWork(this.#question) };
    return this.#work.found;
  }

  /** Whether candidates come back that were out. */
  get isOpen(): boolean {
    return this.work?.kind === 'race' && this.work.facts.rule.kind === 'adaptive';
  }

  /** What a race compares by; undefined for anything else. */
  get criterion(): ShownCriterion | undefined {
    const { work } = this;
    return work?.kind === 'race' ? showCriterion(work.facts.criterion, work.direction ?? 'minimize') : undefined;
  }

  /** Between which values it can lie: that of a training, or of what is compared by. `values`: those that are known. */
  boundsOf(what: 'training' | 'criterion', values: readonly number[]): readonly [low: number, high: number] {
    const { work } = this;
    const isSpread = what === 'criterion' && work?.kind === 'race' && work.facts.criterion.kind === 'spread';
    const metric = work?.metric ?? null;
    const direction = (work?.kind === 'race' ? work.direction : undefined) ?? 'minimize';
    return shownBounds({ metric, direction }, { isSpread, areAbove: values.every((value) => value > 0) });
  }
}

const known = new WeakMap<object, Subject>();

/** The subject of a question, always the same object for the same one. */
export function subjectOf(question: QuestionAtEnd | undefined): Subject {
  if (question === undefined) return new Subject(undefined);
  const subject = known.get(question.header) ?? new Subject(question);
  known.set(question.header, subject);
  return subject;
}

/** An axis of values between bounds that are known, or were thought to be: it goes beyond them only where one of these does. */
export function shownAxis(
  ends: readonly [low: number, high: number],
  [least, most]: readonly [least: number, most: number],
  values: readonly number[],
): Board['axis'] {
  const low = Math.max(ends[0], Math.min(least, ...values));
  const high = Math.min(ends[1], Math.max(most, ...values));
  return { low, high, lowText: formatValue(low, 3), highText: formatValue(high, 3) };
}
