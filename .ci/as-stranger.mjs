/** @file Loaded into every Node process that a stranger's command starts (stranger.mjs): what Node says of the machine is the stranger's. */

import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import { STRANGERS } from './strangers.mjs';

const stranger = STRANGERS.find(({ name }) => name === process.env.STRANGER);
if (stranger !== undefined) disguise(stranger);

function disguise({ cpu, cores, memoryShare, host, user, daysAhead }) {
  const [totalBytes, freeBytes] = [os.totalmem(), os.freemem()];
  const { uid, gid, shell } = os.userInfo();
  const times = { user: 0, nice: 0, sys: 0, idle: 0, irq: 0 };
  Object.assign(os, {
    cpus: () => Array.from({ length: cores }, () => ({ model: cpu, speed: 1, times: { ...times } })),
    availableParallelism: () => cores,
    totalmem: () => Math.floor(totalBytes * memoryShare),
    freemem: () => Math.floor(freeBytes * memoryShare),
    loadavg: () => [40.5, 30.25, 20],
    hostname: () => host,
    userInfo: () => ({ uid, gid, username: user, homedir: os.homedir(), shell }),
  });
  syncBuiltinESMExports();
  // Slurm tells by the kernel's clock when a job's time is over.
  if (process.env.SLURM_CONF === undefined) shiftClock(daysAhead * 86_400_000);
}

/** The clock is set wrong, or it is another year; it goes on at its pace. */
function shiftClock(byMs) {
  const RealDate = Date;
  const realNow = RealDate.now;
  const now = () => realNow() + byMs;
  const shifted = new Proxy(RealDate, {
    construct: (target, given, newTarget) =>
      Reflect.construct(target, given.length === 0 ? [shifted.now()] : given, newTarget),
    apply: () => new RealDate(shifted.now()).toString(),
    // A test may have put a clock of its own in its place.
    get: (target, key) => (key === 'now' && target.now === realNow ? now : Reflect.get(target, key)),
  });
  RealDate.prototype.constructor = shifted;
  globalThis.Date = shifted;
}
