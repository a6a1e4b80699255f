/** @file Compares the races of several run folders from their logs; the folders are left as they are. */
import { basename, resolve } from 'node:path';
import { inputError } from '../../core/index.js';
import { buildCompareView, type ComparedRun, type CompareView, type RaceReport } from '../../report/index.js';
import { readRunLog } from '../folder/logged-run.js';
import { reportQuestion } from './report-question.js';

/** The newest race of each folder; the first run is what the others are compared with. @throws InputError */
export async function compareRuns(folders: readonly string[]): Promise<CompareView> {
  if (folders.length < 2) {
    throw inputError`one-run: --compare has ${folders.length} run folder.
      Allowed: two run folders or more
      Fix: Name them one after the other: surefoot report --compare runs/first runs/second`;
  }
  const names = namesOf(folders);
  const runs: ComparedRun[] = [];
  // One after the other: a log may be large.
  for (const [place, folder] of folders.entries()) runs.push(await readRace(folder, names[place] as string));
  return buildCompareView(runs);
}

/** The last part of each path, or as much of it as tells them apart. */
function namesOf(folders: readonly string[]): string[] {
  const last = folders.map((folder) => basename(resolve(folder)));
  return folders.map((folder, place) => {
    const own = last[place] as string;
    if (last.filter((name) => name === own).length === 1) return own;
    const isTwice = folders.indexOf(folder) !== place || folders.lastIndexOf(folder) !== place;
    return isTwice ? `${folder} (${place + 1})` : folder;
  });
}

/** Reads only. */
async function readRace(folder: string, name: string): Promise<ComparedRun> {
  const { report } = await reportQuestion(folder, newestRace(folder), { onlyLook: true });
  const { view } = report as RaceReport;
  return { name, input: view.input, view };
}

function newestRace(folder: string): number {
  const race = readRunLog(folder, (store) => store.newestQuestion('race')?.number);
  if (race !== undefined) return race;
  throw inputError`no-race-to-compare: No race was asked of ${folder}.
    Allowed: run folders of surefoot select
    Fix: Leave it out, or list its questions: surefoot status <run>`;
}
