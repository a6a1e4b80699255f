/** @file Refuses what a data specification says twice, or in two ways that cannot both be meant. */
import { InputError } from '../../core/index.js';
import { areArrays, type FileSpec } from './file-spec.js';

/** Throws an InputError (`data-contradiction`). */
export function refuseContradictions(spec: FileSpec): void {
  const { split, selectionFile, finalFile, targetFile, classes, task, columns, shape } = spec;
  const refuse = (what: string, allowed: string, fix: string) => {
    throw new InputError({ code: 'data-contradiction', what, allowed, fix });
  };
  for (const [part, path] of [
    ['selection', selectionFile],
    ['final', finalFile],
  ] as const) {
    if (path !== undefined && split[part] !== undefined) {
      refuse(
        `data.split.${part}: ${split[part]}, but ${path} already is the ${part} set.`,
        `either \`split.${part}\` or \`${part}File\``,
        'Remove one of the two.',
      );
    }
  }
  if (selectionFile !== undefined && finalFile !== undefined && split.pool !== undefined) {
    refuse(
      `data.split.pool: ${split.pool}, but \`file\` is not split: selection and final set have files of their own.`,
      'no sizes where all three parts have a file',
      'Remove `data.split`.',
    );
  }
  const { by, time } = split;
  if (by !== undefined && time !== undefined) {
    refuse(
      `data.split: \`by: ${by}\` and \`time: ${time}\` are two different ways to divide.`,
      'one of `split.by` and `split.time`',
      'Remove one of the two.',
    );
  }
  if (selectionFile !== undefined && finalFile !== undefined && (by ?? time) !== undefined) {
    refuse(
      `data.split.${by === undefined ? 'time' : 'by'}: \`file\` is not split: selection and final set have files of their own.`,
      'no `split` where all three parts have a file',
      'Remove `data.split`.',
    );
  }
  if (targetFile !== undefined && (selectionFile !== undefined || finalFile !== undefined)) {
    refuse(
      `data.targetFile: ${targetFile} has no targets for \`selectionFile\` or \`finalFile\`.`,
      'NPZ files, each with inputs and targets',
      'Write inputs and targets of each part into one NPZ file.',
    );
  }
  const arrays = shape !== undefined ? 'shape' : areArrays(spec) ? 'sequence' : 'targetFile';
  if (columns !== undefined && spec[arrays] !== undefined) {
    refuse(
      `data.columns: it describes columns of a table, but stands beside \`${arrays}\`.`,
      'tables (CSV or Parquet) whose columns are single values, without `shape`, `sequence` and `targetFile`',
      'Remove one of the two.',
    );
  }
  if (classes !== undefined && task === 'regression') {
    refuse('data.classes: a regression has none.', '`classes` with `task: classification`', 'Remove one of the two.');
  }
}
