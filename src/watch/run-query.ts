/** @file Which runs of a list are shown, and in which order, as its address says it. */
import type { ListedRun, ListedState } from './watched-runs.js';

/** What a list can be sorted by. */
const LIST_ORDERS = ['state', 'run', 'trainings', 'age'] as const;
export type ListOrder = (typeof LIST_ORDERS)[number];

export interface RunQuery {
  /** In the folder, the name, the state or the winner; case does not count. */
  readonly search: string;
  /** Empty for all. */
  readonly state: string;
  readonly order: ListOrder;
  readonly isTurned: boolean;
}

/** Runs at work stand first. */
export const LISTED_STATES: readonly ListedState[] = ['running', 'lost', 'failed', 'unreadable', 'ended', 'waiting'];

/** Whatever an address says that means nothing is passed by. */
export function readQuery(read: (name: string) => string | undefined): RunQuery {
  const order = LIST_ORDERS.find((one) => one === read('sort')) ?? 'state';
  const state = LISTED_STATES.find((one) => one === read('state')) ?? '';
  return { search: (read('search') ?? '').slice(0, 200), state, order, isTurned: read('turned') === '1' };
}

/** The address of a list, from the one of the page. */
export function addressOfQuery({ search, state, order, isTurned }: RunQuery): string {
  const parts = { search, state, sort: order === 'state' ? '' : order, turned: isTurned ? '1' : '' };
  const given = Object.entries(parts).filter(([, value]) => value !== '');
  return given.length === 0 ? '/' : `/?${new URLSearchParams(given)}`;
}

export function selectRuns(
  runs: readonly ListedRun[],
  { search, state, order, isTurned }: RunQuery,
): readonly ListedRun[] {
  const wanted = search.trim().toLowerCase();
  const found = runs.filter((run) => {
    const isOfState = state === '' || run.state === state;
    const text = `${run.folder}\n${run.name}\n${run.stateText}\n${run.winner}`.toLowerCase();
    return isOfState && text.includes(wanted);
  });
  const sorted = found.toSorted((a, b) => compareBy(order, a, b) || compareText(a.folder, b.folder));
  return isTurned ? sorted.reverse() : sorted;
}

function compareBy(order: ListOrder, a: ListedRun, b: ListedRun): number {
  switch (order) {
    case 'run':
      return compareText(a.folder, b.folder);
    case 'trainings':
      return b.trainings - a.trainings;
    case 'age':
      return compareAge(a, b);
    case 'state':
      return LISTED_STATES.indexOf(a.state) - LISTED_STATES.indexOf(b.state) || compareAge(a, b);
  }
}

/** The newest first, and last those without a known age. */
function compareAge({ ageSeconds: a }: ListedRun, { ageSeconds: b }: ListedRun): number {
  return (a ?? Number.MAX_VALUE) - (b ?? Number.MAX_VALUE);
}

/** `run 9` before `run 10`. */
function compareText(a: string, b: string): number {
  return BY_NUMBERS.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}

const BY_NUMBERS = new Intl.Collator('en', { numeric: true });
