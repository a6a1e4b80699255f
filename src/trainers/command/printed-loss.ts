/**
 * @file The loss among what a one-shot command printed: exactly one JSON object with a `loss`, or one number and nothing
 * else. Whatever is less clear is no loss: the last "100" of a progress bar must never become one. Or, for scripts that are used as they
 * are, what a regular expression finds.
 */

import { createContext, Script } from 'node:vm';
import { type AskedScore, type InputError, inputError, type TrainingResult } from '../../core/index.js';
import { LineSplitter } from './command-process.js';
import { parseJson, parseLossText } from './parse-json.js';
import { asAnswer, type CommandResult, inFewWords, noLoss, readResult } from './read-result.js';

/** More than this is not kept to be read as one object over several lines. */
const LARGEST_DOCUMENT_BYTES = 1024 * 1024;

const BRACE = 0x7b;

/** Takes what is printed as it comes, in bounded memory. */
export class PrintedLoss {
  readonly #lines = new LineSplitter((line, isWhole) => this.#take(line, isWhole));
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  #document: Buffer[] | undefined = [];
  #documentBytes = 0;
  #answers: Readonly<Record<string, unknown>>[] = [];
  /** Lines that are not blank. */
  #count = 0;
  #first = '';
  /** Whether an object was too long to be read. */
  #hasOverlong = false;
  readonly #score: AskedScore | undefined;
  /** One of these stands in every answer. */
  readonly #members: readonly string[];

  constructor(score?: AskedScore) {
    this.#score = score;
    this.#members = ['loss', 'predictions', ...(score === undefined ? [] : [score.name])].map((name) =>
      JSON.stringify(name),
    );
  }

  add(chunk: Buffer): void {
    this.#lines.add(chunk);
    this.#documentBytes += chunk.length;
    if (this.#documentBytes <= LARGEST_DOCUMENT_BYTES) this.#document?.push(chunk);
    else this.#document = undefined;
  }

  /** After the last chunk. Throws a TrainingFailure (`no-loss`) that says what was wrong. */
  result(): CommandResult {
    this.#lines.end();
    const whole = this.#answers.length > 0 ? undefined : this.#wholeAnswer();
    const answers = whole === undefined ? this.#answers : [whole];
    const [answer] = answers;
    if (answers.length > 1) throw noLoss(`it printed ${answers.length} objects with a "loss"`);
    if (this.#hasOverlong) throw noLoss('it printed an object on a line of more than 16 MiB');
    if (answer !== undefined) return readResult(answer);
    if (this.#count === 0) throw noLoss('it wrote no result file and printed nothing');
    // A carriage return within a line is a progress bar's: what it shows last is no loss.
    const isPlain = this.#count === 1 && !/\r./.test(this.#first);
    const loss = isPlain ? parseLossText(this.#first) : undefined;
    if (loss !== undefined) return { loss };
    throw noLoss(
      'it wrote no result file, and its output is neither one JSON object with a "loss" nor a single number',
    );
  }

  #take(line: Buffer, isWhole: boolean): void {
    const start = line.findIndex((byte) => byte !== 0x20 && byte !== 0x09 && byte !== 0x0d);
    if (start < 0) return;
    this.#count++;
    if (this.#count === 1) this.#first = this.#decode(line.subarray(0, 1024)) ?? '';
    if (line[start] !== BRACE) return;
    if (!isWhole) this.#hasOverlong = true;
    // Two answers are enough to know that there are too many.
    if (!isWhole || this.#answers.length === 2 || !this.#members.some((name) => line.includes(name))) return;
    const answer = asAnswer(parseJson(this.#decode(line) ?? ''), this.#score);
    if (answer !== undefined) this.#answers.push(answer);
  }

  /** All that was printed, read as one object. */
  #wholeAnswer() {
    if (this.#document === undefined || this.#count < 2) return undefined;
    return asAnswer(parseJson(this.#decode(Buffer.concat(this.#document)) ?? ''), this.#score);
  }

  /** Undefined for bytes that are no UTF-8. */
  #decode(bytes: Buffer): string | undefined {
    try {
      return this.#decoder.decode(bytes);
    } catch {
      return undefined;
    }
  }
}

/** No pattern takes this long on lines that a training prints, however busy the machine is. */
const LONGEST_SEARCH_MS = 10_000;

/** Colours and the like, which terminals take out. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what these sequences begin with
const ESCAPES = /\u001b\[[0-9;?]*[ -/]*[@-~]/g;

/**
 * Throws an InputError (`loss-pattern`) for a pattern that is no regular expression with one group, or may never come to an end. `place`: what
 * the user wrote it behind.
 */
export function checkLossPattern(pattern: string, place = 'trainer.loss.pattern'): void {
  const badPattern = (
    why: string,
    fix: string,
  ): InputError => inputError`loss-pattern: ${place}: ${JSON.stringify(pattern)} ${why}.
    Allowed: a JavaScript regular expression with exactly one group, around the number: 'val_loss: (\\S+)'
    Fix: ${fix}`;
  let groups: number;
  try {
    // The empty alternative matches, so that all groups are told.
    groups = (new RegExp(`${pattern}|`).exec('') ?? []).length - 1;
  } catch (error) {
    const python = pattern.includes('(?P<') ? 'Write (?<name>...) in place of (?P<name>...).' : undefined;
    const why = error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : String(error);
    throw badPattern(`is not a regular expression: ${why}`, python ?? 'Correct it.');
  }
  if (groups === 0) throw badPattern('has no group', 'Put the number in parentheses: val_loss: (\\S+)');
  if (groups > 1) {
    throw badPattern(`has ${groups} groups`, 'Write (?:...) for parentheses that do not hold the number.');
  }
  if (!repeatsRepetition(pattern)) return;
  throw badPattern(
    'repeats a group that has a repetition in it, which may take forever on a line that does not match',
    'Leave the outer repetition out: a pattern may begin anywhere in a line.',
  );
}

/** Whether a group that repeats something without an end is itself repeated so: `(a+)+`. */
function repeatsRepetition(pattern: string): boolean {
  const parts = pattern.matchAll(/\\.|\[(?:\\.|[^\]\\])*\]|[()]|[*+]|\{\d+,\}|./gs);
  const repeats = [false];
  let closed = false;
  for (const [part] of parts) {
    const isRepetition = part === '*' || part === '+' || /^\{\d+,\}$/.test(part);
    if (isRepetition && closed) return true;
    closed = false;
    if (part === '(') repeats.push(false);
    else if (part === ')') {
      closed = repeats.pop() ?? false;
      if (closed) repeats[repeats.length - 1] = true;
    } else if (isRepetition) repeats[repeats.length - 1] = true;
  }
  return false;
}

/** Takes what is printed as it comes. What the pattern matched last counts, on standard output before what is on standard error. */
export class PatternLoss {
  readonly #pattern: string;
  readonly #patienceMs: number;
  readonly #output: PatternSearch;
  readonly #errors: PatternSearch;

  constructor(pattern: string, patienceMs = LONGEST_SEARCH_MS) {
    this.#pattern = pattern;
    this.#patienceMs = patienceMs;
    this.#output = new PatternSearch(pattern, patienceMs);
    this.#errors = new PatternSearch(pattern, patienceMs);
  }

  add(chunk: Buffer): void {
    this.#output.add(chunk);
  }

  addError(chunk: Buffer): void {
    this.#errors.add(chunk);
  }

  /** Whether what counts was matched after another value. */
  get hasSeveral(): boolean {
    return (this.#output.isFound ? this.#output : this.#errors).hasSeveral;
  }

  /** After the last chunk. Throws a TrainingFailure (`no-loss`) that says what was wrong. */
  result(): TrainingResult {
    const found = this.#output.end() ?? this.#errors.end();
    const pattern = JSON.stringify(this.#pattern);
    if (this.#output.isCut || this.#errors.isCut) {
      throw noLoss(`the pattern ${pattern} took more than ${this.#patienceMs / 1000} s on what it printed`);
    }
    if (found === undefined) throw noLoss(`the pattern ${pattern} matches no line of its output`);
    const loss = parseLossText(found);
    if (loss === undefined) {
      throw noLoss(`the group of the pattern ${pattern} matched ${inFewWords(found)}, which is not a number`);
    }
    return { loss };
  }
}

/** Runs a function of ours, and ends it, a regular expression within it too. */
const SEARCH = new Script('search()');

class PatternSearch {
  readonly #pattern: RegExp;
  readonly #patienceMs: number;
  readonly #lines = new LineSplitter((line) => this.#waiting.push(line.toString('utf8')));
  readonly #context = createContext({ search: () => this.#search() });
  #waiting: string[] = [];
  #last: string | undefined;
  isCut = false;
  /** Whether it matched values that are not the same. */
  hasSeveral = false;

  constructor(pattern: string, patienceMs: number) {
    this.#pattern = new RegExp(pattern, 'g');
    this.#patienceMs = patienceMs;
  }

  get isFound(): boolean {
    return this.#last !== undefined;
  }

  add(chunk: Buffer): void {
    if (this.isCut) return;
    this.#lines.add(chunk);
    this.#look();
  }

  /** What the group matched last. */
  end(): string | undefined {
    if (!this.isCut) this.#lines.end();
    this.#look();
    return this.#last;
  }

  #look(): void {
    if (this.#waiting.length === 0) return;
    try {
      SEARCH.runInContext(this.#context, { timeout: this.#patienceMs });
    } catch {
      this.isCut = true;
    }
    this.#waiting = [];
  }

  #search(): void {
    // A progress bar writes its line again and again.
    for (const line of this.#waiting.flatMap((text) => text.replaceAll(ESCAPES, '').split('\r'))) {
      for (const [, value] of line.matchAll(this.#pattern)) {
        if (value === undefined) continue;
        this.hasSeveral ||= this.#last !== undefined && this.#last !== value;
        this.#last = value;
      }
    }
  }
}
