/**
 * @file Writes docs/paper.md and its pictures of the tables in data/paper/evidence: `npm run paper`. What is wrong with a table, and
 * which findings have no evidence yet, is said here and on the page.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makePage } from './make-page.mjs';
import { PAGE, PICTURES } from './places.mjs';
import { readTables } from './tables.mjs';

const published = JSON.parse(readFileSync('data/paper/published.json', 'utf8'));
const { tables, problems } = readTables();
for (const problem of problems) console.log(problem);
const { markdown, pictures } = makePage(tables, published, problems);
mkdirSync(PICTURES, { recursive: true });
for (const old of readdirSync(PICTURES).filter((name) => name.startsWith('paper-'))) rmSync(join(PICTURES, old));
for (const [name, svg] of Object.entries(pictures)) writeFileSync(join(PICTURES, name), svg);
writeFileSync(PAGE, markdown);
console.log(`${PAGE}, ${Object.keys(pictures).length} pictures`);
