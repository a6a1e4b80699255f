/**
 * @file The files of one answer in its run folder: each is written for itself, so that what cannot be written is named and keeps nothing
 * else back; and which answer the files are of that lie there.
 */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Question, type RunError, runError, type Store, SurefootError } from '../../core/index.js';
import { beginningOf } from '../../evidence/log/index.js';
import { questionOfPage, type Report, withLinks } from '../../report/index.js';
import { foreignNames, refusalWords, refuseForeign } from './files.js';
import { type AnswerFiles, answerFiles, QUESTION_KINDS, RUN_FILES } from './run-files.js';
import { writeRunFile } from './run-folder.js';

/** What of an answer could not be made or written. */
export interface Missing {
  /** Its name in the folder, or what it is. */
  readonly file: string;
  /** Why, and what to do, in sentences. */
  readonly reason: string;
}

interface OpenFolder {
  readonly folder: string;
  readonly store: Pick<Store, 'claim' | 'claims' | 'newestQuestion'>;
}

/** Names of the files of a question: the plain ones where it is the newest of its kind. */
export function answerFilesOf(
  store: Pick<Store, 'newestQuestion'>,
  { number, header }: Pick<Question, 'number' | 'header'>,
): AnswerFiles {
  const kind = String(header.plan.kind);
  return answerFiles(kind, store.newestQuestion(kind)?.number === number ? undefined : number);
}

/** Throws an InputError (`foreign-files`) where files of others have the names of this answer. */
export function requireOwnNames({ folder, store }: OpenFolder, files: AnswerFiles): void {
  const claims = store.claims();
  refuseForeign(
    folder,
    foreignNames(
      folder,
      Object.values(files).filter((name) => !claims.includes(name)),
    ),
  );
}

/** Writes the files of one answer. */
export class AnswerFolder {
  readonly files: AnswerFiles;
  readonly missing: Missing[] = [];
  readonly #into: OpenFolder;
  readonly #question: Question;

  constructor(into: OpenFolder, question: Question) {
    this.#into = into;
    this.files = answerFilesOf(into.store, question);
    this.#question = question;
  }

  /**
   * Before all else the record, unless that of the same answer lies there. Whatever else lies there is of an answer before, and would be
   * taken for this one's.
   */
  claim(report: Report): void {
    const { store } = this.#into;
    if (!this.#attempt(RUN_FILES.log, () => store.claim(Object.values(this.files)))) return;
    if (this.isClaimed(report.record)) return;
    for (const name of Object.values(this.files)) this.#write(name, undefined);
    this.#write(this.files.record, report.json());
  }

  /** Before the record, which says whether it is there. */
  writeModel(model: Uint8Array | null): void {
    const { model: name } = this.files;
    if (name !== undefined) this.#write(name, model ?? undefined);
  }

  /** The record, which says by now what there is; the page; the tables; and the links of the other pages to it. */
  async write(report: Report): Promise<void> {
    const { page, record } = this.files;
    const texts = new Map(report.texts());
    this.#write(record, texts.get('record'));
    texts.delete('record');
    const drawn = await renderQuestionPage(report).catch((error) => this.fail(page, error));
    if (drawn !== undefined) this.#write(page, withLinks(drawn, linksFrom(page, pagesIn(this.#into.folder))));
    for (const [place, text] of texts) this.#write(this.files[place] as string, text);
    const pages = pagesIn(this.#into.folder);
    for (const { name } of pages) this.#attempt(name, () => linkPage(this.#into.folder, name, pages));
  }

  /** Whether exactly these texts lie there. */
  holds(report: Report): boolean {
    return report.texts().every(([place, text]) => this.#isThere(this.files[place] as string, text));
  }

  isMissing(name: string): boolean {
    return this.missing.some(({ file }) => file === name);
  }

  fail(file: string, error: unknown): void {
    if (!this.isMissing(file)) this.missing.push({ file, reason: missingReason(error) });
  }

  /** Whether the record of the same answer lies there: then all that lies there is of this answer. */
  isClaimed(record: ShownRecord): boolean {
    const path = join(this.#into.folder, this.files.record);
    const mark = markOfRecord(path);
    // A log only grows: as many outcomes are the same ones.
    const isOfLog = mark?.outcomes === this.#question.extent()?.outcomes;
    if (mark?.question !== this.#question.number || !isOfLog) return false;
    try {
      return answerIn(JSON.parse(readFileSync(path, 'utf8'))) === answerIn(record);
    } catch {
      return false;
    }
  }

  /** Undefined: none may lie there. What lies there as it should is left as it is. */
  #write(name: string, content: string | Uint8Array | undefined): void {
    const { folder, store } = this.#into;
    this.#attempt(name, () => {
      if (this.#isThere(name, content)) return;
      // The next time it would look like a file of others.
      if (!store.claims().includes(name))
        throw runError`name-not-claimed: The log could not be told that this file is of the run.
          Fix: Make room for the log.`;
      if (content === undefined) rmSync(join(folder, name), { force: true });
      else writeRunFile(folder, name, content);
    });
  }

  #isThere(name: string, content: string | Uint8Array | undefined): boolean {
    const path = join(this.#into.folder, name);
    if (content === undefined || !existsSync(path)) return content === undefined && !existsSync(path);
    return readFileSync(path).equals(Buffer.from(content as Uint8Array));
  }

  #attempt(name: string, act: () => void): boolean {
    try {
      act();
      return true;
    } catch (error) {
      this.fail(name, error);
      return false;
    }
  }
}

type ShownRecord = Report['record'] & {
  readonly status?: string;
  readonly trials?: { readonly used: number };
  readonly winner?: { readonly candidate: string } | null;
};

/** What tells one answer from another to the same question, by the same log. */
function answerIn({ status, trials, winner }: ShownRecord): string {
  return JSON.stringify([status, trials?.used, winner?.candidate]);
}

/**
 * An answer that is in no log, under the names of a race's.
 * @throws RunError where a file cannot be written.
 */
export async function writeReport(folder: string, report: Report): Promise<void> {
  const { page, ...files } = answerFiles('race');
  try {
    for (const [place, text] of report.texts()) {
      const name = (files as AnswerFiles)[place] as string;
      if (text === undefined) rmSync(join(folder, name), { force: true });
      else writeRunFile(folder, name, text);
    }
    writeRunFile(folder, page, await renderQuestionPage(report));
  } catch (error) {
    throw incomplete([{ file: folder, reason: missingReason(error) }], 'run the same command again');
  }
}

/** An answer stands, and not all of its files do. `again`: what completes them. */
export function incomplete(missing: readonly Missing[], again: string): RunError {
  const each = missing.map(({ file, reason }) => `${file} is missing: ${reason}`);
  return runError`answer-incomplete: ${['The answer stands; not all that belongs to it does.', ...each].join('\n')}
    Fix: Once that is mended, ${again}: nothing is trained again that is kept.`;
}

/** @throws RunError where something is missing of an answer that was told. */
export function requireComplete(missing: readonly Missing[], folder: string): void {
  if (missing.length > 0) throw incomplete(missing, `run the same command again, or surefoot report ${folder}`);
}

/** A page of the folder: of the newest question of its kind where it has no number. */
interface PageInFolder {
  readonly name: string;
  readonly kind: string;
  readonly number: string | undefined;
}

/** In the order of the kinds, the newest of each first. */
function pagesIn(folder: string): readonly PageInFolder[] {
  const found = readdirSync(folder).flatMap((name): PageInFolder[] => {
    const [, stem = '', number] = /^([a-z]+)(?:-(\d+))?\.html$/.exec(name) ?? [];
    const kind = QUESTION_KINDS.find((one) => answerFiles(one).page === `${stem}.html`);
    return kind === undefined ? [] : [{ name, kind, number }];
  });
  const rank = ({ kind, number = '0' }: PageInFolder) => QUESTION_KINDS.indexOf(kind) * 1e6 + Number(number);
  return found.sort((a, b) => rank(a) - rank(b));
}

function linksFrom(page: string, pages: readonly PageInFolder[]) {
  return pages
    .filter(({ name }) => name !== page)
    .map(({ name, kind, number }) => ({
      href: name,
      text: `${kind === 'race' ? 'the race' : kind}${number === undefined ? '' : ` (question ${number})`}`,
    }));
}

/** A page that is not of Surefoot has no place for links, and stays as it is. */
function linkPage(folder: string, name: string, pages: readonly PageInFolder[]): void {
  const text = readFileSync(join(folder, name), 'utf8');
  const linked = withLinks(text, linksFrom(name, pages));
  if (linked !== text) writeRunFile(folder, name, linked);
}

/** Names of the files in a folder that answer this question, as they say themselves. */
export function filesOfAnswer(folder: string, { number, header }: Question): readonly string[] {
  const kind = String(header.plan.kind);
  return [undefined, number].flatMap((one) => {
    const { page, record, ...others } = answerFiles(kind, one);
    const isOwnPage = questionOfPage(beginningOf(join(folder, page))) === number;
    // What stands beside a record was written with it: whatever was there before had gone.
    const isOwn = markOfRecord(join(folder, record))?.question === number;
    const beside = isOwn ? [record, ...Object.values(others).filter((name) => existsSync(join(folder, name)))] : [];
    return [...(isOwnPage ? [page] : []), ...beside];
  });
}

interface RecordMark {
  readonly question: number;
  /** That the log held when it was written. */
  readonly outcomes: number;
}

const MARK = /"log":\s*\{[^{}]*?"outcomes":\s*(\d+)[^{}]*\},\s*"question":\s*(\d+)/;

/** The answer that a record is of; undefined where there is none, or its beginning does not say. */
function markOfRecord(path: string): RecordMark | undefined {
  const [, outcomes, question] = MARK.exec(beginningOf(path)) ?? [];
  return question === undefined ? undefined : { question: Number(question), outcomes: Number(outcomes) };
}

/** An unforeseen error is told whole. */
export function missingReason(error: unknown): string {
  if (error instanceof SurefootError) return `${error.what} ${error.fix}`;
  const { code, stack, message } = error as NodeJS.ErrnoException;
  if (code !== undefined) return `It cannot be written: ${refusalWords(code)}. Make room there.`;
  return `An unexpected error (please report it): ${stack ?? message ?? String(error)}`;
}

/** `report.html`, as UTF-8 text. */
export function renderQuestionPage(report: Report): Promise<string> {
  return report.page(fileScripts());
}

/** The script that makes a page alive, as the build bundled it. */
export function pageScript(): string {
  return readFileSync(createRequire(import.meta.url).resolve('#page-script'), 'utf8');
}

/** The one that keeps a page at its time, beside it. */
export function watchScript(): string {
  return readFileSync(createRequire(import.meta.url).resolve('#watch-script'), 'utf8');
}

/** The one that keeps a list of runs at its time. */
export function listScript(): string {
  return readFileSync(createRequire(import.meta.url).resolve('#list-script'), 'utf8');
}

function fileScripts() {
  return { scripts: [pageScript()] };
}
