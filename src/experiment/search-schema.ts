/** @file The `search` of an experiment: how a race deals with more candidates than it can try, and the audit of what it does not try. */
import { z } from 'zod';
import { defined, type InputError, inputError } from '../core/index.js';
import { rangesOf } from './refuse-ranges.js';
import { countSpace, LARGEST_SPACE, type NamedSpace } from './space.js';

export const searchSchema = z
  .strictObject({
    prior: z
      .enum(['none', 'guarded', 'full'])
      .default('full')
      .describe(
        'What the settings of candidates count for: `none`: nothing, so that every candidate is raced by its own trainings; `guarded`: every candidate is trained once, and its settings say how far that can be trusted; ' +
          '`full`: candidates whose settings predict worse losses are not trained at all.',
      ),
    audit: z
      .int()
      .min(1)
      .optional()
      .describe(
        'With `full`: so many candidates drawn at random are trained whatever their settings say, and bound how many better ones can have been missed; default: 60. One training in five goes to them at most, until all were trained.',
      ),
    refine: z
      .boolean()
      .optional()
      .describe(
        'In a space that candidates are drawn from: whether further ones are proposed between those drawn while the race goes on, near the best and where none was tried; default: true for a space with ranges that is searched with `full`, else false.',
      ),
  })
  .refine(({ prior, audit }) => prior === 'full' || audit === undefined, {
    path: ['audit'],
    message: 'only with `prior: full`; else every candidate is trained',
  })
  .optional()
  .describe(
    'For spaces with more candidates than can be trained; default: `{ prior: full }` for a space with ranges that has no `draw`, and `{ prior: none }` for everything else.',
  );

type SearchSpec = z.output<typeof searchSchema>;

/** A search with its defaults filled in. */
export interface Search {
  readonly prior: 'guarded' | 'full';
  /** Candidates drawn at random beside the others. */
  readonly audit: number;
  /** True where the spaces have ranges: losses are taken to go smoothly with their numbers. Absent elsewhere. */
  readonly smooth?: boolean;
  /** Whether others join while the race goes on; absent where the spaces are taken whole. */
  readonly refine?: boolean;
}

/** How candidates of an experiment come about. */
interface Searched {
  /** Undefined where every candidate is raced by its own trainings. */
  readonly search?: Search;
  /** The number of candidates that are drawn; undefined where the spaces are taken whole. */
  readonly draw?: number;
}

const DEFAULT_AUDIT = 60;
/** Finite spaces of no more candidates are taken whole. */
const WHOLE_UP_TO = 10_000;
/** The number of drawn candidates that stand for a larger space. */
const DRAWN = 2000;

/** @throws InputError for an audit of more candidates than there are. */
export function searchedOf(
  { search: spec, draw }: { readonly search?: SearchSpec; readonly draw?: number | undefined },
  spaces: readonly NamedSpace[],
): Searched {
  const plain = draw === undefined ? {} : { draw };
  if (draw !== undefined || spec?.prior === 'none') return plain;
  const hasRanges = rangesOf(spaces).length > 0;
  if (spec === undefined && !hasRanges) return plain;
  const { prior = 'full', audit } = spec ?? {};
  const { refine = hasRanges && prior === 'full' } = spec ?? {};
  if (prior === 'none') return plain;
  const size = spaces.reduce((sum, { space, place }) => sum + countSpace(space, place), 0);
  if (audit !== undefined && audit > Math.min(size, LARGEST_SPACE)) throw auditTooLarge(audit, size);
  const asked = prior === 'guarded' ? 0 : (audit ?? Math.min(DEFAULT_AUDIT, size));
  const isWhole = size <= WHOLE_UP_TO;
  const smooth = hasRanges || undefined;
  const search = { prior, audit: asked, ...defined({ smooth }) };
  return isWhole ? { search } : { search: { ...search, refine }, draw: DRAWN };
}

function auditTooLarge(audit: number, size: number): InputError {
  const most = Math.min(size, LARGEST_SPACE);
  return inputError`audit-too-large: search.audit is ${audit}, and the space has ${Number.isFinite(size) ? `${size} candidates` : 'no end of candidates'}.
    Allowed: a whole number, at most ${most}
    Fix: ${size <= WHOLE_UP_TO ? 'Audit fewer, or write `prior: guarded`, which trains every candidate.' : 'Audit fewer: 300 bound the share of better ones at 1 %.'}`;
}
