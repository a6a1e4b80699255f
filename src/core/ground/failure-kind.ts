/** @file What a failure says in one line, and when two failures are of one kind. */
import type { Failure } from './outcome.js';

const MOST_CHARACTERS = 200;

/** What interpreters print after the error itself: Node its version, R where it was, Rust a hint; and lines without a word. */
const CLOSINGS = [
  /^Node\.js v\d/,
  /^Calls: /,
  /^Execution halted$/,
  /^note: run with `RUST_BACKTRACE/,
  /^[^\p{L}\d]*$/u,
];

/** What a program says of its own failure. Of any other kind Surefoot says the cause, in the first line; what was printed follows it. */
const TOLD_BY_PROGRAMS: ReadonlySet<string> = new Set(['exception', 'exit-code']);

/**
 * The line that says most. Of what a program says it is the last one that is not indented, which is the error itself in what Python, Node, R
 * and most others print (what stands below it, or above, says where it was). Of a time limit, a signal or a report that cannot be read it
 * is the cause, and not what the program had printed by then.
 * @example failureLine({ kind: 'exit-code', message: "It ended with exit code 1.\n  File ...\nKeyError: 'depth'" }); // KeyError: 'depth'
 */
export function failureLine({ kind, message }: Failure): string {
  const lines = message.split('\n').filter((line) => line.trim() !== '');
  if (!TOLD_BY_PROGRAMS.has(kind)) return (lines[0] ?? kind).trim().slice(0, MOST_CHARACTERS);
  const place = lines.findLastIndex((line) => !/^\s/.test(line) && !CLOSINGS.some((closing) => closing.test(line)));
  const telling = lines[Math.max(0, place)] ?? kind;
  // R puts a long message on a line of its own, indented.
  const more = /^Error in .* : ?$/.test(telling) ? (lines[place + 1] ?? '') : '';
  return `${telling.trim()} ${more.trim()}`.trim().slice(0, MOST_CHARACTERS);
}

/** Equal for failures of one kind: numbers, which differ from training to training, do not count. */
export function failureKind(failure: Failure): string {
  return `${failure.kind}: ${failureLine(failure).replace(/0x[0-9a-f]+|\d+/gi, '#')}`;
}

/** A signal that ended a process, with its likely cause where the process could not say one. */
export function signalText(signal: string): string {
  return signal === 'SIGKILL' ? `${signal}, as the system does where memory runs out` : signal;
}
