/** @file Requests about spaces and configurations: draws, grids, and what candidates are called. */
import {
  badArgument,
  type Candidate,
  checkOptions,
  type Expectation,
  isObject,
  type JsonObject,
} from '../core/index.js';
import { buildCandidates, type DrawnPoint, type DrawSpace, drawFrom, drawNear, gridOf } from '../experiment/index.js';
import type { Request, Requests } from './requests.js';

const isWhole = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;
const SPACE: Expectation = { allowed: 'a space: see docs/bridge.md', fits: isObject, isRequired: true };
const DRAWS = {
  id: { allowed: 'anything', fits: () => true },
  op: { allowed: 'a name', fits: () => true },
  space: SPACE,
  count: { allowed: 'a whole number from 0', fits: isWhole, isRequired: true },
  seed: { allowed: 'a whole number from 0', fits: isWhole },
} as const satisfies Readonly<Record<string, Expectation>>;
const NEAR = {
  ...DRAWS,
  configuration: { allowed: 'a configuration of the space', fits: isObject, isRequired: true },
  width: {
    allowed: 'a number above 0, at most 1',
    fits: (value) => typeof value === 'number' && value > 0 && value <= 1,
  },
} as const satisfies Readonly<Record<string, Expectation>>;

export const drawRequests: Requests = {
  draw: (request) => checked('draw', request, DRAWS, (asked: Parameters<typeof drawFrom>[0]) => drawFrom(asked)),
  near: (request) => checked('near', request, NEAR, (asked: Parameters<typeof drawNear>[0]) => drawNear(asked)),
  grid: (request) =>
    checked('grid', request, { id: DRAWS.id, op: DRAWS.op, space: SPACE }, ({ space }: { readonly space: DrawSpace }) =>
      gridOf(space),
    ),
  candidates: ({ configurations }) => nameConfigurations(configurations).map(({ id, label }) => ({ id, label })),
};

function checked<Asked>(
  op: string,
  request: Request,
  known: Readonly<Record<string, Expectation>>,
  draw: (asked: Asked) => readonly DrawnPoint[],
): readonly DrawnPoint[] {
  checkOptions(op, request, known, '{ space: { settings: {} } }');
  return draw(request as Asked);
}

/**
 * Configurations as the candidates of an experiment: the same configuration has the same id everywhere.
 * @throws InputError for what is no list of objects, and for two that are the same.
 */
export function nameConfigurations(configurations: unknown): readonly Candidate[] {
  if (!Array.isArray(configurations) || configurations.length === 0 || !configurations.every(isObject)) {
    throw badArgument('configurations', configurations, 'a list of configurations, each an object');
  }
  const values = (configurations as readonly JsonObject[]).map((value) => ({ value }));
  return buildCandidates([{ place: 'configurations', space: { oneOf: values } }]).candidates;
}
