/** @file What a question came to, however it is shown: in the terminal, as tables, as a page, for programs. */
import type { Stretch } from '../core/index.js';
import type { Chart } from './chart/chart.js';
import type { PageScripts } from './html/page.js';
import type { QuestionStatus } from './input.js';
import type { Table } from './table/table.js';
import type { AnswerRow } from './terminal/answer-lines.js';
import type { TerminalOptions } from './terminal/terminal-text.js';

/** What every record says. */
interface Reported {
  readonly name: string;
  readonly stretches: readonly Pick<Stretch, 'startedAt'>[];
}

/** The texts that a run folder holds of a report beside its page, by their place there. */
type ReportText = 'trials' | 'epochs' | 'sets' | 'record';

/** How it ended without its answer, though nothing is left to train. `nothing-worked`: no training gave a finite figure. */
export type Shortfall = 'undecided' | 'nothing-worked';

/** What is told of a question, whether it has just been worked out or was kept. */
export interface PrintedAnswer {
  /** Absent where it has the answer that was asked for, or something is left to train. */
  readonly shortfall?: Shortfall;
  /** One line, no full stop at its end. */
  readonly headline: string;
  /** What the record holds: `result.json`, or `measure.json` and the like. */
  json(): string;
  /** What the terminal shows; `folder` is the run's, absent where nothing was written there: then no files are listed. */
  terminal(options: TerminalOptions, folder?: string): string;
}

export interface Report<Content extends Reported = Reported> extends PrintedAnswer {
  readonly status: QuestionStatus;
  /** For programs: what the record holds, numbers as numbers. */
  readonly record: Content;
  /** What the terminal shows in short, as plain values. */
  answerRows(folder?: string): readonly AnswerRow[];
  /** The record stands last. A place without a text has no file. */
  texts(): readonly (readonly [place: ReportText, text: string | undefined])[];
  /** For other documents and programs: figures and headings as in the terminal. */
  tables(): readonly Table[];
  /** The page as UTF-8 text. What draws is loaded only to draw. */
  page(scripts: PageScripts): Promise<string>;
  /** In the order of the page. */
  figures(): Promise<readonly Chart[]>;
}
