/** @file Concludes any question: finds what needs data and models, keeps it in the log, and writes the files of the report. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { given, type Outcome } from '../core/index.js';
import { hasNotEnded, type Report } from '../report/index.js';
import type { LeftFiles } from '../work/here/index.js';
import { codeOf } from './code-history.js';
import { isOfOwnParts } from './custom-parts.js';
import { drawConclusion } from './keep-conclusion.js';
import { areFilesUntouched, keepAnswer } from './kept-answer.js';
import { renderQuestionPage } from './pages.js';
import { askedOf } from './printed-before.js';
import type { Concludable, Means, PlannedQuestion, Position } from './question-kind.js';
import { predictionsReader } from './read-predictions.js';
import { EARLIER_MODEL, RUN_FILES } from './run-files.js';
import { type OpenRun, writeRunFile } from './run-folder.js';

export interface Concluded<Planned extends PlannedQuestion> {
  readonly report: ReturnType<Planned['report']>;
  /** Bytes of the ONNX file; null where there is none. */
  readonly model: Uint8Array | null;
  /** Keeps the answer beside its files; to be called once the log is closed. */
  keep(): void;
}

/** Where a report is written, and what it says of that. */
interface ConcludePlace {
  /** No file is written without it. */
  readonly into?: Pick<OpenRun, 'folder' | 'store'> | undefined;
  /** Makes the same run again. */
  readonly command?: string | undefined;
}

/** Concludes a question that ended by itself or by its budget, and shows how far another has come. */
export async function conclude<Planned extends PlannedQuestion>(
  asked: Concludable<Planned>,
  position: Position,
  needs: Means['needs'],
  { into, command }: ConcludePlace,
): Promise<Concluded<Planned>> {
  const { planned, backend, candidates } = asked;
  const { question, status, state } = position;
  const isOpen = hasNotEnded(status);
  const drawn = isOpen ? undefined : drawConclusion(question, { status, request: planned.told(state) });
  const means = { backend, candidates, needs, predictionsOf: predictionsReader(needs.artifactFolder) };
  const found = drawn === undefined ? {} : await planned.find(position, drawn.kept, means);
  const report = planned.report(position, found, { folder: into?.folder, command, isThere: () => true });
  drawn?.keep(report.headline, planned.keep(found, report));
  const { model = null, modelOf = [] } = found;
  if (into !== undefined) {
    const { folder, store } = into;
    // Logs of earlier versions do not claim the names.
    store.claim([RUN_FILES.epochs, RUN_FILES.kept, RUN_FILES.model]);
    if (model !== null) writeModel(into, model);
    const texts = report.texts();
    const isAsItWas = drawn?.kept !== undefined && areTextsThere(folder, texts) && areFilesUntouched(folder);
    if (!isAsItWas) await writeReport(folder, report, texts);
  }
  const keep = (): void => {
    if (into === undefined || isOpen || isOfOwnParts(question.header)) return;
    keepAnswer(into.folder, {
      question: question.number,
      asked: askedOf(asked, command),
      folder: into.folder,
      code: codeOf(question.usedOutcomes(), into.store.codes()),
      modelFiles: filesOf(modelOf),
      warnings: question.notices().map(({ text }) => text),
      status,
      ...given({ shortfall: report.shortfall }),
      headline: report.headline,
      record: 'findings' in report.record ? RUN_FILES.study : RUN_FILES.result,
      rows: report.answerRows(into.folder),
    });
  };
  return { report: report as Concluded<Planned>['report'], model, keep };
}

/** In place of what an earlier version wrote. */
function writeModel({ folder, store }: Pick<OpenRun, 'folder' | 'store'>, model: Uint8Array): void {
  writeRunFile(folder, RUN_FILES.model, model);
  if (store.claims().includes(EARLIER_MODEL)) rmSync(join(folder, EARLIER_MODEL), { force: true });
}

/** What these trials left, each file by a name of its own. */
function filesOf(outcomes: readonly Outcome[]): LeftFiles {
  const named = <Value>(files: (outcome: Outcome) => Readonly<Record<string, Value>> | undefined) =>
    Object.fromEntries(
      outcomes.flatMap((outcome, place) =>
        Object.entries(files(outcome) ?? {}).map(([name, value]) => [`${place} ${name}`, value]),
      ),
    );
  return { artifacts: named(({ artifacts }) => artifacts), artifactSums: named(({ artifactSums }) => artifactSums) };
}

type Texts = ReturnType<Report['texts']>;

/** Its tables, its page, and its record, which stands last: it says that the others are there. */
export async function writeReport(folder: string, report: Report, texts: Texts = report.texts()): Promise<void> {
  for (const text of texts.slice(0, -1)) writeText(folder, text);
  writeRunFile(folder, RUN_FILES.report, await renderQuestionPage(report));
  for (const text of texts.slice(-1)) writeText(folder, text);
}

/** One without a text must not be that of another question. */
function writeText(folder: string, [place, text]: Texts[number]): void {
  if (text === undefined) rmSync(join(folder, RUN_FILES[place]), { force: true });
  else writeRunFile(folder, RUN_FILES[place], text);
}

/** Whether exactly these texts lie in the folder. */
function areTextsThere(folder: string, texts: Texts): boolean {
  return texts.every(([place, text]) => textIn(join(folder, RUN_FILES[place])) === text);
}

function textIn(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
