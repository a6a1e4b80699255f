/** @file A factor: a setting of a configuration by a name such as `layers.activation`, wherever in the configuration it stands. */
import { inputError, type JsonObject, type JsonValue } from '../../../core/index.js';

type Path = readonly (string | number)[];

/**
 * The settings that `factor` names: those whose keys contain the names between its dots in their order and end with the last of
 * them. `layers.activation` names every activation inside layers, `layers.0.activation` that of the first layer, `optimizer` the
 * optimizer as a whole. Of settings inside one another the outermost counts.
 */
export function findFactor(configuration: JsonObject, factor: string): Path[] {
  const names = factor.split('.');
  const found: Path[] = [];
  const visit = (value: JsonValue, path: Path): void => {
    if (matches(path, names)) found.push(path);
    else if (value !== null && typeof value === 'object') {
      for (const [key, child] of entriesOf(value)) visit(child, [...path, key]);
    }
  };
  visit(configuration, []);
  return found;
}

/**
 * The configuration with every setting that the factor names replaced.
 *
 * @throws InputError where it names a setting of the whole and others inside that stand in its place, such as the initialisation of one layer
 */
export function replaceFactor(configuration: JsonObject, factor: string, value: JsonValue): JsonObject {
  requireNoneInPlace(configuration, factor);
  return findFactor(configuration, factor).reduce<JsonObject>(
    (changed, path) => changeAt(changed, path, () => value) as JsonObject,
    configuration,
  );
}

/** To replace both would take away what a part has of its own, without a word about it. */
function requireNoneInPlace(configuration: JsonObject, factor: string): void {
  const whole = configuration[factor];
  if (whole === undefined) return;
  const others = findFactor(configuration, factor).filter(
    (path) => JSON.stringify(valueAt(configuration, path)) !== JSON.stringify(whole),
  );
  const [first] = others;
  if (first === undefined) return;
  const own = others.map((path) => `${path.join('.')} is ${JSON.stringify(valueAt(configuration, path))}`);
  throw inputError`factor-in-parts: The factor "${factor}" names a setting of the whole, and parts have their own: ${own.join('; ')}.
    Allowed: levels of a setting that no part has of its own
    Fix: Write the levels into the experiment instead, as alternatives of \`${factor}\`, and name \`--factor ${factor}\` alone; or name one part: \`--factor ${first.join('.')}=...\``;
}

/** What the factor is in a configuration: one value where all its settings agree, else their list; undefined where it has none. */
export function factorValue(configuration: JsonObject, factor: string): JsonValue | undefined {
  const values = findFactor(configuration, factor).map((path) => valueAt(configuration, path));
  const [first] = values;
  return values.every((value) => JSON.stringify(value) === JSON.stringify(first)) ? first : values;
}

/** Everything but the factor: equal for configurations that differ in nothing else. */
export function withoutFactor(configuration: JsonObject, factor: string): JsonObject {
  return findFactor(configuration, factor)
    .reverse()
    .reduce<JsonObject>((changed, path) => changeAt(changed, path, () => undefined) as JsonObject, configuration);
}

/** Names of all settings, dotted, positions and the kinds in lists kept as names: for messages. */
export function settingNames(configurations: readonly JsonObject[]): string[] {
  const names = new Set<string>();
  const visit = (value: JsonValue, path: readonly string[]): void => {
    if (value !== null && typeof value === 'object') {
      for (const [key, child] of entriesOf(value)) visit(child, typeof key === 'number' ? path : [...path, key]);
    } else names.add(path.join('.'));
  };
  for (const configuration of configurations) visit(configuration, []);
  return [...names].sort();
}

function matches(path: Path, names: readonly string[]): boolean {
  if (String(path.at(-1)) !== names.at(-1)) return false;
  let next = 0;
  for (const key of path) if (String(key) === names[next]) next++;
  return next === names.length;
}

function entriesOf(value: JsonObject | readonly JsonValue[]): (readonly [string | number, JsonValue])[] {
  return Array.isArray(value) ? [...value.entries()] : Object.entries(value as JsonObject);
}

function valueAt(value: JsonValue, path: Path): JsonValue {
  return path.reduce<JsonValue>(
    (inner, key) => (inner as Readonly<Record<string | number, JsonValue>>)[key] as JsonValue,
    value,
  );
}

/** A copy with what stands at the path changed; undefined takes it away. */
function changeAt(
  value: JsonValue,
  [key, ...rest]: Path,
  change: (value: JsonValue) => JsonValue | undefined,
): JsonValue {
  const changeChild = (child: JsonValue) => (rest.length === 0 ? change(child) : changeAt(child, rest, change));
  if (Array.isArray(value)) {
    return value.flatMap((child: JsonValue, index) => {
      const changed = index === key ? changeChild(child) : child;
      return changed === undefined ? [] : [changed];
    });
  }
  const entries = Object.entries(value as JsonObject).flatMap(([name, child]) => {
    const changed = name === key ? changeChild(child) : child;
    return changed === undefined ? [] : [[name, changed] as const];
  });
  return Object.fromEntries(entries);
}
