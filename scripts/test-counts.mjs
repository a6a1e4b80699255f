/** @file Prints the failed tests, and last `N passed, N failed, N skipped`, over the machine-readable results that the test runs left in CI. */
import { readdirSync, readFileSync } from 'node:fs';

const results = readdirSync('coverage')
  .filter((name) => name.endsWith('-results.json'))
  .map((name) => JSON.parse(readFileSync(`coverage/${name}`, 'utf8')));
const total = (...fields) =>
  results.reduce((sum, result) => sum + fields.reduce((part, field) => part + result[field], 0), 0);
for (const { name, assertionResults, message } of results.flatMap(({ testResults }) => testResults)) {
  const failed = assertionResults.filter(({ status }) => status === 'failed');
  for (const { fullName, failureMessages } of failed)
    console.log(`Failed: ${fullName} (${name}): ${firstLine(failureMessages[0])}`);
  if (failed.length === 0 && message) console.log(`Failed: ${name}: ${firstLine(message)}`);
}
console.log(
  `${total('numPassedTests')} passed, ${total('numFailedTests')} failed, ${total('numPendingTests', 'numTodoTests')} skipped`,
);

function firstLine(text = '') {
  return text.split('\n', 1)[0];
}
