/** @file Prints `N passed, N failed, N skipped` from the machine-readable result of the last test run in CI. */
import { readFileSync } from 'node:fs';

const result = JSON.parse(readFileSync('coverage/test-results.json', 'utf8'));
const skipped = result.numPendingTests + result.numTodoTests;
console.log(`${result.numPassedTests} passed, ${result.numFailedTests} failed, ${skipped} skipped`);
