/** @file Keeps in the log what a question came to: for lists of questions, and so that it is not computed again. */
import { hashJson, type JsonObject, type JsonValue, type Question, writableNumber } from '../../core/index.js';
import { isOfOwnParts } from '../ask/custom-parts.js';
import { surefootVersion } from '../environment.js';

interface Concluding {
  readonly status: string;
  /** Everything that the plan was told, how far it goes included. */
  readonly request: JsonObject;
}

interface DrawnConclusion {
  /** What the log keeps where exactly the same was concluded from. */
  readonly kept: JsonObject | undefined;
  /** Before anything takes long: writes nothing where the log has a conclusion from the same. `computed`: plain values. */
  claim(headline: string, computed?: object): void;
  /** Writes nothing where the log has as much: what took long to compute is added to what was claimed. */
  keep(headline: string, computed?: object): void;
}

export function drawConclusion(question: Question, { status, request }: Concluding): DrawnConclusion {
  const key = conclusionKey(question, request);
  const sameBefore = () => {
    const before = question.conclusion();
    return before?.key === key && before.status === status ? before : undefined;
  };
  // It cannot be seen whether a rule or criterion of the program's own is still what it was.
  const isOwn = isOfOwnParts(question.header);
  const keep = (headline: string, computed: object = {}): void => {
    const same = sameBefore();
    const trials = question.usedOutcomes().length;
    const content = {
      ...same?.content,
      ...{ trials, begun: trials + question.unusedOutcomes().length },
      ...plainJson(computed),
    };
    if (same?.headline === headline && Object.keys(content).length === Object.keys(same.content).length) return;
    question.conclude({ key, at: new Date().toISOString(), status, headline, content });
  };
  return {
    get kept() {
      return isOwn ? undefined : sameBefore()?.content;
    },
    claim: (headline, computed) => {
      if (sameBefore() === undefined) keep(headline, computed);
    },
    keep,
  };
}

/** The inverse of what {@link DrawnConclusion.keep} does to what was computed. */
export function readKept<T>(kept: JsonValue): T {
  return JSON.parse(JSON.stringify(kept), (_key, value) => (NOT_IN_JSON.has(value) ? Number(value) : value)) as T;
}

const NOT_IN_JSON: ReadonlySet<unknown> = new Set(['Infinity', '-Infinity', 'NaN']);

function plainJson(value: object): JsonObject {
  return JSON.parse(JSON.stringify(value, (_key, member: unknown) => writableNumber(member))) as JsonObject;
}

/** Counts up with every change of what is kept, within one version of Surefoot too. */
const CONTENT_VERSION = 3;

/** What a conclusion depends on: what was asked, of which outcomes, by which version. */
function conclusionKey(question: Question, request: JsonObject): string {
  const outcomes = question.usedOutcomes().map(({ trial, status, loss }) => {
    return [trial.candidate, trial.streams.init, status, writableNumber(loss)];
  });
  return hashJson([surefootVersion(), CONTENT_VERSION, request, outcomes]);
}
