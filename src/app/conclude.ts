/** @file Concludes any question: finds what needs data and models, keeps it in the log, and writes the files of the report. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../report/index.js';
import { keptExplanation } from './explain/keep-explanation.js';
import { drawConclusion } from './keep-conclusion.js';
import { renderQuestionPage } from './pages.js';
import type { Means, PlannedQuestion, Position, Prepared } from './question-kind.js';
import { RUN_FILES } from './run-files.js';
import { writeRunFile } from './run-folder.js';

export interface Concluded<Planned extends PlannedQuestion> {
  readonly report: ReturnType<Planned['report']>;
  /** Bytes of the ONNX file; null where there is none. */
  readonly model: Uint8Array | null;
}

/**
 * Concludes a question that ended by itself or by its budget, and shows how far another has come. Without a folder no file is
 * written; `command` makes the same run again.
 */
export async function conclude<Planned extends PlannedQuestion>(
  { planned, backend, candidates }: Prepared<Planned>,
  position: Position,
  needs: Means['needs'],
  { folder, command }: { readonly folder?: string | undefined; readonly command?: string | undefined },
): Promise<Concluded<Planned>> {
  const { question, status, state } = position;
  const isOpen = status === 'running' || status === 'interrupted';
  const drawn = isOpen ? undefined : drawConclusion(question, { status, request: planned.told(state) });
  const found = drawn === undefined ? {} : await planned.find(position, drawn.kept, { backend, candidates, needs });
  const report = planned.report(position, found, { folder, command, isThere: () => true });
  drawn?.keep(report.headline, planned.keep(found, report));
  const { model = null } = found;
  if (folder !== undefined) {
    if (model !== null) writeRunFile(folder, RUN_FILES.model, model);
    // An explanation is on the page alone.
    const isAsItWas = drawn?.kept !== undefined && isThere(folder, report) && keptExplanation(folder) === undefined;
    if (!isAsItWas) await writeReport(folder, report);
  }
  return { report: report as Concluded<Planned>['report'], model };
}

/** Its tables, its page, and its record, which stands last: it says that the others are there. */
export async function writeReport(folder: string, report: Report): Promise<void> {
  const texts = report.texts().map(([place, text]) => [RUN_FILES[place], text] as const);
  for (const [name, text] of texts.slice(0, -1)) writeRunFile(folder, name, text);
  writeRunFile(folder, RUN_FILES.report, await renderQuestionPage(report));
  for (const [name, text] of texts.slice(-1)) writeRunFile(folder, name, text);
}

/** Whether the files of exactly this record lie in the folder. */
function isThere(folder: string, report: Report): boolean {
  const texts = report.texts().map(([place, text]) => [join(folder, RUN_FILES[place]), text] as const);
  const [record = '', text] = texts.at(-1) ?? [];
  const paths = [...texts.map(([path]) => path), join(folder, RUN_FILES.report)];
  return paths.every((path) => existsSync(path)) && readFileSync(record, 'utf8') === text;
}
