/**
 * @file Names of the settings of a configuration that somebody proposes: a trainer that takes any name would train one that is misspelt as if it
 * said nothing.
 */
import { inputError, type JsonObject, type JsonValue, nearestName } from '../core/index.js';
import { isPart, isSequence, settingsOfSpace } from './found/setting-names.js';
import type { NamedSpace } from './space.js';

/** At most this many settings are named where one is wrong. */
const MOST_NAMED = 20;

/** Names that keep a setting inside of another apart from one with a dot in its name. */
const BETWEEN = '\0';
const nested = (name: string, key: string | number): string => (name === '' ? String(key) : `${name}${BETWEEN}${key}`);
const shown = (name: string): string => name.replaceAll(BETWEEN, '.');

/** Of the settings that the spaces have, in all their alternatives. */
export function proposableNames(spaces: readonly NamedSpace[]): ReadonlySet<string> {
  return new Set(spaces.flatMap(({ space }) => [...settingsOfSpace(space, nested).keys()]));
}

/**
 * @param known  of {@link proposableNames}
 * @throws InputError for a setting that the space says nothing of.
 */
export function requireProposedNames(configuration: JsonObject, known: ReadonlySet<string>): void {
  const found = strangeName(configuration, '', new Set(Array.from(known, withoutPlaces)));
  if (found === undefined) return;
  const strange = shown(found);
  const names = Array.from(known, shown);
  const named = names.slice(0, MOST_NAMED).join(', ');
  const text = JSON.stringify(configuration).slice(0, 200);
  throw inputError`proposal-setting: A configuration that was proposed has \`${strange}\`, which is no setting of the space: ${text}
    Allowed: ${names.length > MOST_NAMED ? `${named}, ...` : named}
    Fix: ${fixFor(strange, names)}`;
}

function fixFor(strange: string, names: readonly string[]): string {
  if (names.includes(strange))
    return 'Write it as `space` does: settings inside of others stand in objects of their own.';
  const near = nearestName(strange, names);
  return near === undefined
    ? `Leave \`${strange}\` out, or write the value that all others have of it into \`space\`.`
    : `Did you mean \`${near}\`? A setting that all others share stands in \`space\`, with its one value.`;
}

/** Members of lists are alike: there may be more of them than in the space. */
function withoutPlaces(name: string): string {
  return name
    .split(BETWEEN)
    .map((key, depth) => (depth > 0 && /^\d+$/.test(key) ? '*' : key))
    .join(BETWEEN);
}

function strangeName(value: JsonValue, name: string, known: ReadonlySet<string>): string | undefined {
  const own = withoutPlaces(name);
  if (known.has(own)) return undefined;
  const isList = Array.isArray(value) && isSequence(value);
  if (isList || isPart(value)) {
    for (const [key, member] of Object.entries(value)) {
      const strange = strangeName(member, nested(name, key), known);
      if (strange !== undefined) return strange;
    }
    return undefined;
  }
  // Something else may stand in place of a part.
  return [...known].some((one) => one.startsWith(`${own}${BETWEEN}`)) ? undefined : name;
}
