/**
 * @file Names of the settings of a configuration that somebody proposes: a trainer that takes any name would train one that is misspelt as if it
 * said nothing.
 */
import { InputError, type JsonObject, type JsonValue, nearestName } from '../core/index.js';
import { dotted, isPart, isSequence } from './found/setting-names.js';

/** So many are named where one is wrong. */
const MOST_NAMED = 20;

/**
 * @param known  dotted names of the settings that the space has, in all its alternatives
 * @throws InputError for a setting that the space says nothing of.
 */
export function requireProposedNames(configuration: JsonObject, known: readonly string[]): void {
  const names = new Set(known.map(withoutPlaces));
  const strange = strangeName(configuration, '', names);
  if (strange === undefined) return;
  const near = nearestName(strange, known);
  const named = known.slice(0, MOST_NAMED).join(', ');
  const text = JSON.stringify(configuration).slice(0, 200);
  throw new InputError({
    code: 'proposal-setting',
    what: `A configuration that was proposed has \`${strange}\`, which is no setting of the space: ${text}`,
    allowed: known.length > MOST_NAMED ? `${named}, ...` : named,
    fix:
      near === undefined
        ? `Leave \`${strange}\` out, or write the value that all others have of it into \`space\`.`
        : `Did you mean \`${near}\`? A setting that all others share stands in \`space\`, with its one value.`,
  });
}

/** Members of lists are alike: there may be more of them than in the space. */
function withoutPlaces(name: string): string {
  return name.replaceAll(/\.\d+(?=\.|$)/g, '.*');
}

function strangeName(value: JsonValue, name: string, known: ReadonlySet<string>): string | undefined {
  const own = withoutPlaces(name);
  if (known.has(own)) return undefined;
  const isList = Array.isArray(value) && isSequence(value);
  if (isList || isPart(value)) {
    for (const [key, member] of Object.entries(value)) {
      const strange = strangeName(member, dotted(name, key), known);
      if (strange !== undefined) return strange;
    }
    return undefined;
  }
  // Something else may stand in place of a part.
  return [...known].some((one) => one.startsWith(`${own}.`)) ? undefined : name;
}
