/** @file What sentences about a race need besides its result: names of candidates, who is alike, which way is better. */
import { showCriterion } from '../direction.js';
import type { ReportInput } from '../input.js';
import type { ShownStanding } from '../standing.js';
import { type CandidateName, isolate, legible, shortName } from './candidate-names.js';
import { areAllEqual, haveSameLosses } from './same-losses.js';

export interface Telling {
  /** By the settings in which a candidate differs. */
  readonly nameOf: (id: string) => string;
  /** The name with the id behind it, which commands and files take; the id alone where that is its name. */
  readonly nameWithId: (id: string) => string;
  /** Whose losses are the choice's, replicate by replicate. */
  readonly twins: readonly string[];
  /** True where every training of everybody gave one and the same loss: then not even the size of a difference is known. */
  readonly allAreEqual: boolean;
  /** Whether a larger figure of the criterion, as it is shown, is better. */
  readonly largerIsBetter: boolean;
}

export function tellingOf(
  { answer, criterion, direction }: Pick<ReportInput, 'answer' | 'criterion' | 'direction'>,
  standings: readonly ShownStanding[],
  names: ReadonlyMap<string, CandidateName>,
): Telling {
  const choice = standings.find(({ id }) => id === answer?.choice);
  const nameOf = (id: string): string => {
    const full = names.get(id)?.full;
    return full === undefined || full.length > LONGEST_NAME ? shortName(names, id) : full;
  };
  return {
    nameOf,
    nameWithId: (id) => {
      const [name, own] = [nameOf(id), isolate(legible(id))];
      return name.includes(own) || own.length > LONGEST_ID ? name : `${name} (${own})`;
    },
    twins:
      choice === undefined
        ? []
        : standings.filter((other) => other !== choice && haveSameLosses(choice, other)).map(({ id }) => id),
    allAreEqual: areAllEqual(standings),
    largerIsBetter: showCriterion(criterion, direction).largerIsBetter,
  };
}

/** Sentences have more room than figures. */
const LONGEST_NAME = 80;
/** A longer one is in result.json alone. */
const LONGEST_ID = 40;
