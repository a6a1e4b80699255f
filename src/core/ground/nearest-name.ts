/** @file Finds the known name nearest to an unknown one, by edit distance with swaps (Damerau 1964, doi 10.1145/363958.363994). */

/** Characters of a name that somebody may have mistyped; comparing two takes as many steps as the product of their lengths. */
const MOST_CHARACTERS = 200;

/**
 * The name of `names` nearest to `name`, ignoring case; undefined when none is `within` this share of its own length, and for a name of more than
 * 200 characters.
 */
export function nearestName(name: string, names: readonly string[], within = 0.5): string | undefined {
  if (name.length > MOST_CHARACTERS) return undefined;
  const typed = name.toLowerCase();
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const known of names) {
    const most = Math.max(name.length, known.length) * within;
    const written = known.toLowerCase();
    // No fewer changes than the lengths differ by lead from one to the other.
    const atLeast = Math.abs(typed.length - written.length);
    if (atLeast > most || atLeast >= bestDistance) continue;
    const distance = editDistance(typed, written);
    if (distance < bestDistance && distance <= most) {
      best = known;
      bestDistance = distance;
    }
  }
  return best;
}

/** Fewest insertions, deletions, replacements and swaps of neighbours that turn `from` into `to`. */
function editDistance(from: string, to: string): number {
  let beforePrevious: readonly number[] = [];
  let previous: readonly number[] = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current.push(
        Math.min(
          at(previous, column - 1) + (same ? 0 : 1),
          at(previous, column) + 1,
          at(current, column - 1) + 1,
          swapped ? at(beforePrevious, column - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    beforePrevious = previous;
    previous = current;
  }
  return at(previous, to.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] as number;
}
