/**
 * @file Keeps beside a finished run what it came to and what that was made from, so that it is printed again without reading its log:
 * the same log, files, question and version of Surefoot have the same answer, and anything else is worked out anew.
 */
import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { defined } from '../../core/index.js';
import { isRunHeld } from '../../evidence/log/index.js';
import {
  type AnswerRow,
  answerLines,
  type PrintedAnswer,
  type QuestionEnd,
  type Shortfall,
} from '../../report/index.js';
import { damagedFiles, type LeftFiles } from '../../work/here/index.js';
import { buildOfSurefoot, environmentHere } from '../environment.js';
import { type AnswerFiles, RUN_FILES } from '../folder/run-files.js';
import { writeRunFile } from '../folder/run-folder.js';
import type { Prepared } from '../questions/question-kind.js';
import { traceOf } from '../trace.js';

/** What is kept of an answer that has just been worked out. */
interface AnswerToKeep {
  /** Number of the question, which is the one that was asked last. */
  readonly question: number;
  /** A hash of what was asked, of which candidates, by which command and where. */
  readonly asked: string;
  /** The run folder as it was named: commands in the answer name it. */
  readonly folder: string;
  /** The user's code behind the trainings, as a resume compares it. */
  readonly code: { readonly files: Readonly<Record<string, string>> };
  /** The files that its model is made of, as the log has them. */
  readonly modelFiles: LeftFiles;
  /** Warnings of the run. */
  readonly warnings: readonly string[];
  readonly status: QuestionEnd;
  readonly shortfall?: Shortfall;
  readonly headline: string;
  /** Its files by their names. */
  readonly files: AnswerFiles;
  /** What the terminal shows in short. */
  readonly rows: readonly AnswerRow[];
}

interface KeptAnswer extends AnswerToKeep {
  /** The build of Surefoot that made it. */
  readonly maker: string;
  /** SHA-256 of each file by its name in the folder; null for one that is not there. */
  readonly sums: Readonly<Record<string, string | null>>;
}

/** What an answer is read from or written to; the log apart, which may be open. */
const namesOf = ({ files }: Pick<AnswerToKeep, 'files'>): readonly string[] => [
  ...Object.values(files),
  RUN_FILES.explanation,
  RUN_FILES.changes,
];

/**
 * Keeps what an answer was made of, once the log is one file again and while no other process may write to it.
 */
export function keepAnswer(folder: string, answer: AnswerToKeep): void {
  try {
    const kept: KeptAnswer = {
      ...answer,
      maker: buildOfSurefoot(),
      sums: Object.fromEntries([RUN_FILES.log, ...namesOf(answer)].map((name) => [name, sumOf(join(folder, name))])),
    };
    writeRunFile(folder, RUN_FILES.kept, `${JSON.stringify(kept)}\n`);
  } catch {
    // A record that cannot be written costs time the next time, and nothing else.
  }
}

/** Whether the files of the answer to this question, the page among them, are as this build of Surefoot wrote them when it was kept. */
export function areFilesUntouched(folder: string, question: number): boolean {
  const kept = readKept(folder, buildOfSurefoot());
  return kept?.question === question && areSame(folder, kept, namesOf(kept));
}

/**
 * The answer where everything is as it was when it was kept, and no process works in the folder.
 * @param isWanted asked first, since looking at large files takes longer.
 * @param maker the build that an answer must be from.
 */
export function keptAnswer(
  folder: string,
  isWanted: (kept: AnswerToKeep) => boolean,
  maker: string = buildOfSurefoot(),
): AnswerToKeep | undefined {
  const kept = readKept(folder, maker);
  if (kept === undefined || kept.folder !== folder || !isWanted(kept)) return undefined;
  // What is traced is gone through again.
  if (traceOf('race') !== undefined || isRunHeld(folder) !== false || isLeftOpen(folder)) return undefined;
  if (damagedFiles(kept.modelFiles, join(folder, RUN_FILES.artifacts)).length > 0) return undefined;
  return areSame(folder, kept, [RUN_FILES.log, ...namesOf(kept)]) ? kept : undefined;
}

function readKept(folder: string, maker: string): KeptAnswer | undefined {
  const path = join(folder, RUN_FILES.kept);
  if (!existsSync(path)) return undefined;
  try {
    const kept = JSON.parse(readFileSync(path, 'utf8')) as KeptAnswer;
    return kept.maker === maker ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a process that was killed has left what is not in the log's own file yet. */
function isLeftOpen(folder: string): boolean {
  const journal = statSync(join(folder, `${RUN_FILES.log}-wal`), { throwIfNoEntry: false });
  return journal !== undefined && journal.size > 0;
}

function areSame(folder: string, { sums }: KeptAnswer, names: readonly string[]): boolean {
  return names.every((name) => sumOf(join(folder, name)) === sums[name]);
}

const PIECE = 2 ** 20;

function sumOf(path: string): string | null {
  if (!existsSync(path)) return null;
  const hash = createHash('sha256');
  const piece = Buffer.allocUnsafe(PIECE);
  const file = openSync(path, 'r');
  try {
    for (let read = readSync(file, piece); read > 0; read = readSync(file, piece)) hash.update(piece.subarray(0, read));
  } finally {
    closeSync(file);
  }
  return hash.digest('hex');
}

/** What was asked, of which candidates, by which command and on what machine: where another says more, there is more to be told. */
export function askedOf(
  { header, request }: Pick<Prepared, 'header' | 'request'>,
  command: string | undefined,
): string {
  const asked = [header, request, command, environmentHere()];
  return createHash('sha256').update(JSON.stringify(asked)).digest('hex');
}

/** PrintedAnswer in short: what `long` shows besides is worked out anew. */
interface AnswerBefore extends PrintedAnswer {
  readonly status: QuestionEnd;
  /** Warnings of the run. */
  readonly warnings: readonly string[];
}

/** The answer to the same question of a finished run; undefined where anything is not as it was when it was kept. */
export function printedBefore(
  prepared: Prepared,
  { folder, command }: { readonly folder: string; readonly command?: string },
): AnswerBefore | undefined {
  const { watch } = prepared.backend.code ?? {};
  const kept = keptAnswer(folder, ({ asked, code }) => {
    const changed = watch?.changedSince(code.files) ?? [];
    return changed.length === 0 && asked === askedOf(prepared, command);
  });
  if (kept === undefined) return undefined;
  return { ...toldAgain(kept), warnings: [...new Set([...kept.warnings, ...prepared.warnings])] };
}

/** The kept answer for a report: of the question that was asked last, or has this number. */
export function reportedBefore(folder: string, number?: number): AnswerBefore | undefined {
  const kept = keptAnswer(folder, ({ question }) => number === undefined || number === question);
  return kept && toldAgain(kept);
}

function toldAgain({ folder, status, shortfall, headline, files, rows, warnings }: AnswerToKeep): AnswerBefore {
  return {
    ...{ status, headline, warnings },
    ...defined({ shortfall }),
    json: () => readFileSync(join(folder, files.record), 'utf8'),
    terminal: (options) => [...answerLines(rows, options), ''].join('\n'),
  };
}
