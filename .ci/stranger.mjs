/**
 * @file Runs a command as on somebody else's machine, in every process that it starts, and says on whose.
 *
 *   node .ci/stranger.mjs npm test
 *   STRANGER=cairo node .ci/stranger.mjs npx vitest run test/evidence/log
 *
 * What the kernel tells without asking Node (/proc, uname, file times) stays this machine's, and so does what npm needs to reach its registry.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { constants, cpus, homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { STRANGERS } from './strangers.mjs';

const [program, ...args] = process.argv.slice(2);
const names = STRANGERS.map(({ name }) => name);
const wanted = process.env.STRANGER ?? names[Math.floor(Math.random() * names.length)];
const stranger = STRANGERS.find(({ name }) => name === wanted);
if (program === undefined || stranger === undefined) {
  console.error(
    `Usage: node .ci/stranger.mjs COMMAND...; STRANGER is one of ${names.join(', ')} (given: "${wanted}").`,
  );
  process.exit(2);
}

const { name, cpu, cores, host, user, locale, timeZone, umask, daysAhead } = stranger;
const real = { cpu: cpus()[0]?.model, cores: cpus().length };
const folder = mkdtempSync(join(tmpdir(), 'stranger-'));
const [home, temporary] = [join(folder, stranger.home), join(folder, stranger.temporary)];
for (const path of [home, temporary]) mkdirSync(path);
console.log(
  `As ${name} (STRANGER=${name} repeats it): processor "${cpu}" and ${cores} cores in place of "${real.cpu}" and ${real.cores}; ` +
    `${stranger.memoryShare * 100} % of the memory; host "${host}", user "${user}", TZ=${timeZone}, LC_ALL=${locale}, ` +
    `umask ${umask.toString(8).padStart(3, '0')}, ${daysAhead} days from today, HOME="${home}", TMPDIR="${temporary}".`,
);

process.umask(umask);
const child = spawn(program, args, {
  stdio: 'inherit',
  env: {
    ...process.env,
    ...{ LC_ALL: locale, LANG: locale, TZ: timeZone, HOME: home, TMPDIR: temporary, USER: user, LOGNAME: user },
    npm_config_userconfig: process.env.npm_config_userconfig ?? join(homedir(), '.npmrc'),
    npm_config_cache: process.env.npm_config_cache ?? join(homedir(), '.npm'),
    // A URL has no spaces, whatever the folder is called.
    NODE_OPTIONS:
      `${process.env.NODE_OPTIONS ?? ''} --import ${new URL('as-stranger.mjs', import.meta.url).href}`.trim(),
    STRANGER: name,
    // As where no shell is above: a bash that is started here takes itself for the first, and reads the user's own file.
    SHLVL: '0',
  },
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('close', (status, signal) => {
  rmSync(folder, { recursive: true, force: true });
  process.exitCode = status ?? 128 + constants.signals[signal];
});
