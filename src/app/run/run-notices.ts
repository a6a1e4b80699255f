/** @file What a run says beside its progress: warnings, each once and kept in the log, and what it found when it began. */
import { isOfEngine, type JsonObject, type Question, type RunEvent, type Store } from '../../core/index.js';
import { differencesThatMatter } from '../environment.js';

/** Warnings are part of the log: those of earlier stretches are told again, and each of them once. */
export function createWarner(
  question: Question,
  onWarning: (text: string) => void,
): (text: string, kind?: string) => void {
  const told = new Set<string>();
  const tell = (text: string) => {
    if (told.has(text)) return;
    told.add(text);
    onWarning(text);
  };
  for (const { text } of question.notices()) tell(text);
  return (text, kind = 'warning') => {
    if (question.notices().every((notice) => notice.text !== text)) question.notice(kind, text);
    tell(text);
  };
}

/** Where trials are there already, says how many are missing at least, once, before the first of them is trained. */
export function createAnnouncer(there: number, onMissing: (atLeast: number) => void): (event: RunEvent) => void {
  let isSaid = there === 0;
  return (event) => {
    if (isSaid || event.kind !== 'round-begun' || event.alreadyLogged === event.round.total) return;
    isSaid = true;
    onMissing(event.round.total - event.alreadyLogged);
  };
}

/** Undefined where the log was last written under conditions that give the same losses. `now`: as `environmentHere` says it. */
export function otherMachine(store: Store, now: JsonObject): string | undefined {
  const before = store.stretches().at(-1)?.environment;
  if (before === undefined) return undefined;
  const differences = differencesThatMatter(before, now, isOfEngine(store.head.identityParts));
  if (differences.length === 0) return undefined;
  return `the run goes on under other conditions (${differences.join('; ')}): losses may differ in their last digits`;
}
