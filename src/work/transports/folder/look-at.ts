/** @file The runs of an exchange for people who look into it: what their coordinators have said last. It leaves nothing there. */
import { shownName } from '../pass-over.js';
import type { SeenRun } from '../transport.js';
import type { ExchangeFiles } from './exchange-files.js';
import { MARK, RUNS_FOLDER } from './layout.js';
import { runIfWhole, type Seen, seenIfWhole } from './records.js';

const NOTHING: Seen = { open: 0, held: 0, done: 0, perMinute: 0, losses: 0, workers: [] };

/** Undefined where the folder is no exchange; `passOver` is told what is no run, and was left out. */
export async function lookAtFolder(
  files: ExchangeFiles,
  path: string,
  passOver: (what: string) => void,
): Promise<readonly SeenRun[] | undefined> {
  if ((await files.read(`${path}/${MARK}`)) === undefined) return undefined;
  const ids = ((await files.list(`${path}/${RUNS_FOLDER}`)) ?? []).filter((name) => /^[\w-]+$/.test(name));
  const nowMs = await serverNowMs(files, path);
  const runs: SeenRun[] = [];
  for (const id of ids.sort()) {
    const folder = `${path}/${RUNS_FOLDER}/${id}`;
    const [run, seen] = await Promise.all([files.read(`${folder}/run`), files.read(`${folder}/seen`)]);
    if (run === undefined) continue;
    const record = runIfWhole(run, id);
    if (record === undefined) {
      passOver(`${shownName(id)} in ${path}/${RUNS_FOLDER} is not a run; it was skipped`);
      continue;
    }
    const said = await files.facts(`${folder}/news`);
    runs.push({
      id,
      name: record.run.name,
      ...(seenIfWhole(seen) ?? NOTHING),
      silentMs: said === undefined ? undefined : Math.max(0, nowMs - said.writtenMs),
    });
  }
  return runs;
}

/**
 * The time that the file server gives a new file: no other machine's clock can be compared with the times of files there. Where nothing
 * can be written, this machine's.
 */
async function serverNowMs(files: ExchangeFiles, path: string): Promise<number> {
  const probe = `${path}/.clock-${process.pid}-${performance.now()}`;
  try {
    await files.create(probe, new Uint8Array());
    const facts = await files.facts(probe);
    await files.unlink(probe);
    return facts?.writtenMs ?? Date.now();
  } catch {
    return Date.now();
  }
}
