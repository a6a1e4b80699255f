/** @file Reads page, terminal and result.json of one race side by side, and says where they cannot all be so. */
import { readGenerally } from './generic.js';
import { readNumber, shows } from './numbers.js';
import { flat, type ReadPage, readPage } from './page.js';
import { amountOf, readClaims } from './read-claims.js';
import { readDelivered, readWhichModel } from './read-delivered.js';
import { readLead, readLeadFacts } from './read-lead.js';
import { readLooks } from './read-looks.js';
import { candidatesOf, readOrder } from './read-order.js';
import { readProbation, readProbationFacts } from './read-probation.js';
import { readRecheck, readRecheckFacts } from './read-recheck.js';
import { readMeets, readRequired, readRequiredFacts } from './read-required.js';
import { readGrounds, readSearch, readSearchFacts } from './read-search.js';
import { numberOf, RunFacts, STATUSES, type Status } from './result.js';
import { Disagreements } from './say.js';

export interface RaceTexts {
  /** `result.json`. */
  readonly json: string;
  readonly headline: string;
  /** `report.html`. */
  readonly page: string;
  /** As it is printed at 80 columns. */
  readonly terminal: string;
  /** With everything. */
  readonly long: string;
}

/** Empty where no two things that are said disagree. */
export function readRace({ json, headline, page, terminal, long }: RaceTexts): readonly string[] {
  const say = new Disagreements();
  const facts = new RunFacts(json);
  const read = readPage(page);
  const places: readonly Place[] = [
    ['terminal', [flat(terminal)]],
    ['terminal --long', [flat(long)]],
    ['headline', [headline]],
  ];
  readRaceTexts(read, places, facts, say);
  readFirstScreen(read, flat(terminal), facts, say);
  readWhichModel('terminal', flat(terminal), say);
  readWhichModel('page', read.texts.join(' '), say);
  readGrounds(flat(terminal), facts, say);
  readMeets({ terminal: flat(terminal), page: flat(read.texts.join(' ')), headline }, facts, say);
  readOrder(read, flat(terminal), facts, say);
  return say.found;
}

/** A name, and what is said there. */
export type Place = readonly [where: string, texts: readonly string[]];

/** What holds of every race, run or replayed, wherever it is said. */
export function readRaceTexts(page: ReadPage, places: readonly Place[], facts: RunFacts, say: Disagreements): void {
  readSums(facts, say);
  readProbationFacts(facts, say);
  readLeadFacts(facts, say);
  readRecheckFacts(facts, say);
  readSearchFacts(facts, say);
  readRequiredFacts(facts, say);
  for (const [place, texts] of [['page', page.texts] as const, ...places]) {
    for (const text of texts) {
      readGenerally(place, text, say);
      readClaims(place, text, facts, say);
      readCounts(place, text, facts, say);
      readProbation(place, text, facts, say);
      readLead(place, text, facts, say);
      readRecheck(place, text, facts, say);
      readLooks(place, text, facts, say);
      readSearch(place, text, facts, say);
      readRequired(place, text, facts, say);
      readDelivered(place, text, facts, say);
    }
  }
  readTables(page, facts, say);
}

/** Counts of result.json that add up. */
function readSums({ result, all }: RunFacts, say: Disagreements): void {
  const { race, fresh, used, completed, diverged, failed, timedOut } = result.trials;
  say.unless(race + fresh === used, () => `result.json: ${race} race and ${fresh} fresh trials are not ${used}`);
  say.unless(completed + diverged + failed + timedOut === used, () => `result.json: outcomes do not add up to ${used}`);
  const trained = result.candidates.reduce((sum, { trials }) => sum + trials, 0);
  say.unless(trained === race, () => `result.json: candidates have ${trained} trials, the race ${race}`);
  const ranks = result.candidates.map(({ rank }) => rank);
  say.unless(new Set(ranks).size === all && Math.max(...ranks) <= all, () => 'result.json: ranks are not 1 to n');
  const { winner, survivors, verdict } = result;
  say.unless(
    (winner === null) === (verdict === null),
    () => `result.json: verdict ${verdict} and winner ${winner?.candidate}`,
  );
  if (winner !== null) {
    const set = [winner.candidate, ...winner.ties].join(' ');
    say.unless(survivors.join(' ') === set, () => `result.json: survivors ${survivors} and winner with ties ${set}`);
  }
}

const COUNT = String.raw`(\d{1,3}(?:,\d{3})+|\d+)`;

const STATUS_COUNT = new RegExp(
  `(?:^|[,:(] |and |Of )${COUNT} (${STATUSES.join('|')})\\b(?! (?:by more|after|have))`,
  'g',
);
const OF_CANDIDATES = new RegExp(
  `(?:\\bof |\\ball |\\bof all |\\bamong )${COUNT} (candidates|rivals)\\b(?! that share)`,
  'gi',
);

/** The candidates that are counted anywhere. */
function readCounts(place: string, text: string, facts: RunFacts, say: Disagreements): void {
  for (const [said, count = '', status] of text.matchAll(STATUS_COUNT)) {
    say.unless(
      amountOf(count) === facts.count(status as Status),
      () => `${place}: "${said}", and they are ${facts.count(status as Status)}: "${text}"`,
    );
  }
  const tried = facts.result.candidates.filter(({ trials }) => trials > 0).length;
  for (const [said, count = '', whom] of text.matchAll(OF_CANDIDATES)) {
    const known =
      whom === 'rivals'
        ? [facts.compared - 1, facts.result.tieSet?.rivals.length]
        : [facts.all, facts.compared, tried, facts.result.search?.candidates];
    say.unless(
      known.includes(amountOf(count)),
      () => `${place}: "${said}", and there are ${known.join(' or ')}: "${text}"`,
    );
  }
}

function readFirstScreen(
  { claim, first, dots }: ReadPage,
  terminal: string,
  facts: RunFacts,
  say: Disagreements,
): void {
  const { result } = facts;
  say.unless(claim !== '', () => 'page: no claim on the first screen');
  say.unless(terminal.includes(claim), () => `terminal: does not say the claim of the page, "${claim}": "${terminal}"`);
  const [onPage, inTerminal] = [expectedIn(EXPECTED_ON_PAGE, first), expectedIn(EXPECTED_IN_TERMINAL, terminal)];
  const isSame = JSON.stringify(onPage) === JSON.stringify(inTerminal);
  say.unless(isSame, () => `page expects ${JSON.stringify(onPage)}, the terminal ${JSON.stringify(inTerminal)}`);
  const isSilent = !/\bExpect\b/.test(terminal) && !/\bExpect\b/.test(first);
  say.unless(isSilent || onPage !== undefined, () => `nobody can read what to expect: ${terminal} | ${first}`);
  if (onPage !== undefined) readExpected(onPage, facts, say);
  const cost = new RegExp(`${COUNT} trainings?(?: \\(([\\d,.]+) % of )`).exec(terminal);
  if (cost !== null) {
    const [said, trained = '', share = ''] = cost;
    const isSo =
      amountOf(trained) === facts.trained && shows(readNumber(share), (100 * facts.trained) / result.trials.exhaustive);
    say.unless(isSo, () => `terminal: "${said}", and ${facts.trained} of ${result.trials.exhaustive} were trained`);
  }
  const paid = new RegExp(
    `(?<![\\d,.])${COUNT} in the race, (?:${COUNT} fresh)?(?:, )?(?:${COUNT} trained ahead(?: and not used)?)?`,
  ).exec(first);
  if (paid !== null) {
    const parts = paid.slice(1).map((part) => (part === undefined ? 0 : amountOf(part)));
    const { race, fresh, unused } = result.trials;
    say.unless(
      parts.join() === [race, fresh, unused.trials].join(),
      () => `page: "${paid[0]}" and ${race}, ${fresh}, ${unused.trials}`,
    );
  }
  if (dots > 0 && onPage !== undefined) {
    say.unless(dots >= amountOf(onPage.n), () => `page: ${dots} dots for ${onPage.n} trainings`);
  }
}

/** What is to be expected of one more training, as it is written. */
interface Expected {
  readonly metric: string;
  readonly typical: string;
  readonly n: string;
  readonly from: string;
}

const VALUE = String.raw`([−-]?[\d.,]*\d(?:e[+−-]?\d+)?|diverged|failed|diverged or failed)`;
const EXPECTED_ON_PAGE = new RegExp(
  `${VALUE} (?<metric>[a-z][\\w-]*), typical (?:the )?${COUNT} (fresh|race) trainings?`,
);
const EXPECTED_IN_TERMINAL = new RegExp(
  `(?<metric>[A-Z][\\w-]*) ${VALUE}(?: \\(median\\))? (?:of|in each of) (?:the )?${COUNT} (fresh|race) trainings?\\b(?! (?:failed|collapsed))`,
);

function expectedIn(pattern: RegExp, text: string): Expected | undefined {
  const found = pattern.exec(text);
  if (found === null) return undefined;
  const metric = found.groups?.metric ?? '';
  const [typical = '', n = '', from = ''] = found.slice(1).filter((part) => part !== metric);
  return { metric: metric.toLowerCase(), typical, n, from };
}

function readExpected({ metric, typical, n, from }: Expected, { result }: RunFacts, say: Disagreements): void {
  const own = result.members.find(({ candidate }) => candidate === result.winner?.candidate);
  const distribution = result.winner?.finalDistribution;
  const name = Object.keys(distribution?.metrics ?? {}).find((one) => one.toLowerCase() === metric);
  const raced = from === 'fresh' ? own?.fresh : own?.race;
  const figures = name === undefined ? raced : distribution?.metrics[name];
  const trained = name === undefined ? raced?.trials : distribution?.replicates.length;
  const isShown = (text: string, value: number): boolean =>
    /^(?:diverged|failed)/.test(text) ? !Number.isFinite(value) : shows(readNumber(text), value);
  const isSo =
    figures !== null && figures !== undefined && isShown(typical, numberOf(figures.median)) && amountOf(n) === trained;
  const told = `${figures?.median}, ${trained}`;
  say.unless(isSo, () => `page: ${metric} ${typical} of ${n}, and result.json has ${told}`);
}

/** Every row of every table that says how a candidate stands, or how far it is from the winner. */
function readTables(page: ReadPage, facts: RunFacts, say: Disagreements): void {
  for (const { section, headings, rows } of page.tables) {
    const status = headings.findIndex((heading) => /^status$/i.test(heading));
    if (status < 0) continue;
    const counts = new Map<string, number>();
    for (const row of rows) {
      const told = row[status] ?? '';
      counts.set(told, (counts.get(told) ?? 0) + 1);
      say.unless(
        STATUSES.some((one) => one === told),
        () => `page, ${section}: "${told}" is no status`,
      );
      readRow(`page, ${section}`, row, facts, say);
    }
    for (const [told, count] of counts) {
      const known = facts.count(told as Status);
      say.unless(count <= known, () => `page, ${section}: ${count} rows are ${told}, and ${known} candidates`);
      if (rows.length === facts.all)
        say.unless(count === known, () => `page, ${section}: ${count} rows are ${told}, and ${known} candidates`);
    }
  }
}

function readRow(where: string, row: readonly string[], facts: RunFacts, say: Disagreements): void {
  const text = row.join(' | ');
  const named = candidatesOf(row, facts);
  const [own] = named;
  if (own === undefined || named.length > 1) return;
  const status = facts.status(own.id);
  say.unless(row.includes(status), () => `${where}: ${own.id} is ${status}: "${text}"`);
  const worse = facts.worse(own.id);
  const by = /(?<!(?:at most|at least|from|to) |[\d.,e+-])([\d.,]+(?:e[+-]?\d+)?) (better|worse)\b/.exec(text);
  if (by !== null && worse !== undefined) {
    const [said, size = '', side] = by;
    const isSide = side === 'worse' ? worse.by >= 0 : worse.by <= 0;
    say.unless(
      isSide && shows(readNumber(size), Math.abs(worse.by)),
      () => `${where}: ${own.id} "${said}", and it is worse by ${worse.by}`,
    );
  }
  const atBest = /\b(?:at (most|least) ([\d.,]+(?:e[+-]?\d+)?) (?:better|worse)|at best equal)/.exec(text);
  if (atBest !== null && worse !== undefined) {
    const [said, side, size = '0'] = atBest;
    const low = worse.least ?? Number.NaN;
    const isSide = side === undefined || (side === 'most' ? low < 0 : low > 0);
    const isSo =
      isSide &&
      (side === undefined ? low >= 0 || shows(readNumber('0.000'), low) : shows(readNumber(size), Math.abs(low)));
    say.unless(isSo, () => `${where}: ${own.id} "${said}", and at best it is worse by ${low}`);
  }
  const ends = /from ([\d.,e+-]+)(?: (better|worse))? to ([\d.,e+-]+)(?: (better|worse))?/.exec(text);
  if (ends !== null && worse !== undefined && worse.least !== null && worse.most !== null) {
    const [said, low = '', lowSide, high = '', highSide] = ends;
    const isEnd = (size: string, side: string | undefined, end: number): boolean =>
      shows(readNumber(size), Math.abs(end)) && (side === undefined || (side === 'worse' ? end >= 0 : end <= 0));
    const isSo = isEnd(low, lowSide, worse.least) && isEnd(high, highSide, worse.most);
    say.unless(isSo, () => `${where}: ${own.id} "${said}", and it is ${worse.least} to ${worse.most} worse`);
  }
}
