/** @file What sentences about a race need besides its result: names of candidates, who is alike, which way is better. */
import { type ShownCriterion, showCriterion } from '../direction.js';
import type { ReportInput } from '../input.js';
import type { FreshStanding, ShownStanding } from '../standing.js';
import { type CandidateName, isolate, legible, shortName } from './candidate-names.js';

export interface Telling {
  /** By the settings in which a candidate differs. */
  readonly nameOf: (id: string) => string;
  /** The name with the id behind it, which commands and files take; the id alone where that is its name. */
  readonly nameWithId: (id: string) => string;
  /** With all settings in which it differs, where they take no more than three lines of a narrow terminal: for a title. */
  readonly wholeNameOf: (id: string) => string;
  /** The candidates with the losses of the winner, replicate by replicate. */
  readonly twins: readonly string[];
  /** True where every training of everybody gave one and the same loss: then not even the size of a difference is known. */
  readonly allAreEqual: boolean;
  /** The way in which a figure of the criterion, as it is shown, is better. */
  readonly better: ShownCriterion['better'];
}

export function tellingOf(
  { answer, criterion, direction }: Pick<ReportInput, 'answer' | 'criterion' | 'direction'>,
  standings: readonly ShownStanding[],
  names: ReadonlyMap<string, CandidateName>,
): Telling {
  const winner = standings.find(({ id }) => id === answer?.winner);
  const nameOf = (id: string): string => nameWithin(LONGEST_NAME, names, id);
  return {
    nameOf,
    nameWithId: (id) => withId(nameOf(id), id),
    wholeNameOf: (id) => wholeName(names, id),
    twins:
      winner === undefined
        ? []
        : standings.filter((other) => other !== winner && haveSameLosses(winner, other)).map(({ id }) => id),
    allAreEqual: areAllEqual(standings),
    better: showCriterion(criterion, direction).better,
  };
}

/** Sentences have more room than figures. */
const LONGEST_NAME = 80;
/** What was found of a space with ranges stands in the settings. */
const LONGEST_TITLE = 200;

/** The name as a title has it. */
export function wholeName(names: ReadonlyMap<string, CandidateName>, id: string): string {
  return nameWithin(LONGEST_TITLE, names, id);
}

function nameWithin(most: number, names: ReadonlyMap<string, CandidateName>, id: string): string {
  const full = names.get(id)?.full;
  return full === undefined || full.length > most ? shortName(names, id) : full;
}

/** A longer one is in result.json alone. */
const LONGEST_ID = 40;

/** Fewer replicates in common say nothing. */
const FEWEST = 3;

/** Finite and equal wherever both have one, on three replicates at least. */
function haveSameLosses(one: FreshStanding, other: FreshStanding): boolean {
  const own = new Map(one.replicates.map((replicate, place) => [replicate, one.losses[place]]));
  let common = 0;
  for (const [place, replicate] of other.replicates.entries()) {
    const loss = own.get(replicate);
    if (loss === undefined) continue;
    if (loss !== other.losses[place] || !Number.isFinite(loss)) return false;
    common++;
  }
  return common >= FEWEST;
}

/** Finite and equal for all of two candidates or more, fresh trials included; who has no loss is left out. */
function areAllEqual(standings: readonly Pick<ShownStanding, 'losses' | 'fresh'>[]): boolean {
  const rows = standings.map(({ losses, fresh }) => [...losses, ...fresh.losses]).filter((row) => row.length > 0);
  const first = rows[0]?.[0];
  return rows.length > 1 && Number.isFinite(first) && rows.every((row) => row.every((loss) => loss === first));
}

/** The name with the id behind it, where it is not in it. */
export function withId(name: string, id: string): string {
  const own = isolate(legible(id));
  return name.includes(own) || own.length > LONGEST_ID ? name : `${name} (${own})`;
}
