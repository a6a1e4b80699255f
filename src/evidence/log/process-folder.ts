/**
 * @file Folders among the temporary ones that belong to one process. A process that is killed removes nothing: the next one that makes
 * such a folder removes those of processes that are no longer there.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

/** What they are for; begins their names, after `surefoot-`. */
const PURPOSES = ['data', 'log', 'artifacts', 'retrain', 'watch'] as const;

/** The purpose, where processes have numbers of their own, and the process. */
const FOLDER = new RegExp(`^surefoot-(?:${PURPOSES.join('|')})-([0-9a-f]{6})-(\\d+)-`);

/** Makes one for this user alone, and gives its absolute path; the caller removes it. Throws what the file system throws. */
export function makeProcessFolder(purpose: (typeof PURPOSES)[number]): string {
  const own = numberingOfProcesses();
  removeLeftFolders(own);
  return mkdtempSync(join(tmpdir(), `surefoot-${purpose}-${own}-${process.pid}-`));
}

/** Whether a process of this machine is there; true also for one of another user. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function removeLeftFolders(own: string): void {
  for (const name of namesIn(tmpdir())) {
    const [, numbering, pid] = FOLDER.exec(name) ?? [];
    if (numbering !== own || isAlive(Number(pid))) continue;
    try {
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
    } catch {
      // The process belongs to another user.
    }
  }
}

/** The names in a folder; none of one that may be written to but not read, such as a shared one: others clear up there. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Machines and containers may share the folder, and each has its own processes with these numbers. */
function numberingOfProcesses(): string {
  let container = '';
  try {
    container = readlinkSync('/proc/self/ns/pid');
  } catch {
    // Not Linux: processes have one numbering.
  }
  return createHash('sha256').update(`${hostname()} ${container}`).digest('hex').slice(0, 6);
}
