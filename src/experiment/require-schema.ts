/** @file Requirements: which candidates take part, by amounts that their trainer can tell untrained, and which may win, by their losses. */
import { z } from 'zod';
import type { CandidateDescription } from '../core/index.js';

/** What a trainer can say of a candidate untrained. */
const TOLD = {
  parameters: ({ parameters }) => parameters,
} as const satisfies Readonly<Record<string, (description: CandidateDescription) => number>>;

type Told = keyof typeof TOLD;

const bounds = (what: string) =>
  z
    .strictObject({
      below: z.number().optional().describe(`The candidate has fewer ${what} than this.`),
      above: z.number().optional().describe(`The candidate has more ${what} than this.`),
    })
    .refine(({ below, above }) => below !== undefined || above !== undefined, '`below` or `above`, with a number')
    .refine(({ below = Infinity, above = -Infinity }) => above < below, '`above` smaller than `below`')
    .optional()
    .describe(`The number of ${what}: \`{ below: 30000 }\`, \`{ above: 1000 }\`, or both.`);

const told = { parameters: bounds('trainable parameters') } satisfies Record<Told, unknown>;

const WITHIN = 'a share below 100 % such as "5 %"';

const loss = z
  .record(
    z.string().min(1),
    z.strictObject({
      within: z
        .string({ error: WITHIN })
        .regex(/^\s*(?=.*[1-9])\d{0,2}(\.\d*)?\s*%\s*$/, { error: WITHIN })
        .describe('So much worse than the best candidate it may be: a share such as `5 %`.'),
    }),
  )
  .refine((criteria) => Object.keys(criteria).length === 1, 'one criterion, such as `q3`')
  .optional()
  .describe(
    'Beside a `race.metric`: only candidates whose criterion of the loss is not shown to be worse than the best by more than a share may win: `{ q3: { within: 5 % } }`.',
  );

export const requireSchema = z
  .strictObject({ ...told, loss })
  .describe(
    'Candidates that do not meet these are left out, and draws go on until there are enough that do; those that do not meet `loss` are trained, and cannot win.',
  );

export type Requirements = z.output<typeof requireSchema>;

/** The first requirement that a candidate does not meet, as `parameters.below`; undefined when it meets all. */
export function brokenRequirement(require: Requirements, description: CandidateDescription): string | undefined {
  for (const name of Object.keys(TOLD) as Told[]) {
    const { below, above } = require[name] ?? {};
    const value = TOLD[name](description);
    if (below !== undefined && !(value < below)) return `${name}.below`;
    if (above !== undefined && !(value > above)) return `${name}.above`;
  }
  return undefined;
}
