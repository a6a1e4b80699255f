/** @file Reads who is named first of all rivals: in every table, in the terminal and in result.json it is the same one. */
import type { ReadPage } from './page.js';
import { type RunFacts, STATUSES } from './result.js';
import type { Disagreements } from './say.js';

/** The candidate that a row is about: by an id that it names, else by the names that its own is an abbreviation of. */
export function candidatesOf(row: readonly string[], { result }: RunFacts) {
  const byId = result.candidates.filter(({ id }) => row.some((cell) => cell.includes(id)));
  if (byId.length > 0) return byId;
  const names = row.filter((cell) => cell.length > 8);
  return result.candidates.filter(({ label }) => names.some((name) => abbreviates(name, label)));
}

/** `filters=4 … batchSize=64`: all of its pieces, one after the other, from the beginning on. */
function abbreviates(name: string, label: string): boolean {
  const [first = '', ...pieces] = name.split('…').map((piece) => piece.trim());
  if (!label.startsWith(first)) return false;
  let from = first.length;
  return pieces.every((piece) => {
    const at = label.indexOf(piece, from);
    from = at + piece.length;
    return at >= 0;
  });
}

/** By what people know of it: whose status comes first, and of these the one that result.json names first. */
export function nearestRival(facts: RunFacts): string | undefined {
  const { tieSet, winner } = facts.result;
  const rivals = (tieSet?.rivals ?? []).map(({ candidate }) => candidate);
  const others = rivals.filter((id) => id !== winner?.candidate);
  const rankOf = (id: string): number => STATUSES.indexOf(facts.status(id));
  return others.toSorted((a, b) => rankOf(a) - rankOf(b))[0];
}

export function readOrder({ tables }: ReadPage, terminal: string, facts: RunFacts, say: Disagreements): void {
  const nearest = nearestRival(facts);
  const winner = facts.result.winner?.candidate;
  if (nearest === undefined || winner === undefined) return;
  for (const { section, headings, rows } of tables) {
    if (!headings.some((heading) => /^status$/i.test(heading)) || rows.length !== facts.all) continue;
    const named = rows.map((row) => candidatesOf(row, facts));
    if (named.some((one) => one.length !== 1)) continue;
    const [first, second] = named.map(([one]) => one?.id);
    say.unless(first === winner, () => `page, ${section}: ${first} comes first, and ${winner} is chosen`);
    say.unless(second === nearest, () => `page, ${section}: ${second} is the first rival, in result.json ${nearest}`);
  }
  const [, or] = / Or .*?\((\S+?)\) (?=Or |Note |Expect |Cost )/.exec(terminal) ?? [];
  if (or !== undefined) say.unless(or === nearest, () => `terminal: "Or" ${or}, and in result.json it is ${nearest}`);
}
