/** @file Constraints: which candidates of a space take part, by what the trainer can say of them untrained. */
import { z } from 'zod';
import type { CandidateDescription } from '../core/index.js';

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
