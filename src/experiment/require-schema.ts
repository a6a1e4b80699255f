/** @file Requirements: which candidates take part, by amounts that their trainer can tell untrained. */
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

export const requireSchema = z
  .strictObject({ parameters: bounds('trainable parameters') } satisfies Record<Told, unknown>)
  .describe('Candidates that do not meet these are left out; draws go on until there are enough that do.');

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
