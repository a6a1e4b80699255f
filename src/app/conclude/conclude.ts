/**
 * @file Concludes any question. Its claim comes first: it is told, logged and written before anything is made that takes data, models or
 * room; then what needs these is found, and the files of the answer are written. What cannot be is named, and keeps nothing else back.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { defined, type Outcome } from '../../core/index.js';
import { hasNotEnded } from '../../report/index.js';
import type { LeftFiles } from '../../work/here/index.js';
import { isOfOwnParts } from '../ask/custom-parts.js';
import { modelMakers } from '../ask/trainer-backend.js';
import { AnswerFolder, type Missing, missingReason } from '../folder/answer-folder.js';
import { codeOf } from '../folder/code-history.js';
import { answerFiles } from '../folder/run-files.js';
import type { OpenRun } from '../folder/run-folder.js';
import { drawConclusion } from '../questions/keep-conclusion.js';
import { predictionsReader } from '../questions/kept-predictions.js';
import type { Concludable, Findings, Means, PlannedQuestion, Position } from '../questions/question-kind.js';
import { areFilesUntouched, askedOf, keepAnswer } from './kept-answer.js';

type ReportOf<Planned extends PlannedQuestion> = ReturnType<Planned['report']>;

export interface Concluded<Planned extends PlannedQuestion> {
  readonly report: ReportOf<Planned>;
  /** Bytes of the ONNX file; null where there is none. */
  readonly model: Uint8Array | null;
  /** What could not be made or written; the same question asked again makes it. */
  readonly missing: readonly Missing[];
  /** Keeps the answer beside its files; to be called once the log is closed. */
  keep(): void;
}

/** Where a report is written, and what it says of that. */
interface ConcludePlace<Planned extends PlannedQuestion> {
  /** No file is written without it. */
  readonly into?: Pick<OpenRun, 'folder' | 'store'> | undefined;
  /** Makes the same run again. */
  readonly command?: string | undefined;
  /** Hears the claim before it is written anywhere. */
  readonly onClaim?: ((claim: ReportOf<Planned>) => void) | undefined;
}

const NOT_YET = 'It was not made yet when this was written.';

/**
 * Concludes a question that ended by itself or by its budget, and shows how far another has come.
 * @throws what the log throws, once the record is written; and why the model cannot be made again where the one of this answer lies there.
 */
export async function conclude<Planned extends PlannedQuestion>(
  asked: Concludable<Planned>,
  position: Position,
  needs: Means['needs'],
  { into, command, onClaim = () => {} }: ConcludePlace<Planned>,
): Promise<Concluded<Planned>> {
  const { planned, backend, candidates } = asked;
  const { question, status, state } = position;
  const isOpen = hasNotEnded(status);
  const drawn = isOpen ? undefined : drawConclusion(question, { status, request: planned.told(state) });
  const answer = into && new AnswerFolder(into, question);
  const files = answer?.files ?? answerFiles(String(question.header.plan.kind));
  const show = (found: Findings, isThere: (name: string) => boolean) =>
    planned.report(position, found, { folder: into?.folder, command, files, isThere }) as ReportOf<Planned>;
  const isInFolder = (name: string) => into !== undefined && existsSync(join(into.folder, name));

  const known: Findings = planned.recall(drawn?.kept);
  const hasModels = modelMakers(backend) !== undefined && status !== 'budget';
  // What lies there may be of an answer before.
  const claim = show(drawn && hasModels ? { noModel: NOT_YET, ...known } : known, () => false);
  const wasKept = drawn?.kept !== undefined;
  if (drawn !== undefined) onClaim(claim);
  try {
    drawn?.claim(claim.headline, planned.keep(known, claim));
  } finally {
    answer?.claim(claim);
  }

  const means = { backend, candidates, needs, predictionsOf: predictionsReader(needs.artifactFolder) };
  const missing: Missing[] = answer?.missing ?? [];
  let found: Findings = known;
  if (drawn !== undefined) {
    try {
      found = await planned.find(position, drawn.kept, means);
    } catch (error) {
      missing.push({ file: 'what data and models tell', reason: missingReason(error) });
    }
  }
  const { model = null, modelOf = [], failures = [] } = found;
  if (found.noModel !== undefined && files.model !== undefined && isInFolder(files.model)) throw failures[0]?.error;
  for (const { of, error } of failures) missing.push({ file: of, reason: missingReason(error) });
  const isFound = missing.length === 0;
  answer?.writeModel(model);
  const notWritten = missing.find(({ file }) => model !== null && file === files.model);
  if (notWritten !== undefined) found = { ...found, noModel: notWritten.reason };
  const isThere = (name: string) => missing.every(({ file }) => file !== name);
  let report = show(found, isThere);
  try {
    const before = JSON.stringify(question.extent());
    drawn?.keep(report.headline, isFound ? planned.keep(found, report) : {});
    // It says how far the log goes with it.
    if (JSON.stringify(question.extent()) !== before) report = show(found, isThere);
  } finally {
    const isAsItWas =
      wasKept && answer?.holds(report) === true && areFilesUntouched(into?.folder ?? '', question.number);
    if (!isAsItWas) await answer?.write(report);
  }

  const isWhole = missing.length === 0;
  const isNewest = into?.store.newestQuestion()?.number === question.number;
  const keep = (): void => {
    if (into === undefined || isOpen || !isWhole || !isNewest || isOfOwnParts(question.header)) return;
    keepAnswer(into.folder, {
      question: question.number,
      asked: askedOf(asked, command),
      folder: into.folder,
      code: codeOf(question.usedOutcomes(), into.store.codes()),
      modelFiles: filesOf(modelOf),
      warnings: question.notices().map(({ text }) => text),
      status,
      ...defined({ shortfall: report.shortfall }),
      headline: report.headline,
      files,
      rows: report.answerRows(into.folder),
    });
  };
  return { report: isWhole ? report : show(found, isThere), model, missing, keep };
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
