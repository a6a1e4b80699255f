/** @file Logs of version 1 (one question, no checksums): reads them as entries, and puts a log of today in their place. */
import { constants, copyFileSync, existsSync, linkSync, renameSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import {
  type Decision,
  hashJson,
  type JsonObject,
  type Outcome,
  type OutcomeStatus,
  type RunHeader,
  readNumber,
  trialKey,
} from '../core/index.js';
import type { LogEntry } from './log-entry.js';
import {
  buildLogFile,
  type Connection,
  closeLogFile,
  iterateRows,
  openLogFile,
  readLogFile,
  readRows,
  syncFolder,
} from './log-file.js';
import { readDecision, readNumbers, readNumbersByName } from './log-rows.js';
import { beforeFirstStop, isCurrent, withoutEarlyStop } from './stopped-trials.js';

/** What version 1 wrote into run folders, and may thus be overwritten. */
const NAMES_OF_VERSION_1 = [
  'result.json',
  'trials.csv',
  'report.html',
  'best.onnx',
  'study.json',
  'study.csv',
  'artifacts',
  '.mark',
  '.previous',
];

type Row = readonly [
  candidate: string,
  init: number,
  sample: number,
  order: number,
  noise: number,
  sampleSize: number,
  epochs: number,
  repeat: number,
  status: string,
  loss: number | string,
  metrics: string,
  lossPerEpoch: string,
  seconds: number,
  failureKind: string | null,
  failureMessage: string | null,
  artifacts: string | null,
];

const COLUMNS = `candidate, init_stream, sample_stream, order_stream, noise_stream, sample_size, epochs, repeat, status,
  loss, metrics, loss_per_epoch, seconds, failure_kind, failure_message, artifacts`;

/** The entries of a log of version 1, in an order that a log of today could have. Outcomes that no longer exist are left out. */
export function* readVersion1(connection: Connection): Generator<LogEntry> {
  const [[content] = ['']] = readRows<[string]>(connection, 'SELECT content FROM header');
  const header = withoutEarlyStop(JSON.parse(content) as RunHeader);
  const { name, seed, plan, experiment, candidates } = header;
  const hashes = candidates.map(({ configuration }) => hashJson(configuration));
  const stretches = readRows<[string, number, number, string]>(
    connection,
    'SELECT started_at, seconds, workers, environment FROM stretch ORDER BY id',
  );
  const at = stretches[0]?.[0] ?? new Date(0).toISOString();
  yield { table: 'head', name, seed, identity: header.identity, identityParts: header.identityParts };
  for (const claim of NAMES_OF_VERSION_1) yield { table: 'claim', name: claim };
  for (const [place, { id, configuration }] of candidates.entries()) {
    yield { table: 'candidate', hash: hashes[place] as string, id, configuration };
  }
  yield {
    table: 'question',
    number: 1,
    identity: hashJson({ plan, candidates: hashes.toSorted() }),
    name,
    plan,
    experiment,
    request: {},
    candidates: candidates.map(({ label }, place) => [place, label]),
    askedAt: at,
  };
  for (const [index, [startedAt, seconds, workers, text]] of stretches.entries()) {
    const environment = JSON.parse(text) as JsonObject;
    yield { table: 'stretch', number: index + 1, question: 1, startedAt, seconds, workers, environment };
  }
  const places = new Map(candidates.map(({ id }, place) => [id, place]));
  for (const row of iterateRows<Row>(connection, `SELECT ${COLUMNS} FROM outcome ORDER BY sequence`)) {
    const outcome = readOutcome(row);
    const place = places.get(outcome.trial.candidate);
    if (place === undefined) throw new RangeError(`trial ${trialKey(outcome.trial)} is of no candidate of the log`);
    if (isCurrent(outcome)) yield { table: 'outcome', outcome, place, question: 1, stretch: null };
  }
  const texts = readRows<[string]>(connection, 'SELECT content FROM decision ORDER BY sequence');
  const decisions = texts.map(([text]) => readDecision(JSON.parse(text) as Decision));
  for (const decision of beforeFirstStop(decisions)) yield { table: 'decision', question: 1, decision };
  yield { table: 'notice', kind: 'migrated', text: UNVERIFIED, at, question: null };
}

const UNVERIFIED =
  'this run was begun with a log of version 1, which had no checksums: the trials of that time cannot be verified';

/**
 * Puts a log of today in the place of one of version 1, all at once; the old file stays beside it as `log.sqlite.v1`. Does
 * nothing for a log of today.
 */
export function migrateLog(path: string): void {
  if (versionOf(path) !== 1) return;
  // What a killed process left in the journal is taken into the file first: it would be taken for the new one's.
  if (existsSync(`${path}-wal`)) closeLogFile(openLogFile(path).connection, 'read-write');
  readLogFile(path, ({ connection }) => {
    const kept = freeName(path);
    const unfinished = buildLogFile(path, withClaim(readVersion1(connection), basename(kept)));
    keep(path, kept);
    renameSync(unfinished, path);
    syncFolder(dirname(path));
  });
}

function versionOf(path: string): number {
  return readLogFile(path, ({ version }) => version);
}

function freeName(path: string): string {
  let kept = `${path}.v1`;
  for (let number = 2; existsSync(kept); number++) kept = `${path}.v1-${number}`;
  return kept;
}

function keep(path: string, kept: string): void {
  try {
    linkSync(path, kept);
  } catch {
    // Not every file system has hard links.
    copyFileSync(path, kept, constants.COPYFILE_EXCL);
  }
}

function* withClaim(entries: Generator<LogEntry>, name: string): Generator<LogEntry> {
  for (const entry of entries) {
    yield entry;
    if (entry.table === 'head') yield { table: 'claim', name };
  }
}

function readOutcome(row: Row): Outcome {
  const [candidate, init, sample, order, noise, sampleSize, epochs, repeat, status, loss, ...rest] = row;
  const [metrics, lossPerEpoch, seconds, failureKind, failureMessage, artifacts] = rest;
  return {
    trial: { candidate, streams: { init, sample, order, noise }, fidelity: { sampleSize, epochs }, repeat },
    status: status as OutcomeStatus,
    loss: readNumber(loss),
    metrics: readNumbersByName(metrics),
    lossPerEpoch: readNumbers(lossPerEpoch),
    seconds,
    ...(failureKind === null ? {} : { failure: { kind: failureKind, message: failureMessage ?? '' } }),
    ...(artifacts === null ? {} : { artifacts: JSON.parse(artifacts) as Record<string, string> }),
  };
}
