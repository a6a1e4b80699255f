/** @file The winner and its rivals as tables, one for each kind of trainings that figures rest on: declared once for terminal, page and files. */
import { boundText, defined } from '../../core/index.js';
import type { Collapses } from '../../questions/race/plan/index.js';
import { criterionMeaning } from '../answer/expectation.js';
import { requiredFigure, requiredValue, STANDING_WORDS } from '../answer/requirement-words.js';
import { type CandidateStatus, STATUS_MEANINGS } from '../answer/statuses.js';
import { showCriterion } from '../direction.js';
import type { ReportInput } from '../input.js';
import { halfWidth, typicalSpread } from '../number-text.js';
import type { ResultFigures, ResultInterval } from '../result/figure-schema.js';
import type { Member } from '../result/members.js';
import type { Result } from '../result/result-schema.js';
import type { Column, Table } from '../table/table.js';
import { isolate, legible } from './candidate-names.js';
import { probationText } from './ending-words.js';
import { lowered } from './phrases.js';

export interface MemberRow extends ResultFigures {
  readonly id: string;
  readonly label: string;
  readonly isChoice: boolean;
  readonly status: CandidateStatus;
  /** Null where the trials of the race would give one. */
  readonly interval: ResultInterval | null;
  /** Beside figures of fresh trials: the criterion in the race. */
  readonly inRace: number | null;
  /** At most this share of trainings of this kind fails or collapses; null where that is not known. */
  readonly atMost: number | null;
  /** Beside a rival's figures of the race: the criterion of the winner on the same replicates. */
  readonly winner: number | null;
}

/** Fresh trainings before those of the race; a kind that nothing rests on has no table. */
export function membersTables(
  input: ReportInput,
  members: readonly Member[],
  result: Result,
  statuses: ReadonlyMap<string, CandidateStatus>,
): readonly Table<MemberRow>[] {
  const { fresh, race } = rowsOf(members, statuses);
  const { name } = showCriterion(input.criterion, input.direction);
  const table = (id: string, caption: string, rows: readonly MemberRow[]): Table<MemberRow> => ({
    ...{ id, caption, rows },
    columns: columnsOf(name, rows, result).filter(({ isThere }) => isThere === undefined || rows.some(isThere)),
    role: ({ isChoice }) => (isChoice ? 'best' : null),
  });
  const raced =
    result.winner !== null && race.length === 1 ? 'On race trainings: those that chose it' : 'On race trainings';
  return [
    table('finalists-fresh', 'On fresh trainings, which played no part in choosing', fresh),
    table('finalists-choosing', raced, race),
  ].filter(({ rows }) => rows.length > 0);
}

function rowsOf(members: readonly Member[], statuses: ReadonlyMap<string, CandidateStatus>) {
  const named = ({ candidate, label, standing }: Member) => ({
    ...{ id: candidate, label, isChoice: standing === 'winner' },
    status: statuses.get(candidate) ?? ('undecided' as const),
  });
  const boundOf = ({ collapses }: Member, from: Collapses['from']) =>
    collapses?.from === from ? collapses.atMost : null;
  const fresh = members.flatMap((member): MemberRow[] => {
    if (member.fresh === null) return [];
    const beside = { atMost: boundOf(member, 'fresh'), inRace: member.race?.criterion ?? null, winner: null };
    return [{ ...named(member), ...member.fresh, ...beside }];
  });
  // Beside rivals without fresh trials the winner is shown on the trials of the race again.
  const raced = fresh.length > 0 ? members.filter((member) => member.fresh === null) : members;
  const winner = members.filter(({ standing }) => standing === 'winner');
  const race = [...new Set(raced.length === 0 ? [] : [...winner, ...raced])].flatMap((member): MemberRow[] => {
    if (member.race === null) return [];
    const beside = { interval: null, inRace: null, atMost: boundOf(member, 'race') };
    return [{ ...named(member), ...member.race, ...beside, ...(member.standing === 'winner' ? { winner: null } : {}) }];
  });
  return { fresh, race };
}

interface MemberColumn extends Column<MemberRow> {
  /** Whether a row has anything for it; always where absent. */
  readonly isThere?: (row: MemberRow) => boolean;
}

function columnsOf(criterion: string, rows: readonly MemberRow[], result: Result): readonly MemberColumn[] {
  const { requirements, reliability } = result;
  // All of them are losses: they stand to the place that intervals give, or what losses vary.
  const known = typicalSpread(rows.map(({ interval }) => halfWidth(interval)));
  const spread = ({ iqr, trials }: MemberRow): number | null =>
    known ?? (iqr === null ? null : iqr / Math.sqrt(trials));
  const value = (key: string, of: Column<MemberRow>['of'], more: Partial<MemberColumn> = {}): MemberColumn => ({
    ...{ key, unit: 'value', of, spread },
    ...more,
  });
  const count = (key: 'failed' | 'collapsed', spare: number): MemberColumn => ({
    ...{ key, unit: 'count', spare, of: (row) => row[key], isThere: (row) => row[key] > 0 },
    meaning: key === 'failed' ? 'ended without a loss' : 'ended with a loss far from the others',
  });
  return [
    { key: 'candidate', of: nameOf },
    { key: 'id', of: ({ id }) => id, isThere: (row) => nameOf(row) !== row.id },
    { key: 'trainings', unit: 'count', of: ({ begun }) => begun, spare: 2 },
    count('failed', 1),
    count('collapsed', 1),
    {
      ...{ key: 'atMost', label: 'may fail or collapse', unit: 'share', spare: 7 },
      meaning: 'at most so large a share of further trainings, at 95 %',
      of: ({ atMost }) => atMost,
      isThere: ({ atMost }) => atMost !== null,
    },
    {
      ...{ key: 'counted', unit: 'count', spare: 2, of: ({ trials }) => trials },
      meaning: 'trainings that the figures rest on',
      isThere: ({ begun, trials }) => begun !== trials,
    },
    value(criterion, (row) => row.criterion, {
      interval: ({ interval }) => interval,
      ...defined({ meaning: criterionMeaning(result) }),
    }),
    value("winner's", ({ winner }) => winner, {
      ...{ spare: 1, isThere: ({ winner }) => winner !== null },
      meaning: `${criterion} of the winner on the same seeds`,
    }),
    ...(criterion === 'median' ? [] : [value('median', ({ median }) => median, { spare: 5 })]),
    ...(criterion === 'iqr'
      ? []
      : [value('iqr', ({ iqr }) => iqr, { spare: 4, meaning: 'the range of the middle half' })]),
    value('worst', ({ worst }) => worst, { spare: 1, meaning: 'of those counted' }),
    value(`${criterion} in race`, ({ inRace }) => inRace, {
      ...{ spare: 6, isThere: ({ inRace }) => inRace !== null },
      meaning: 'by the trainings that chose it',
    }),
    ...(requirements?.metrics ?? []).map((required): MemberColumn => {
      const found = new Map(required.candidates.map((one) => [one.candidate, one]));
      return {
        ...{ key: `${requiredFigure(required)} ${boundText(required)}`, unit: 'sentence', spare: 3 },
        of: ({ id }) => {
          const own = found.get(id);
          return own === undefined ? null : `${requiredValue(own)} ${STANDING_WORDS[own.standing]}`;
        },
        // It rests on trainings of the race.
        isThere: ({ inRace }) => inRace === null,
      };
    }),
    {
      ...{ key: 'probation', unit: 'sentence', spare: 4, of: ({ id }) => probationText(id, reliability) },
      isThere: ({ id }) => probationText(id, reliability) !== null,
    },
    { key: 'status', unit: 'sentence', of: ({ status }) => status, meaning: statusMeanings(rows) },
  ];
}

/** Of those that are in these rows. */
function statusMeanings(rows: readonly MemberRow[]): string {
  const told = [...new Set(rows.map(({ status }) => status))].filter((status) => status !== 'winner');
  const meanings = told.map((status) => `${status} (${lowered(STATUS_MEANINGS[status]).replace(/\.$/, '')})`);
  return ['winner (chosen by the race)', ...meanings].join(', ');
}

/** A document has room for the whole name. */
function nameOf({ id, label }: MemberRow): string {
  return isolate(legible(label)) || isolate(legible(id));
}
