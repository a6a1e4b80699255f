/**
 * @file Entries as rows of a log file and back, each with a checksum over all of it. Numbers keep every bit; the ones that
 * JSON cannot hold are written by name ("Infinity", "NaN").
 */
import { crc32 } from 'node:zlib';
import {
  type Decision,
  type Evidence,
  type Failure,
  type Outcome,
  type OutcomeStatus,
  readNumber,
  settingKey,
  type Trial,
  writableNumber,
} from '../core/index.js';
import { filesToText, textToFiles } from './artifact-column.js';
import { type DocumentTable, documentOf, type LogEntry, type OutcomeEntry } from './log-entry.js';

/** The columns of table `outcome` between `sequence` and `checksum`, in the order of the row functions below. */
export const OUTCOME_COLUMNS = [
  'candidate',
  'setting',
  'status',
  'loss',
  'metrics',
  'loss_per_epoch',
  'seconds',
  'failure',
  'artifacts',
  'question',
  'stretch',
  'code',
] as const;

export type OutcomeRow = readonly [
  candidate: number,
  setting: string,
  status: string,
  loss: number | string,
  metrics: string | null,
  lossPerEpoch: string | null,
  seconds: number,
  failure: string | null,
  artifacts: string | null,
  question: number,
  stretch: number | null,
  code: number | null,
];

/** CRC-32 of a row's text: finds every flipped bit, and all but one in four billion of other damages. */
export function checksumOf(row: OutcomeRow | string): number {
  return crc32(typeof row === 'string' ? row : JSON.stringify(row));
}

export function outcomeToRow({ outcome, place, question, stretch }: OutcomeEntry): OutcomeRow {
  const { trial, metrics, lossPerEpoch, code } = outcome;
  return [
    place + 1,
    settingKey(trial),
    outcome.status,
    writableNumber(outcome.loss),
    Object.keys(metrics).length === 0 ? null : writeJson(metrics),
    lossPerEpoch.length === 0 ? null : writeJson(lossPerEpoch),
    outcome.seconds,
    failuresToText(outcome),
    filesToText(outcome),
    question,
    stretch,
    code ?? null,
  ];
}

/** What outcomes of the same streams, fidelity and repeat share. */
interface Setting extends Omit<Trial, 'candidate'> {
  readonly text: string;
}

const NO_METRICS: Readonly<Record<string, number>> = Object.freeze({});
const NO_EPOCHS: readonly number[] = Object.freeze([]);

/**
 * Reads rows of outcomes; what many of them have in common is made once, so that a million fit in memory.
 * `idOf` names candidates by their place. Throws a SyntaxError or RangeError for what no row can hold.
 */
export function createOutcomeReader(idOf: (place: number) => string | undefined): (row: OutcomeRow) => OutcomeEntry {
  const settings = new Map<string, Setting>();
  return (row) => {
    const [candidate, settingText, status, loss, metrics, lossPerEpoch, seconds, failure, artifacts] = row;
    const [, , , , , , , , , question, stretch, code] = row;
    const id = idOf(candidate - 1);
    if (id === undefined) throw new RangeError(`there is no candidate ${candidate}`);
    let setting = settings.get(settingText);
    if (setting === undefined) {
      setting = readSetting(settingText);
      settings.set(settingText, setting);
    }
    const { streams, fidelity, repeat, text } = setting;
    const plain: Outcome = {
      trial: { candidate: id, streams, fidelity, repeat },
      status: status as OutcomeStatus,
      loss: readNumber(loss),
      metrics: metrics === null ? NO_METRICS : readNumbersByName(metrics),
      lossPerEpoch: lossPerEpoch === null ? NO_EPOCHS : readNumbers(lossPerEpoch),
      seconds,
    };
    const outcome = failure === null && artifacts === null && code === null ? plain : withRest(plain, row);
    return { table: 'outcome', outcome, place: candidate - 1, question, stretch, setting: text };
  };
}

/** The failure that counts, with those of earlier attempts beside it. */
function failuresToText({ failure, retried }: Outcome): string | null {
  return failure === undefined && retried === undefined ? null : writeJson({ ...failure, retried });
}

function textToFailures(text: string): Pick<Outcome, 'failure' | 'retried'> {
  const { retried, ...failure } = JSON.parse(text) as Partial<Failure> & Pick<Outcome, 'retried'>;
  return {
    ...(failure.kind === undefined ? {} : { failure: failure as Failure }),
    ...(retried === undefined ? {} : { retried }),
  };
}

/** What few outcomes have. */
function withRest(plain: Outcome, [, , , , , , , failure, artifacts, , , code]: OutcomeRow): Outcome {
  return {
    ...plain,
    ...(failure === null ? {} : textToFailures(failure)),
    ...(artifacts === null ? {} : textToFiles(artifacts)),
    ...(code === null ? {} : { code }),
  };
}

const SETTING = /^i(\d+),s(\d+),o(\d+),n(\d+)(?:,d(\d+))?\|(\d+)x(\d+)\|(\d+)$/;

function readSetting(text: string): Setting {
  const found = SETTING.exec(text);
  if (found === null) throw new RangeError(`"${text}" names no streams`);
  const numberAt = (place: number): number => Number(found[place]);
  const [init, sample, order, noise] = [1, 2, 3, 4].map(numberAt) as [number, number, number, number];
  const divided = found[5] === undefined ? {} : { split: numberAt(5) };
  return {
    streams: { init, sample, order, noise, ...divided },
    fidelity: { sampleSize: numberAt(6), epochs: numberAt(7) },
    repeat: numberAt(8),
    text,
  };
}

export function entryToDocument(entry: Exclude<LogEntry, OutcomeEntry>): string {
  return writeJson(documentOf(entry));
}

/** Throws a SyntaxError for what is no JSON. */
export function documentToEntry(table: DocumentTable, text: string): LogEntry {
  const document = JSON.parse(text) as object;
  if (table !== 'decision') return { table, ...document } as LogEntry;
  const { question, decision } = document as { question: number; decision: Decision };
  return { table, question, decision: readDecision(decision) };
}

/** JSON text in the order of the keys, with non-finite numbers by name. */
export function writeJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) => writableNumber(member));
}

export function readDecision(decision: Decision): Decision {
  return {
    ...decision,
    incumbentValue: readNumber(decision.incumbentValue),
    evidence: decision.evidence.map(readEvidence),
  };
}

function readEvidence(evidence: Evidence): Evidence {
  const { statistic, pValue } = evidence;
  return {
    ...evidence,
    ...(statistic === undefined ? {} : { statistic: readNumber(statistic) }),
    ...(pValue === undefined ? {} : { pValue: readNumber(pValue) }),
  };
}

export function readNumbersByName(text: string): Record<string, number> {
  const numbers = JSON.parse(text) as Record<string, number | string>;
  for (const name of Object.keys(numbers)) numbers[name] = readNumber(numbers[name] as number | string);
  return numbers as Record<string, number>;
}

export function readNumbers(text: string): number[] {
  return (JSON.parse(text) as (number | string)[]).map(readNumber);
}
