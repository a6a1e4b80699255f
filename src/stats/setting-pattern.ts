/** @file Which settings split candidates alike, so that nothing tells them apart. */

type SettingValue = number | string | boolean | null;

/** More numbers than this are told from others by their order, even where each candidate has its own. */
const MOST_LEVELS = 9;

/** Equal for settings that split the candidates alike; of many numbers, that put them in the same order or its reverse. */
export function settingPattern(values: readonly SettingValue[]): string {
  const numbers = [...new Set(values)].filter((value) => typeof value === 'number').sort((one, other) => one - other);
  if (numbers.length <= MOST_LEVELS) return codesOf(values, new Map());
  const patterns = [numbers, numbers.toReversed()].map((ordered) =>
    codesOf(values, new Map(ordered.map((value, rank) => [value, rank]))),
  );
  return patterns.sort()[0] as string;
}

/** Values without a code get the next ones. */
function codesOf(values: readonly SettingValue[], codes: Map<SettingValue, number>): string {
  return values
    .map((value) => {
      const code = codes.get(value) ?? codes.size;
      codes.set(value, code);
      return code;
    })
    .join();
}
