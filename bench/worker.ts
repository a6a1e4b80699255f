/** @file A worker process of the two-process line: trains one epoch for every message, and answers when it is done. */
import { NETWORKS } from './networks.js';
import { makeSetup } from './setup.js';
import { openOurs } from './trainees.js';

const [name, batch] = process.argv.slice(2);
const network = NETWORKS.find((candidate) => candidate.name === name);
if (network === undefined) throw new Error(`no network ${name}`);
const trainee = await openOurs(makeSetup(network, Number(batch)));
process.on('message', async () => process.send?.(await trainee.timeEpoch()));
process.send?.(0);
