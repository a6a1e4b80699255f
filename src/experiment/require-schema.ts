/** @file Requirements: which candidates take part, by amounts that their trainer can tell untrained, and which may win, by what their trainings give. */
import { z } from 'zod';
import { type CandidateDescription, defined, type JsonObject, type ToldCandidate } from '../core/index.js';

/** What a trainer can say of a candidate untrained. */
const TOLD = {
  parameters: ({ parameters }) => parameters,
} as const satisfies Readonly<Record<string, (description: ToldCandidate) => number>>;

type Told = keyof typeof TOLD;

/** Whether a requirement is about what trainers tell. A metric may have any name, `constructor` too. */
const isTold = (name: string): name is Told => Object.hasOwn(TOLD, name);

interface RequiredEnds {
  readonly below?: number | undefined;
  readonly above?: number | undefined;
}

const isBounded = ({ below, above }: RequiredEnds): boolean => below !== undefined || above !== undefined;
const A_BOUND = '`below` or `above`, with a number';
const isOrdered = ({ below = Infinity, above = -Infinity }: RequiredEnds): boolean => above < below;
const IN_ORDER = '`above` smaller than `below`';

const bounds = (what: string) =>
  z
    .strictObject({
      below: z.number().optional().describe(`The candidate has fewer ${what} than this.`),
      above: z.number().optional().describe(`The candidate has more ${what} than this.`),
    })
    .refine(isBounded, A_BOUND)
    .refine(isOrdered, IN_ORDER)
    .optional()
    .describe(`The number of ${what}: \`{ below: 30000 }\`, \`{ above: 1000 }\`, or both.`);

const told = { parameters: bounds('trainable parameters') } satisfies Record<Told, unknown>;

const WITHIN = 'a share below 100 % such as "5 %"';

const within = z
  .string({ error: WITHIN })
  .regex(/^\s*(?=.*[1-9])\d{0,2}(\.\d*)?\s*%\s*$/, { error: WITHIN })
  .optional()
  .describe('So much worse than the best candidate it may be: a share such as `5 %`.');

const ends = {
  below: z.number().optional().describe("The criterion of the candidate's trainings is below this."),
  above: z.number().optional().describe("The criterion of the candidate's trainings is above this."),
};
/** Read on after these words by whoever makes messages of a schema. */
const ENDS =
  'a set of keys with values: criteria of a metric with their bounds, such as `{ q3: { below: 20 } }`; `parameters` alone takes a bound itself';
const A_CRITERION = 'one criterion or more, such as `q3`';

/** A bound on what a metric gives, by criterion. */
const metric = z
  .record(
    z.string().min(1),
    z
      .strictObject(ends, { error: (issue) => (issue.code === 'invalid_type' ? ENDS : undefined) })
      .refine(isBounded, A_BOUND)
      .refine(isOrdered, IN_ORDER),
    { error: (issue) => (issue.code === 'invalid_type' ? ENDS : undefined) },
  )
  .refine((criteria) => Object.keys(criteria).length > 0, A_CRITERION);

const loss = z
  .record(
    z.string().min(1),
    z
      .strictObject({ within, ...ends })
      .refine(
        (one) => Object.values(one).some((value) => value !== undefined),
        '`within` with a share, or `below` or `above` with a number',
      )
      .refine(isOrdered, IN_ORDER),
  )
  .refine((criteria) => Object.keys(criteria).length > 0, A_CRITERION)
  .refine(
    (criteria) => Object.values(criteria).filter((one) => one.within !== undefined).length < 2,
    '`within` of one criterion',
  )
  .optional()
  .describe(
    'A bound on the loss, as of any metric. Beside a `race.metric` also a share: only candidates whose criterion of the loss is not shown to be worse than the best by more than that may win, `{ q3: { within: 5 % } }`.',
  );

/**
 * What an experiment file says; other keys than these are names of metrics. No type says "any other key": the index takes what any key may have, and the schema
 * tells them apart.
 */
export interface RequireInput {
  readonly parameters?: RequiredEnds | undefined;
  readonly loss?: z.input<typeof loss>;
  readonly [metric: string]: RequiredEnds | z.input<typeof metric> | z.input<typeof loss>;
}

export const requireSchema: z.ZodType<Requirements, RequireInput> = z
  .object({ ...told, loss })
  .catchall(metric.optional())
  .describe(
    'Candidates that do not meet these cannot win. Those of too many or too few `parameters` are left out, and draws go on until there are enough others. A bound on a metric of the trainings, `{ latencyMs: { q3: { below: 20 } } }`, is judged by the trainings of the race.',
  );

/** A bound on a criterion of a metric, in its own units. */
export interface RequiredBound {
  /** `loss`, or the name of a metric. */
  readonly metric: string;
  readonly criterion: string;
  readonly below?: number;
  readonly above?: number;
}

/** What is read of it; other keys are names of metrics. */
export type Requirements = {
  readonly [Name in Told]?: RequiredEnds | undefined;
} & { readonly loss?: z.output<typeof loss> };

/** The share of the best loss, and the criterion it is about; undefined where none is required. */
export function requiredShare({ loss = {} }: Requirements): { criterion: string; within: string } | undefined {
  for (const [criterion, { within: share }] of Object.entries(loss))
    if (share !== undefined) return { criterion, within: share };
  return undefined;
}

/** In the order of the file. */
export function requiredBounds(require: Requirements): readonly RequiredBound[] {
  return Object.entries(require as Record<string, z.output<typeof metric> | undefined>).flatMap(([name, criteria]) => {
    if (isTold(name) || criteria === undefined) return [];
    return Object.entries(criteria).flatMap(([criterion, { below, above }]) =>
      isBounded({ below, above }) ? [{ metric: name, criterion, ...defined({ below, above }) }] : [],
    );
  });
}

/** What is required of trainings, as the log keeps it; undefined where nothing is. */
export function requiredOfTrainings(require: Requirements): JsonObject | undefined {
  const kept = Object.entries(require).filter(([name, value]) => !isTold(name) && value !== undefined);
  return kept.length === 0 ? undefined : (Object.fromEntries(kept) as JsonObject);
}

/** Whether anything is required that a trainer has to tell untrained. */
export function requiresTold(require: Requirements): boolean {
  return Object.keys(TOLD).some((name) => require[name as Told] !== undefined);
}

/** The first requirement that a candidate does not meet, as `parameters.below`; undefined when it meets all. */
export function brokenRequirement(require: Requirements, description: ToldCandidate): string | undefined {
  for (const name of Object.keys(TOLD) as Told[]) {
    const { below, above } = require[name] ?? {};
    const value = TOLD[name](description);
    if (below !== undefined && !(value < below)) return `${name}.below`;
    if (above !== undefined && !(value > above)) return `${name}.above`;
  }
  return undefined;
}

export const constraintsSchema = z
  .strictObject({
    maxParameters: z.int().min(1).optional().describe('Most trainable parameters a candidate may have.'),
    minParameters: z.int().min(1).optional().describe('Fewest trainable parameters a candidate may have.'),
    maxLayers: z
      .record(z.string(), z.int().min(0))
      .optional()
      .describe('Most layers of a kind, such as `{ conv: 2, dense: 4 }`.'),
  })
  .describe('Candidates that break one of these are left out of the race.');

export type Constraints = z.output<typeof constraintsSchema>;

/** The first constraint that a candidate breaks, as `maxParameters` or `maxLayers.conv`; undefined when it keeps all. */
export function brokenConstraint(constraints: Constraints, description: CandidateDescription): string | undefined {
  const { maxParameters, minParameters, maxLayers } = constraints;
  if (maxParameters !== undefined && description.parameters > maxParameters) return 'maxParameters';
  if (minParameters !== undefined && description.parameters < minParameters) return 'minParameters';
  const kind = Object.entries(maxLayers ?? {}).find(([kind, most]) => (description.layerCounts[kind] ?? 0) > most)?.[0];
  return kind === undefined ? undefined : `maxLayers.${kind}`;
}
