/** @file Opens a file of examples by its format. */
import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { fileKind, inputError } from '../../../core/index.js';
import { openCsv } from './csv-table.js';
import { FILE_FORMATS, type FileFormat } from './file-spec.js';
import { openNpy, openNpz } from './numpy-table.js';
import { openParquet } from './parquet-table.js';
import { MOST_BYTES, type TableFile, tableTooLarge, unreadableFile } from './table-file.js';

interface OpenTableOptions {
  readonly format?: FileFormat | undefined;
  readonly delimiter?: string | undefined;
  /** An NPY file is one column, however many axes it has. */
  readonly whole?: boolean;
}

/** `path` is absolute. Throws InputError for a file that is missing, empty, too large, or not of its format. */
export async function openTable(path: string, options: OpenTableOptions): Promise<TableFile> {
  switch (await checkedFormat(path, options.format)) {
    case 'csv':
      return openCsv(path, options.delimiter);
    case 'parquet':
      return openParquet(path);
    case 'npy':
      return openNpy(path, options.whole ?? false);
    case 'npz':
      return openNpz(path);
  }
}

/** The format of a file that is there, not empty and not too large. Throws InputError otherwise. */
export async function checkedFormat(path: string, given?: FileFormat): Promise<FileFormat> {
  const bytes = await sizeOf(path);
  const format = given ?? formatOf(path);
  if (bytes === 0) throw unreadableFile(path, 'it has 0 bytes');
  if (format !== 'parquet' && bytes > MOST_BYTES) throw tableTooLarge(path, `it has ${bytes} bytes`);
  return format;
}

function formatOf(path: string): FileFormat {
  const extension = extname(path).toLowerCase().slice(1);
  const format = { tsv: 'csv', txt: 'csv', pq: 'parquet' }[extension] ?? extension;
  const known = FILE_FORMATS.find((name) => name === format);
  if (known !== undefined) return known;
  throw inputError`data-format: ${path}: its format is not clear from its name.
    Allowed: ${FILE_FORMATS.join(', ')}
    Fix: Give it the ending of its format, such as .csv. Of the \`data\` of an experiment, \`format\` says it, too.`;
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch((cause: unknown) => {
    throw unreadableFile(path, 'there is no such file', cause);
  });
  if (!found.isFile()) throw unreadableFile(path, `it is ${fileKind(found)}, not a file`);
  return found.size;
}
