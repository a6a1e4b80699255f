/** @file The runs of an exchange for people who look into it: what their coordinators have said last. It only reads. */
import { shownName } from '../pass-over.js';
import type { ExchangeFiles } from './exchange-files.js';
import { MARK, RUNS } from './layout.js';
import { runIfWhole, type Seen, seenIfWhole } from './records.js';

/** One run of an exchange. */
export interface SeenRun extends Seen {
  readonly id: string;
  readonly name: string;
  /** Since its coordinator last said something, by the age of its file; undefined where it never did. */
  readonly silentMs: number | undefined;
}

const NOTHING: Seen = { open: 0, held: 0, done: 0, perMinute: 0, losses: 0, workers: [] };

/** Undefined where the folder is no exchange; `passOver` is told what is no run, and was left out. `nowMs` on this machine's clock, which may differ from the file server's. */
export async function lookAtFolder(
  files: ExchangeFiles,
  path: string,
  nowMs: number,
  passOver: (what: string) => void,
): Promise<readonly SeenRun[] | undefined> {
  if ((await files.read(`${path}/${MARK}`)) === undefined) return undefined;
  const ids = ((await files.list(`${path}/${RUNS}`)) ?? []).filter((name) => /^[\w-]+$/.test(name));
  const runs: SeenRun[] = [];
  for (const id of ids.sort()) {
    const folder = `${path}/${RUNS}/${id}`;
    const [run, seen] = await Promise.all([files.read(`${folder}/run`), files.read(`${folder}/seen`)]);
    if (run === undefined) continue;
    const record = runIfWhole(run, id);
    if (record === undefined) {
      passOver(`${shownName(id)} in ${path}/${RUNS} is no run; it was passed over`);
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
