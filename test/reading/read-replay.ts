/** @file Reads the terminal's table of several rules, the page of each and its result.json side by side, and says where they cannot all be so. */
import { readGenerally } from './generic.js';
import { readNumber, shows } from './numbers.js';
import { flat, type ReadPage, readPage } from './page.js';
import { readRaceTexts } from './read-race.js';
import { numberOf, type ReplayFacts, RunFacts } from './result.js';
import { Disagreements } from './say.js';

export interface ReplayTexts {
  /** Of every rule, in the order of the table: `result.json` and `report.html`. */
  readonly rules: readonly { readonly json: string; readonly page: string }[];
  readonly terminal: string;
}

/** Empty where no two things that are said disagree. */
export function readReplay({ rules, terminal }: ReplayTexts): readonly string[] {
  const say = new Disagreements();
  const [raced = [], simulated = []] = blocksOf(terminal);
  const read = rules.map(({ json, page }) => ({ facts: new RunFacts(json), page: readPage(page) }));
  readGenerally('terminal', flat(terminal), say);
  for (const [index, { facts, page }] of read.entries()) {
    const { replay } = facts.result;
    say.unless(replay !== null, () => 'result.json: no replay');
    if (replay === null) continue;
    readRaceTexts(page, [], facts, say);
    readRacedRow(raced[index] ?? {}, facts, replay, say);
    readPageRow(page, raced[index]?.rule ?? '', { facts, replay }, say);
    if (replay.simulation !== null) readSimulatedRow(simulated[index] ?? {}, replay.simulation, say);
    for (const text of [...page.texts, flat(terminal)]) readTable(text, facts, replay, say);
  }
  return say.found;
}

type Row = Readonly<Record<string, string>>;

/** The tables of a terminal, one after the other: cells by their heading, the first of which is the rule. */
function blocksOf(terminal: string): readonly (readonly Row[])[] {
  return terminal.split('\n\n').flatMap((block) => {
    const lines = block.split('\n');
    const head = lines.findIndex((line) => /^rule {2,}/.test(line));
    if (head < 0) return [];
    const names = (lines[head] as string).trim().split(/ {2,}/);
    const rows = lines.slice(head + 1).filter((line) => / {2,}/.test(line));
    return [
      rows.map((line): Row => {
        const cells = line.trim().split(/ {2,}/);
        return Object.fromEntries(names.map((name, place) => [name, cells[place] ?? '']));
      }),
    ];
  });
}

function readRacedRow(row: Row, { result }: RunFacts, replay: ReplayFacts, say: Disagreements): void {
  const unless = (holds: boolean, what: string): void =>
    say.unless(holds, () => `terminal: ${what} in ${JSON.stringify(row)}, and it is ${JSON.stringify(replay)}`);
  unless(row.claim === (result.verdict ?? '–'), `claim, with ${result.verdict}`);
  unless(readNumber(row.trainings ?? '')?.value === result.trials.used, `trainings, with ${result.trials.used}`);
  const isJudged = replay.missing === 0;
  unless(row.saved === '–' ? !isJudged : isShare(row.saved, 1 - result.trials.used / replay.trials), 'saved');
  const regret = isJudged ? replay.regret : null;
  unless(regret === null ? row.regret === '–' : isAmount(row.regret, numberOf(regret)), 'regret');
  unless((readNumber(row.gaps ?? '0')?.value ?? -1) === replay.missing, 'gaps');
  unless(row.winner === (result.winner?.candidate ?? '–'), `winner, with ${result.winner?.candidate}`);
}

interface Replayed {
  readonly facts: RunFacts;
  readonly replay: ReplayFacts;
}

/** The row of the rule on its own page, and the sentence above it. */
function readPageRow(page: ReadPage, rule: string, { facts: { result }, replay }: Replayed, say: Disagreements): void {
  const table = page.tables.find(({ section }) => section === 'replay');
  const cells = table?.rows.find(([name]) => name === rule);
  const of = (heading: string): string => cells?.[table?.headings.indexOf(heading) ?? -1] ?? '';
  const unless = (holds: boolean, what: string): void =>
    say.unless(holds, () => `page: ${what} in ${cells} below "${page.claim}", and it is ${JSON.stringify(replay)}`);
  const { simulation, missing, regret, best } = replay;
  const share = result.trials.race / replay.trials;
  const picks = best === null || missing > 0 ? '–' : result.winner?.candidate === best.candidate ? 'yes' : 'no';
  const isKnown = simulation !== null || missing === 0;
  const cost = simulation === null ? share : numberOf(simulation.cost.value);
  unless(isKnown ? isShare(of('cost'), cost) : of('cost') === '–', 'cost');
  const own = simulation === null ? (missing > 0 ? null : regret) : simulation.regret.value;
  unless(own === null ? of('regret') === '–' : isAmount(of('regret'), numberOf(own)), 'regret');
  const isPicked =
    simulation === null ? of('picks the best') === picks : isShare(of('picks the best'), simulation.correct.value);
  unless(isPicked, 'picks the best');
  const told =
    /^(?:The rule|Over ([\d,]+) random orders?) .*? uses ([\d.]+ %) of .*? (?:picks the best in ([\d.]+ %)|(picks|does not pick) the best)/.exec(
      page.claim,
    );
  unless(told !== null || !isKnown || own === null, 'no finding');
  if (told === null) return;
  const [, orders, used = '', correct = '', picked] = told;
  unless(isShare(used, cost), 'cost in the finding');
  if (simulation === null) {
    unless((picked === 'picks') === (picks === 'yes'), 'the finding');
    return;
  }
  unless(readNumber(orders ?? '')?.value === simulation.orders, 'orders');
  unless(isShare(correct, simulation.correct.value), 'picks the best in the finding');
}

function readSimulatedRow(row: Row, simulation: NonNullable<ReplayFacts['simulation']>, say: Disagreements): void {
  const { cost, correct, regret } = simulation;
  const isSo =
    isShare(row.cost, cost.value) &&
    isShare(row['picks the best'], correct.value) &&
    isAmount(row.regret, numberOf(regret.value));
  say.unless(isSo, () => `terminal: ${JSON.stringify(row)}, and it is ${JSON.stringify(simulation)}`);
}

const COUNT = String.raw`([\d,]+)`;
const PARTIAL = new RegExp(
  `Partial table: ${COUNT} of ${COUNT} trainings are recorded .*?; ${COUNT} of ${COUNT} candidates? ha(?:s|ve) all ${COUNT}\\.`,
  'g',
);
const ORDERS = new RegExp(`(?:\\bOver |\\bn = )${COUNT} random orders?\\b`, 'g');
const RECORDED = new RegExp(`${COUNT} recorded trainings of ${COUNT} candidates?;`, 'g');
const MISSING = new RegExp(`The rule asked for ${COUNT} trainings? that|${COUNT} trainings? missing in the table`, 'g');

/** What is said of the table that is raced, anywhere. */
function readTable(text: string, facts: RunFacts, replay: ReplayFacts, say: Disagreements): void {
  const { trials, replicates, complete, recorded, missing, simulation } = replay;
  const known: readonly (readonly [RegExp, readonly number[]])[] = [
    [PARTIAL, [trials, facts.all * replicates, complete, facts.all, recorded]],
    [ORDERS, [simulation?.orders ?? 0]],
    [RECORDED, [trials, facts.all]],
    [MISSING, [missing]],
  ];
  for (const [pattern, counts] of known) {
    for (const [said, ...found] of text.matchAll(pattern)) {
      const read = found.filter((count) => count !== undefined).map((count) => readNumber(count)?.value);
      say.unless(read.join() === counts.join(), () => `"${said}", and it is ${counts}`);
    }
  }
}

/** `38 %`, `38 % (30 % to 46 %)`. */
function isShare(text: string | undefined, share: number | string): boolean {
  const [, shown = ''] = /^([\d.,]+) %/.exec(text ?? '') ?? [];
  return shows(readNumber(shown), 100 * Number(share));
}

/** `0.12`, `0.12 (0.10 to 0.14)`, `0.12 [0.10, 0.14]`. */
function isAmount(text: string | undefined, value: number): boolean {
  return shows(readNumber((text ?? '').replace(/ [([].*$/, '')), value);
}
