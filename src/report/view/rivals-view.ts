/** @file The rivals of the choice: how far each is from it on the replicates in common, how surely, and who is the same. */
import { given, type JsonObject, type JsonValue } from '../../core/index.js';
import { showCriterion } from '../direction.js';
import type { ReportInput } from '../input.js';
import { formatCount, formatQuantity } from '../number-text.js';
import type { ResultTieSet } from '../result/answer-schema.js';
import type { Result } from '../result/result-schema.js';
import { evaluateCriterion, type ShownStanding } from '../standing.js';
import { isolate, legible } from './candidate-names.js';
import { betterText, sameText } from './choice-words.js';
import { comparedCount } from './never-worked-view.js';
import { haveSameLosses } from './same-losses.js';
import type { Telling } from './telling.js';

type Rival = ResultTieSet['rivals'][number];

/** One rival, or several whose losses are the same. */
export interface RivalRow
  extends Pick<Rival, 'n' | 'difference' | 'interval' | 'standing' | 'pValue' | 'trialsToSettle'> {
  readonly ids: readonly string[];
  /** By settings; of several, the setting that changes nothing: `same losses as the choice: dropout 0 or 0.1`. */
  readonly name: string;
  /** Its criterion on the replicates in common with the choice, and the choice's own there; null for too few. */
  readonly own: number | null;
  readonly choice: number | null;
  /** Share of the replicates in common on which its training was the better one, ties by half; null where there is none. */
  readonly chance: number | null;
}

export interface RivalsView {
  /** The nearest first. */
  readonly rows: readonly RivalRow[];
  /** Candidates in `rows`, and all rivals. */
  readonly drawn: number;
  readonly total: number;
  /** Whole sentence on all rivals. */
  readonly conclusion: string;
}

const MOST_ROWS = 12;

/** Null where there is no rival to compare. */
export function viewRivals(
  input: ReportInput,
  standings: readonly ShownStanding[],
  result: Result,
  telling: Telling,
): RivalsView | null {
  const { choice, tieSet } = result;
  if (choice === null || tieSet === null || tieSet.rivals.length === 0) return null;
  const byId = new Map(standings.map((standing) => [standing.id, standing]));
  const own = byId.get(choice.candidate);
  if (own === undefined) return null;
  const groups = foldSame(tieSet.rivals, byId, new Set(telling.twins));
  const configurations = new Map(input.header.candidates.map(({ id, configuration }) => [id, configuration]));
  const rows = groups.map((group) => rowOf(group, own, { input, byId, configurations, telling }));
  return {
    rows,
    drawn: rows.reduce((count, { ids }) => count + ids.length, 0),
    total: comparedCount(result) - 1,
    conclusion: conclusionOf(result, tieSet),
  };
}

/** The nearest ones, those with the same losses together; who has the choice's own come first. */
function foldSame(
  rivals: readonly Rival[],
  byId: ReadonlyMap<string, ShownStanding>,
  twins: ReadonlySet<string>,
): readonly (readonly [Rival, ...Rival[]])[] {
  // What has the same losses has the same place and standing, unless it lacks trials.
  const isSame = (one: Rival, other: Rival): boolean => {
    if (one.standing !== other.standing || twins.has(one.candidate) !== twins.has(other.candidate)) return false;
    if (twins.has(one.candidate)) return true;
    const [own, their] = [byId.get(one.candidate), byId.get(other.candidate)];
    return (
      one.difference === other.difference && own !== undefined && their !== undefined && haveSameLosses(own, their)
    );
  };
  const groups: [Rival, ...Rival[]][] = [];
  const ordered = [...rivals.filter(({ candidate }) => twins.has(candidate)), ...rivals];
  const told = new Set<Rival>();
  for (const rival of ordered) {
    if (told.has(rival)) continue;
    told.add(rival);
    const last = groups.at(-1);
    const [head] = last ?? [];
    if (last && head && isSame(head, rival)) last.push(rival);
    else if (groups.length === MOST_ROWS) break;
    else groups.push([rival]);
  }
  return groups;
}

interface Known {
  readonly input: ReportInput;
  readonly byId: ReadonlyMap<string, ShownStanding>;
  readonly configurations: ReadonlyMap<string, JsonObject>;
  readonly telling: Telling;
}

function rowOf(group: readonly [Rival, ...Rival[]], choice: ShownStanding, known: Known): RivalRow {
  const [{ candidate, n, difference, interval, standing, pValue, trialsToSettle }] = group;
  const { criterion, direction } = known.input;
  const { show } = showCriterion(criterion, direction);
  const [theirs, ours] = onCommon(known.byId.get(candidate), choice);
  const shown = (losses: readonly number[]): number | null => {
    const value = evaluateCriterion(criterion, losses);
    return value === null ? null : show(value);
  };
  return {
    ids: group.map((rival) => rival.candidate),
    name: nameOf(group, choice.id, known),
    ...{ n, difference, interval, standing },
    ...given({ pValue, trialsToSettle }),
    own: shown(theirs),
    choice: shown(ours),
    chance: criterion.kind === 'spread' ? null : chanceOf(theirs, ours),
  };
}

function onCommon(rival: ShownStanding | undefined, choice: ShownStanding): readonly [number[], number[]] {
  const places = new Map(choice.replicates.map((replicate, place) => [replicate, place]));
  const pairs = (rival?.replicates ?? []).flatMap((replicate, place) => {
    const at = places.get(replicate);
    const [theirs, ours] = [rival?.losses[place], at === undefined ? undefined : choice.losses[at]];
    return theirs === undefined || ours === undefined ? [] : [[theirs, ours] as const];
  });
  return [pairs.map(([loss]) => loss), pairs.map(([, loss]) => loss)];
}

function chanceOf(theirs: readonly number[], ours: readonly number[]): number | null {
  if (theirs.length === 0) return null;
  const points = theirs.map((loss, place) => (loss === ours[place] ? 0.5 : Number(loss < (ours[place] as number))));
  return points.reduce((sum, point) => sum + point, 0) / theirs.length;
}

function nameOf(
  group: readonly [Rival, ...Rival[]],
  choice: string,
  { input, configurations, telling }: Known,
): string {
  const ids = group.map(({ candidate }) => candidate);
  const [{ candidate: first }] = group;
  const isTwin = telling.twins.includes(first);
  if (ids.length === 1 && !isTwin) return telling.nameOf(first);
  const alike = (isTwin ? [choice, ...ids] : ids)
    .map((id) => configurations.get(id))
    .filter((configuration) => configuration !== undefined);
  const settings = changedSettings(alike) ?? formatQuantity(ids.length, 'candidate');
  const same = sameText(input).replace('the ', '');
  return isTwin ? `${same} as the choice: ${settings}` : `${same}: ${settings}; ${telling.nameOf(first)}`;
}

/** As the headline counts them. */
function conclusionOf(result: Result, { tied, close, behind, undecided }: ResultTieSet): string {
  const { tolerance } = result;
  const total = comparedCount(result) - 1;
  const worse = total - tied.length - close.length - behind.length - undecided.length;
  const are = (count: number, words: string): string => `${count === 1 ? 'is' : 'are'} ${words}`;
  const counts: readonly (readonly [number, string])[] =
    tolerance === null
      ? [
          [tied.length, are(tied.length, 'not significantly worse')],
          [undecided.length, are(undecided.length, 'undecided for lack of trials')],
          [worse, are(worse, 'significantly worse')],
        ]
      : [
          [tied.length, `may be ${betterText(tolerance)}`],
          [close.length, 'may be as good'],
          [undecided.length, are(undecided.length, 'undecided')],
          [worse, are(worse, 'worse')],
          [behind.length, are(behind.length, 'behind so far')],
        ];
  const told = counts.filter(([count]) => count > 0);
  const [only] = told;
  if (told.length === 1 && only !== undefined) {
    return `${total === 1 ? 'The only rival' : `All ${formatCount(total)} rivals`} ${only[1]}.`;
  }
  const said = told.map(([count, words]) => `${formatCount(count)} ${words}`);
  return `Of ${formatQuantity(total, 'rival')}, ${said.slice(0, -1).join(', ')} and ${said.at(-1)}.`;
}

const MOST_SETTINGS = 3;
const MOST_VALUES = 4;
const LONGEST = 40;

/** Null where they differ in nothing. */
function changedSettings(configurations: readonly JsonObject[]): string | null {
  const values = new Map<string, string[]>();
  configurations.forEach((configuration, place) => {
    for (const [path, text] of leavesOf(configuration)) {
      const own = values.get(path) ?? new Array<string>(configurations.length).fill('none');
      own[place] = text;
      values.set(path, own);
    }
  });
  const changed = [...values]
    .map(([path, own]) => [path, [...new Set(own)]] as const)
    .filter(([, own]) => own.length > 1);
  if (changed.length === 0) return null;
  const lastOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1);
  const texts = changed.slice(0, MOST_SETTINGS).map(([path, own]) => {
    const last = lastOf(path);
    const name = changed.filter(([other]) => lastOf(other) === last).length === 1 ? last : path;
    return `${shown(name)} ${alternatives(own.map(shown))}`;
  });
  const more = changed.length - texts.length;
  return texts.join(', ') + (more > 0 ? ` and ${more} more ${more === 1 ? 'setting' : 'settings'}` : '');
}

function alternatives(values: readonly string[]): string {
  const told = values.length > MOST_VALUES ? [...values.slice(0, MOST_VALUES), 'others'] : values;
  return `${told.slice(0, -1).join(', ')} or ${told.at(-1)}`;
}

function shown(text: string): string {
  const safe = legible(text);
  return isolate(safe.length > LONGEST ? `${safe.slice(0, LONGEST)}…` : safe);
}

function leavesOf(value: JsonValue, path = ''): (readonly [path: string, text: string])[] {
  if (value === null || typeof value !== 'object') return [[path, String(value)]];
  const inner: (readonly [string, JsonValue])[] = Array.isArray(value)
    ? value.map((member, place) => [`${path}[${place}]`, member] as const)
    : Object.entries(value).map(
        ([key, member]) => [path === '' ? key : `${path}.${key}`, member as JsonValue] as const,
      );
  return inner.flatMap(([at, member]) => leavesOf(member, at));
}
