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
} from '../../core/index.js';
import { type DocumentTable, documentOf, type LogEntry, type LogTable, type OutcomeEntry } from './log-entry.js';

/** An outcome as its row holds it, as JSON. */
export type OutcomeRow = readonly [
  candidate: number,
  setting: string,
  status: string,
  loss: number | string,
  metrics: Readonly<Record<string, number | string>> | null,
  lossPerEpoch: readonly (number | string)[] | null,
  seconds: number,
  failures: Failures | null,
  files: FileColumn | null,
  question: number,
  stretch: number | null,
  code: number | null,
  /** Only where outcomes carry what they predicted. */
  predicted?: string | null,
  /** Only where the loss is the cost of a metric that was given in its place: its name. */
  lossOf?: string,
];

/** The failure that counts, with those of earlier attempts beside it. */
type Failures = Partial<Failure> & Pick<Outcome, 'retried'>;

/**
 * CRC-32 of what a row holds, its table and its number with it: finds every flipped bit, every row in another's place, and all but one in
 * four billion of other damages.
 */
export function checksumOf(table: LogTable, sequence: number, content: string | Uint8Array): number {
  return crc32(content, (crc32(table) + sequence) >>> 0);
}

export function outcomeToRow({ outcome, place, question, stretch }: OutcomeEntry): OutcomeRow {
  const { trial, metrics, lossPerEpoch, failure, retried, code, predicted, lossOf } = outcome;
  return [
    place + 1,
    settingKey(trial),
    outcome.status,
    outcome.loss,
    Object.keys(metrics).length === 0 ? null : metrics,
    lossPerEpoch.length === 0 ? null : lossPerEpoch,
    outcome.seconds,
    failure === undefined && retried === undefined
      ? null
      : { ...failure, ...(retried === undefined ? {} : { retried }) },
    filesToColumn(outcome),
    question,
    stretch,
    code ?? null,
    ...(lossOf !== undefined
      ? ([predicted ?? null, lossOf] as const)
      : predicted === undefined
        ? ([] as const)
        : ([predicted] as const)),
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
    const [
      candidate,
      settingText,
      status,
      loss,
      metrics,
      lossPerEpoch,
      seconds,
      failures,
      files,
      question,
      stretch,
      code,
      predicted,
    ] = row;
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
      metrics: metrics === null ? NO_METRICS : readByName(metrics),
      lossPerEpoch: lossPerEpoch === null ? NO_EPOCHS : lossPerEpoch.map(readNumber),
      seconds,
    };
    const isPlain = failures === null && files === null && code === null && predicted === undefined;
    const outcome = isPlain ? plain : withRest(plain, row);
    return { table: 'outcome', outcome, place: candidate - 1, question, stretch, setting: text };
  };
}

/** What few outcomes have. */
function withRest(plain: Outcome, [, , , , , , , failures, files, , , code, predicted, lossOf]: OutcomeRow): Outcome {
  return {
    ...plain,
    ...(failures === null ? {} : readFailures(failures)),
    ...(files === null ? {} : columnToFiles(files)),
    ...(code === null ? {} : { code }),
    ...(typeof predicted === 'string' ? { predicted } : {}),
    ...(lossOf === undefined ? {} : { lossOf }),
  };
}

function readFailures({ retried, ...failure }: Failures): Pick<Outcome, 'failure' | 'retried'> {
  return {
    ...(failure.kind === undefined ? {} : { failure: failure as Failure }),
    ...(retried === undefined ? {} : { retried }),
  };
}

const SETTING = /^i(\d+),s(\d+),o(\d+),n(\d+)(?:,d(\d+))?\|(\d+)\|(\d+)$/;

function readSetting(text: string): Setting {
  const found = SETTING.exec(text);
  if (found === null) throw new RangeError(`"${text}" names no streams`);
  const numberAt = (place: number): number => Number(found[place]);
  const [init, sample, order, noise] = [1, 2, 3, 4].map(numberAt) as [number, number, number, number];
  const divided = found[5] === undefined ? {} : { split: numberAt(5) };
  return {
    streams: { init, sample, order, noise, ...divided },
    fidelity: { sampleSize: numberAt(6) },
    repeat: numberAt(7),
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

function readDecision(decision: Decision): Decision {
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

function readByName(numbers: Readonly<Record<string, number | string>>): Record<string, number> {
  const read: Record<string, number> = {};
  for (const name of Object.keys(numbers)) read[name] = readNumber(numbers[name] as number | string);
  return read;
}

type Files = Pick<Outcome, 'artifacts' | 'artifactSums'>;

/** A path alone is a folder, a file too large to be summed up, or was written before files had sums. */
type FileColumn = Readonly<Record<string, string | readonly [path: string, bytes: number, sha256: string]>>;

function filesToColumn({ artifacts, artifactSums = {} }: Files): FileColumn | null {
  if (artifacts === undefined) return null;
  return Object.fromEntries(
    Object.entries(artifacts).map(([name, path]) => {
      const sum = artifactSums[name];
      return [name, sum === undefined ? path : [path, sum.bytes, sum.sha256]];
    }),
  );
}

function columnToFiles(column: FileColumn): Files {
  const entries = Object.entries(column);
  const artifacts = Object.fromEntries(
    entries.map(([name, file]) => [name, typeof file === 'string' ? file : file[0]]),
  );
  const artifactSums = Object.fromEntries(
    entries.flatMap(([name, file]) => (typeof file === 'string' ? [] : [[name, { bytes: file[1], sha256: file[2] }]])),
  );
  return Object.keys(artifactSums).length === 0 ? { artifacts } : { artifacts, artifactSums };
}
