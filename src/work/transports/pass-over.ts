/** @file Tells of what was passed over because it is nothing of ours: each thing once, however often it is come upon. */

/** Hears of each text once. */
export function sayOnce(say: (text: string) => void): (text: string) => void {
  const said = new Set<string>();
  return (text) => {
    if (said.has(text) || said.size >= MOST_SAID) return;
    said.add(text);
    say(text);
  };
}

/** A program that writes thousands of such things is not answered thousands of times. */
const MOST_SAID = 20;

/** A name that somebody else may have written, for people. */
export function shownName(name: string): string {
  return JSON.stringify(name.slice(0, 100));
}
