/**
 * @file What a model relies on, column by column: how much worse it gets when a column is shuffled (Breiman 2001,
 * doi 10.1023/A:1010933404324; Fisher, Rudin and Dominici 2019, arXiv 1801.01489), and whether retrainings agree. Pure.
 */
import type { Better } from '../../core/index.js';
import {
  adjustPValues,
  type Concordance,
  concordance,
  jackknifeError,
  mean,
  median,
  studentUpperTail,
  variance,
} from '../../stats/index.js';

/** A column, or several that say nearly the same, shuffled together. */
export interface ShuffledUnit {
  readonly columns: readonly string[];
  /** From 0 to 1: the weakest link that holds a group together; null for a column alone. */
  readonly association: number | null;
}

/** How much worse one model got, in units of the figure: above 0 where it relied on what was shuffled. */
export interface ModelShuffles {
  /** Of the training; null for a model file. */
  readonly replicate: number | null;
  /** The figure as the rows stand. */
  readonly value: number;
  /** By unit. */
  readonly units: readonly {
    /** By shuffle. */
    readonly shuffles: readonly number[];
    /** By block of rows: their mean without that block. */
    readonly leftOut: readonly number[];
  }[];
}

interface ExplanationFacts {
  readonly model: string | null;
  readonly run: string | null;
  readonly candidate: string | null;
  readonly data: { readonly name: string; readonly rows: number; readonly of: number };
  /** `loss` or a metric, with the name that people read. */
  readonly metric: { readonly name: string; readonly figure: string; readonly better: Better };
  readonly repeats: number;
  readonly seed: number;
}

export interface UnitImportance {
  /** Over retrainings the median of their means; of one model the mean over shuffles. */
  readonly importance: number;
  /** Over retrainings; of one model over shuffles. */
  readonly least: number;
  readonly most: number;
  /** Standard error of the mean, over rows and, where there are some, retrainings. */
  readonly error: number;
  /** One-sided, that it is not above 0; by Holm over all columns. */
  readonly pValue: number;
  /** Whether it can be told from 0 at 5 %. */
  readonly isClear: boolean;
  /** By instance. */
  readonly values: readonly number[];
  /** Of the exported model beside retrainings. */
  readonly exported: number | null;
}

export interface Explanation extends ExplanationFacts {
  readonly format: 'surefoot-explanation';
  readonly version: 1;
  /** `retrainings`: instances of one candidate. `model`: one file, of which it is not known what others would do. */
  readonly spread: 'retrainings' | 'model';
  /** The figure as the rows stand: the median over instances. */
  readonly value: number;
  readonly instances: readonly { readonly replicate: number | null; readonly value: number }[];
  readonly exported: { readonly value: number } | null;
  /** The most important first. */
  readonly columns: readonly ({ readonly column: string } & UnitImportance)[];
  /** Columns that say nearly the same, shuffled together. */
  readonly groups: readonly ({
    readonly columns: readonly string[];
    readonly association: number;
  } & UnitImportance)[];
  /** Null of one model. `clear`: over the columns that can be told from 0. */
  readonly agreement: {
    readonly all: Concordance | null;
    readonly clear: Concordance | null;
    /** The column that comes first, and in how many instances it does. */
    readonly first: { readonly column: string; readonly instances: number };
  } | null;
}

const LEVEL = 0.05;

/** `models`: one or more, the retrainings, or the file alone; `exported` is the file beside retrainings. */
export function buildExplanation(
  facts: ExplanationFacts,
  units: readonly ShuffledUnit[],
  models: readonly ModelShuffles[],
  exported: ModelShuffles | null,
): Explanation {
  const singles = units.filter(({ association }) => association === null).length;
  const raw = units.map((_, place) => describeUnit(place, models, exported));
  const adjusted = [...adjust(raw.slice(0, singles)), ...adjust(raw.slice(singles))];
  const described = raw.map((unit, place) => {
    const pValue = adjusted[place] as number;
    return { ...unit, pValue, isClear: pValue < LEVEL };
  });
  const byImportance = (left: UnitImportance, right: UnitImportance) => right.importance - left.importance;
  const columns = described
    .slice(0, singles)
    .map((unit, place) => ({ column: units[place]?.columns[0] as string, ...unit }))
    .sort(byImportance);
  return {
    format: 'surefoot-explanation',
    version: 1,
    ...facts,
    spread: models.length > 1 || models[0]?.replicate !== null ? 'retrainings' : 'model',
    value: median(models.map(({ value }) => value)),
    instances: models.map(({ replicate, value }) => ({ replicate, value })),
    exported: exported && { value: exported.value },
    columns,
    groups: described.slice(singles).map((unit, place) => {
      const { columns: names, association } = units[singles + place] as ShuffledUnit;
      return { columns: names, association: association as number, ...unit };
    }),
    agreement: models.length > 1 ? agreementOf(columns) : null,
  };
}

function adjust(units: readonly Pick<UnitImportance, 'pValue'>[]): readonly number[] {
  return [
    ...adjustPValues(
      units.map(({ pValue }) => pValue),
      'holm',
    ),
  ];
}

function describeUnit(
  place: number,
  models: readonly ModelShuffles[],
  exported: ModelShuffles | null,
): Omit<UnitImportance, 'isClear'> {
  const own = models.map(({ units }) => units[place] as ModelShuffles['units'][number]);
  const values = own.map(({ shuffles }) => mean(shuffles));
  const ranged = models.length > 1 ? values : (own[0]?.shuffles ?? []);
  const blocks = own[0]?.leftOut.length ?? 0;
  const leftOut = Array.from({ length: blocks }, (_, block) => mean(own.map((unit) => unit.leftOut[block] as number)));
  const { error, pValue } = clearance(values, { error: jackknifeError(leftOut), blocks });
  return {
    importance: median(values),
    least: Math.min(...ranged),
    most: Math.max(...ranged),
    error,
    pValue,
    values,
    exported: exported && mean(exported.units[place]?.shuffles ?? []),
  };
}

function agreementOf(columns: Explanation['columns']): Explanation['agreement'] {
  const instances = columns[0]?.values.length ?? 0;
  const over = (some: Explanation['columns']) =>
    concordance(
      Array.from({ length: instances }, (_, instance) => some.map(({ values }) => values[instance] as number)),
    );
  const [first] = columns;
  if (first === undefined) return null;
  const isFirst = (instance: number) =>
    columns.every(({ values }) => (values[instance] as number) <= (first.values[instance] as number));
  return {
    all: over(columns),
    clear: over(columns.filter(({ isClear }) => isClear)),
    first: { column: first.column, instances: first.values.filter((_, instance) => isFirst(instance)).length },
  };
}

interface Clearance {
  /** Standard error of the mean. */
  readonly error: number;
  /** One-sided, that the mean is not above 0. */
  readonly pValue: number;
}

/** `values` by training; `rows`: the error that comes from the rows, over so many blocks of them. */
function clearance(values: readonly number[], rows: { readonly error: number; readonly blocks: number }): Clearance {
  const trainings = values.length;
  const ofTrainings = trainings > 1 ? variance(values) / trainings : 0;
  const ofRows = rows.error ** 2;
  const error = Math.sqrt(ofTrainings + ofRows);
  const centre = mean(values);
  if (error === 0 || !Number.isFinite(error)) return { error, pValue: centre > 0 ? 0 : 1 };
  const share = ofRows / error ** 2;
  const parts = share ** 2 / (rows.blocks - 1) + (trainings > 1 ? (1 - share) ** 2 / (trainings - 1) : 0);
  return { error, pValue: studentUpperTail(centre / error, 1 / parts) };
}

export interface RelianceRow extends UnitImportance {
  readonly name: string;
}

/** More are in the data of the figure. */
const MOST_COLUMNS = 20;
const MOST_GROUPS = 6;

export function relianceRows({ columns, groups }: Pick<Explanation, 'columns' | 'groups'>): readonly RelianceRow[] {
  return [
    ...columns.map((unit) => ({ ...unit, name: unit.column })),
    ...groups.map((unit, place) => ({ ...unit, name: `group ${place + 1} (${unit.columns.length} columns)` })),
  ];
}

/** The first of each; infinite importances cannot be drawn. */
export function drawnRows({ columns, groups }: Explanation): readonly RelianceRow[] {
  const first = { columns: columns.slice(0, MOST_COLUMNS), groups: groups.slice(0, MOST_GROUPS) };
  return relianceRows(first).filter(({ least, most }) => Number.isFinite(least) && Number.isFinite(most));
}
