/** @file Reads an experiment from a file, or takes it as a value from a program. */
import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { InputError } from '../core/index.js';
import { type DataSpec, dataSpecSchema } from '../datasets/index.js';
import { checkExperiment, type ExperimentDraft, parseExperiment } from '../experiment/index.js';
import { type CustomParts, takeCustomParts } from './custom-parts.js';

export interface SourcedExperiment {
  readonly draft: ExperimentDraft<DataSpec>;
  /** Absolute folder that relative paths inside the experiment start from. */
  readonly baseFolder: string;
  /** What a program brought in place of names; absent for a file, which has only names. */
  readonly custom?: CustomParts;
}

/** @throws InputError when the file cannot be read or says something that is not allowed. */
export function readExperimentFile(path: string): SourcedExperiment {
  const absolute = resolve(path);
  const draft = parseExperiment(readText(absolute, path), { source: path, dataSchema: dataSpecSchema });
  return { draft, baseFolder: dirname(absolute) };
}

/** Of a path, or of an experiment as a value. @throws InputError as both do. */
export function sourceOf(experiment: unknown): SourcedExperiment {
  return typeof experiment === 'string' ? readExperimentFile(experiment) : takeExperimentValue(experiment);
}

/** Relative paths of an experiment given as a value start from the working directory. */
export function takeExperimentValue(value: unknown): SourcedExperiment {
  const { plain, custom } = takeCustomParts(value);
  const draft = checkExperiment(plain, { source: 'the experiment', dataSchema: dataSpecSchema });
  return { draft, baseFolder: process.cwd(), custom };
}

function readText(absolute: string, path: string): string {
  try {
    return readFileSync(absolute, 'utf8');
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown';
    throw new InputError({
      code: 'experiment-unreadable',
      what: `The experiment file ${path} cannot be read (${code}): ${absolute}`,
      allowed: 'a YAML file',
      fix: `Check the path${basename(path).includes('.') ? '' : ' (is the ending .yaml missing?)'}.`,
      cause,
    });
  }
}
