/**
 * @file The loss among what a one-shot command printed: exactly one JSON object with a `loss`, or one number and nothing
 * else. Whatever is less clear is no loss: the last "100" of a progress bar must never become one.
 */
import type { TrainingResult } from '../../core/index.js';
import { LineSplitter } from './line-splitter.js';
import { parseJson, parseLossText } from './parse-json.js';
import { asAnswer, noLoss, readResult } from './read-result.js';

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

  add(chunk: Buffer): void {
    this.#lines.add(chunk);
    this.#documentBytes += chunk.length;
    if (this.#documentBytes <= LARGEST_DOCUMENT_BYTES) this.#document?.push(chunk);
    else this.#document = undefined;
  }

  /** After the last chunk. Throws a TrainingFailure (`no-loss`) that says what was wrong. */
  result(): TrainingResult {
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
    if (!isWhole || this.#answers.length === 2 || !line.includes('"loss"')) return;
    const answer = asAnswer(parseJson(this.#decode(line) ?? ''));
    if (answer !== undefined) this.#answers.push(answer);
  }

  /** All that was printed, read as one object. */
  #wholeAnswer() {
    if (this.#document === undefined || this.#count < 2) return undefined;
    return asAnswer(parseJson(this.#decode(Buffer.concat(this.#document)) ?? ''));
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
