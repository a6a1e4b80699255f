/** @file Makes runs by their numbers, shows them, and reads them. */
import {
  formatReplayTable,
  type RaceReport,
  type Report,
  type StudyRecord,
  showRace,
  showStudy,
} from '../../src/report/index.js';
import { makeProbation } from './probations.js';
import { makeRace } from './races.js';
import { readRace } from './read-race.js';
import { type ReplayTexts, readReplay } from './read-replay.js';
import { readStudy } from './read-study.js';
import { makeReplay } from './replays.js';
import { makeRequired } from './required.js';
import { makeSearch } from './searches.js';
import { makeStudy } from './studies.js';

/** What people and programs see of a run. */
export interface Shown {
  readonly recipe: string;
  readonly json: string;
  readonly headline: string;
  readonly page: string;
  readonly terminal: string;
  readonly long: string;
}

export async function showMadeRace(number: number): Promise<Shown> {
  const { recipe, input } = makeRace(number);
  return shownOf(recipe, showRace(input));
}

export async function showMadeProbation(number: number): Promise<Shown> {
  const { recipe, input } = makeProbation(number);
  return shownOf(recipe, showRace(input));
}

export async function showMadeSearch(number: number): Promise<Shown> {
  const { recipe, input } = makeSearch(number);
  return shownOf(recipe, showRace(input));
}

export async function showMadeRequired(number: number): Promise<Shown> {
  const { recipe, input } = makeRequired(number);
  return shownOf(recipe, showRace(input));
}

export async function showMadeStudy(number: number): Promise<Shown> {
  const { recipe, input } = makeStudy(number);
  return shownOf(recipe, showStudy(input));
}

export async function showMadeReplay(number: number): Promise<ReplayTexts & { readonly recipe: string }> {
  const { recipe, inputs } = makeReplay(number);
  const reports = inputs.map(showRace);
  const rules = reports.map(async (report) => ({ json: report.json(), page: await report.page({ scripts: [] }) }));
  const records = reports.map(({ record }) => record);
  const terminal = formatReplayTable(records, { width: 120, colors: false });
  return { recipe, rules: await Promise.all(rules), terminal };
}

/** As it is shown at 80 columns. */
export async function shownOf(recipe: string, report: RaceReport | Report<StudyRecord>): Promise<Shown> {
  const options = { width: 80, colors: false };
  return {
    recipe,
    json: report.json(),
    headline: report.headline,
    page: await report.page({ scripts: [] }),
    terminal: report.terminal(options, 'run'),
    long: report.terminal({ ...options, long: true }, 'run'),
  };
}

/** Whatever disagrees in any of them, each with the recipe of its run. */
export const readRaces = (numbers: Iterable<number>) => readAll('race', numbers, showMadeRace, readRace);
export const readProbations = (numbers: Iterable<number>) => readAll('probation', numbers, showMadeProbation, readRace);
export const readSearches = (numbers: Iterable<number>) => readAll('search', numbers, showMadeSearch, readRace);
export const readRequirements = (numbers: Iterable<number>) => readAll('required', numbers, showMadeRequired, readRace);
export const readReplays = (numbers: Iterable<number>) => readAll('replay', numbers, showMadeReplay, readReplay);
export const readStudies = (numbers: Iterable<number>) => readAll('study', numbers, showMadeStudy, readStudy);

export const firstOf = (count: number): Iterable<number> => Array(count).keys();

async function readAll<Texts extends { readonly recipe: string }>(
  kind: string,
  numbers: Iterable<number>,
  show: (number: number) => Promise<Texts>,
  read: (shown: Texts) => readonly string[],
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const number of numbers) {
    try {
      const shown = await show(number);
      found.push(...read(shown).map((text) => `${shown.recipe}\n  ${text}`));
    } catch (error) {
      found.push(`${kind} ${number}\n  ${(error as Error).stack}`);
    }
  }
  return found;
}
