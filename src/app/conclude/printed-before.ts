/** @file Gives the answer of a finished question again, as it was kept beside the run: nothing is read of its log. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { given } from '../../core/index.js';
import { answerLines, type PrintedAnswer, type QuestionEnd } from '../../report/index.js';
import { environmentHere } from '../environment.js';
import type { Prepared } from '../questions/question-kind.js';
import { type AnswerToKeep, hashOfAsked, keptAnswer } from './kept-answer.js';

/** What was asked, of which candidates, by which command and on what machine: where another says more, there is more to be told. */
export function askedOf(
  { header, request }: Pick<Prepared, 'header' | 'request'>,
  command: string | undefined,
): string {
  return hashOfAsked(header, request, command, environmentHere());
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

/** The same, whoever asks: of the question that was asked last, or has this number. */
export function reportedBefore(folder: string, number?: number): AnswerBefore | undefined {
  const kept = keptAnswer(folder, ({ question }) => number === undefined || number === question);
  return kept && toldAgain(kept);
}

function toldAgain({ folder, status, shortfall, headline, files, rows, warnings }: AnswerToKeep): AnswerBefore {
  return {
    ...{ status, headline, warnings },
    ...given({ shortfall }),
    json: () => readFileSync(join(folder, files.record), 'utf8'),
    terminal: (options) => [...answerLines(rows, options), ''].join('\n'),
  };
}
