/** @file Prints `N passed, N failed, N skipped` over the machine-readable results that the test runs left in CI. */
import { readdirSync, readFileSync } from 'node:fs';

const results = readdirSync('coverage')
  .filter((name) => name.endsWith('-results.json'))
  .map((name) => JSON.parse(readFileSync(`coverage/${name}`, 'utf8')));
const total = (...fields) =>
  results.reduce((sum, result) => sum + fields.reduce((part, field) => part + result[field], 0), 0);
console.log(
  `${total('numPassedTests')} passed, ${total('numFailedTests')} failed, ${total('numPendingTests', 'numTodoTests')} skipped`,
);
