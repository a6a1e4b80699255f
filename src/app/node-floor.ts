/** @file The oldest Node that runs this package. In plain words of ECMAScript 2015, which older ones can read. */

/** The floor of `engines` in package.json. */
const FLOOR = [20, 19];

/** Why this version of Node is refused, as a sentence or two; empty where it is new enough. */
export function nodeRefusal(version: string): string {
  const parts = version.split('.').map(Number);
  const major = parts[0] as number;
  const minor = parts[1] as number;
  const isNewEnough = major > (FLOOR[0] as number) || (major === FLOOR[0] && minor >= (FLOOR[1] as number));
  if (isNewEnough) return '';
  return `Node.js ${version} is too old: Surefoot needs ${FLOOR.join('.')} or newer (https://nodejs.org).`;
}
