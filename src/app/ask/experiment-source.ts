/** @file Reads an experiment from a file, or takes it as a value from a program. */
import { isUtf8 } from 'node:buffer';
import { basename, dirname, resolve } from 'node:path';
import { FileNotRead, inputError, type JsonObject } from '../../core/index.js';
import { type DataSpec, dataSpecSchema } from '../../engine/datasets/index.js';
import { checkExperiment, type ExperimentDraft, type FoundTrials, parseExperiment } from '../../experiment/index.js';
import { readGivenFile } from '../folder/files.js';
import { type CustomParts, nameFunctions, takeCustomParts } from './custom-parts.js';

export interface SourcedExperiment {
  readonly draft: ExperimentDraft<DataSpec>;
  /** Absolute folder that relative paths inside the experiment start from. */
  readonly baseFolder: string;
  /** What a program brought in place of names; absent for a file, which has only names. */
  readonly custom?: CustomParts;
  /** What takes the place of its own candidates: the best that another search has found. */
  readonly shortlist?: AskedShortlist;
  /** What is known before the race begins, by source. */
  readonly from?: readonly AskedFrom[];
}

/** How many of the best different configurations are raced. */
export interface AskedShortlist {
  readonly found: FoundTrials;
  readonly top: number;
}

/** What an earlier run, or another search, has found. */
export interface AskedFrom {
  readonly found: FoundTrials;
  /** The log of an earlier run: its trainings may be taken over. */
  readonly log?: string | undefined;
}

/** @throws InputError when the file cannot be read or says something that is not allowed. */
export function readExperimentFile(path: string): SourcedExperiment {
  const absolute = resolve(path);
  const draft = parseExperiment(readText(absolute, path), { source: path, dataSchema: dataSpecSchema });
  return { draft, baseFolder: dirname(absolute) };
}

/** The experiment of a path, or one that is given as a value. @throws InputError as both do. */
export function sourceOf(experiment: unknown): SourcedExperiment {
  return typeof experiment === 'string' ? readExperimentFile(experiment) : takeExperimentValue(experiment);
}

/** Relative paths of an experiment given as a value start from the working directory. */
export function takeExperimentValue(value: unknown): SourcedExperiment {
  const { plain, custom } = takeCustomParts(value);
  const draft = checkExperiment(plain, { source: 'the experiment', dataSchema: dataSpecSchema });
  return { draft: nameFunctions(draft, custom), baseFolder: process.cwd(), custom };
}

/** The experiment in the head of a log: the one that was read, checked and completed. */
export function loggedExperiment({ baseFolder, dataset: _, ...draft }: JsonObject): SourcedExperiment {
  return { draft: loggedDraft(draft), baseFolder: String(baseFolder) };
}

/** What can be said of its words was said when it was read. */
export function loggedDraft(draft: JsonObject): ExperimentDraft<DataSpec> {
  const read: Partial<ExperimentDraft<DataSpec>> = { written: { ranges: [], notices: [], leftOut: [] }, ...draft };
  return read as ExperimentDraft<DataSpec>;
}

/** Some hundred thousand listed candidates. */
const MOST_BYTES = 64 * 2 ** 20;

function readText(absolute: string, path: string): string {
  try {
    const bytes = readGivenFile(absolute, MOST_BYTES);
    // Letters of other encodings would all become the same one.
    if (!isUtf8(bytes)) throw new FileNotRead('it is no text in UTF-8');
    return bytes.toString('utf8');
  } catch (cause) {
    if (!(cause instanceof FileNotRead)) throw cause;
    throw inputError`experiment-unreadable: The experiment file ${path} cannot be read, ${cause.message}: ${absolute}
      Allowed: a YAML file, as text in UTF-8
      Fix: Check the path${basename(path).includes('.') ? '' : ' (is the ending .yaml missing?)'}.
      Cause: ${cause}`;
  }
}
