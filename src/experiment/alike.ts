/** @file Which places of a list have the same value. */

/** The places of each value, in the order in which values come first. */
export function placesByValue<Value>(values: readonly Value[]): Map<Value, number[]> {
  const places = new Map<Value, number[]>();
  values.forEach((value, place) => {
    const alike = places.get(value);
    if (alike === undefined) places.set(value, [place]);
    else alike.push(place);
  });
  return places;
}
