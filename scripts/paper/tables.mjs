/**
 * @file Tables of evidence as files: compressed JSON with a head that says what they are. A table of another version is left out
 * with a word, never read as something else.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { EVIDENCE } from './places.mjs';

const FORMAT = 'surefoot paper evidence';
export const VERSION = 1;

const pathOf = (name, folder) => join(folder, `${name}.json.gz`);

/** Of a run folder. */
export const tableNameOf = (folder) => folder.replace('/', '-');

/** Equal content makes equal bytes. */
export function writeTable(name, content, folder = EVIDENCE) {
  mkdirSync(folder, { recursive: true });
  const text = JSON.stringify({ format: FORMAT, version: VERSION, table: name, ...content });
  writeFileSync(pathOf(name, folder), gzipSync(text, { level: 9 }));
}

/** All tables by name, and what is wrong with those left out. */
export function readTables(folder = EVIDENCE) {
  const tables = {};
  const problems = [];
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.json.gz')) : [];
  for (const file of files.sort()) {
    const name = file.slice(0, -'.json.gz'.length);
    const found = readTable(join(folder, file));
    if (found.problem === undefined) tables[name] = found;
    else problems.push(`${file} ${found.problem}: left out`);
  }
  return { tables, problems };
}

function readTable(path) {
  try {
    const table = JSON.parse(gunzipSync(readFileSync(path)).toString());
    if (table.format !== FORMAT) return { problem: 'is no evidence of the paper' };
    if (table.version === VERSION) return table;
    return { problem: `has version ${table.version}, this program reads ${VERSION}` };
  } catch (error) {
    return { problem: `cannot be read (${error.message})` };
  }
}

/** So many significant digits, which is what tables and pages need of a loss. */
export function rounded(value, digits = 7) {
  return Number.isFinite(value) ? Number(value.toPrecision(digits)) : String(value);
}
