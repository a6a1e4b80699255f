/** @file The runs of an exchange for people who look into it: what their coordinators have said last. It only reads. */
import type { ExchangeFiles } from './exchange-files.js';
import { MARK, RUNS } from './layout.js';
import { read, type Seen } from './records.js';

/** One run of an exchange. */
export interface SeenRun extends Seen {
  readonly id: string;
  readonly name: string;
  /** Since its coordinator last said something, by the age of its file; undefined where it never did. */
  readonly silentMs: number | undefined;
}

const NOTHING: Seen = { open: 0, held: 0, done: 0, perMinute: 0, losses: 0, workers: [] };

/** Undefined where the folder is no exchange. `nowMs` on this machine's clock, which may differ from the file server's. */
export async function lookAtFolder(
  files: ExchangeFiles,
  path: string,
  nowMs: number,
): Promise<readonly SeenRun[] | undefined> {
  if ((await files.read(`${path}/${MARK}`)) === undefined) return undefined;
  const ids = ((await files.list(`${path}/${RUNS}`)) ?? []).filter((name) => /^[\w-]+$/.test(name));
  const runs: SeenRun[] = [];
  for (const id of ids.sort()) {
    const folder = `${path}/${RUNS}/${id}`;
    const [run, seen] = await Promise.all([files.read(`${folder}/run`), files.read(`${folder}/seen`)]);
    if (run === undefined) continue;
    const said = await files.facts(`${folder}/news`);
    runs.push({
      id,
      name: read.run(run).run.name,
      ...(seen === undefined ? NOTHING : read.seen(seen)),
      silentMs: said === undefined ? undefined : Math.max(0, nowMs - said.writtenMs),
    });
  }
  return runs;
}
