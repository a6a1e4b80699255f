#!/usr/bin/env node
/**
 * @file The command `surefoot`. An old Node has to be able to read this file, and the one it imports: it is told here that it is
 * too old, before anything is loaded that it could stumble over.
 */
import { nodeRefusal } from '../app/node-floor.js';

const refusal = nodeRefusal(process.versions.node);
if (refusal === '') {
  // Not awaited at the top: that is newer than some of what is refused here.
  import('./program.js').then(({ runProgram }) => runProgram(process.argv.slice(2)));
} else {
  process.stderr.write(`surefoot: ${refusal}\n`);
  process.exitCode = 1;
}
