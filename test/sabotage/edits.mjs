/**
 * @file The list of small wrong edits, one file a room in `rooms`, and putting one into a tree. An edit is data: `about` what it is, the text
 * that is replaced (`find`), what comes in its place (`put`), what is `wrong` about that, and where it survives `why`; and of its file the tests
 * that are asked first.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What edits are about. More than half of them are about the first five: there a wrong word costs people most, and tests see least. */
export const ABOUT = [
  'claim',
  'lease',
  'clock',
  'budget',
  'sentence',
  'number',
  'randomness',
  'state',
  'input',
  'page',
];
const CLOSE = ABOUT.slice(0, 5);
const FIELDS = ['id', 'about', 'find', 'put', 'wrong', 'why'];

/** All edits, each with its room and its name `room/id`. */
export function readEdits() {
  const folder = new URL('rooms/', import.meta.url);
  return readdirSync(folder)
    .sort()
    .flatMap((file) => {
      const room = file.replace(/\.json$/, '');
      const byFile = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
      return Object.entries(byFile).flatMap(([path, { tests = [], edits }]) =>
        edits.map((edit) => ({ ...edit, file: path, tests, room, name: `${room}/${edit.id}` })),
      );
    });
}

/** What stands in the way, one line each: an edit that no longer applies to `root`, or that is written wrongly. */
export function faultsOf(edits, root) {
  return edits.flatMap((edit) => {
    const strange = Object.keys(edit).filter((key) => ![...FIELDS, 'file', 'tests', 'room', 'name'].includes(key));
    return [
      ...strange.map((key) => `${edit.name}: has a field "${key}". Allowed: ${FIELDS.join(', ')}.`),
      ...(ABOUT.includes(edit.about) ? [] : [`${edit.name}: is about "${edit.about}". Allowed: ${ABOUT.join(', ')}.`]),
      ...(edits.filter(({ name }) => name === edit.name).length > 1 ? [`${edit.name}: stands twice.`] : []),
      ...faultOfText(edit, root),
    ];
  });
}

/** Whether the list is what it promises to be. */
export function faultsOfList(edits) {
  const faults = [];
  const close = edits.filter(({ about }) => CLOSE.includes(about)).length;
  if (edits.length < 150) faults.push(`The list has ${edits.length} edits. Allowed: 150 or more.`);
  if (2 * close < edits.length)
    faults.push(`${close} of ${edits.length} edits are about ${CLOSE.join(', ')}. Allowed: half or more.`);
  return faults;
}

function faultOfText({ name, file, find, put, tests }, root) {
  const count = read(join(root, file))?.split(find).length;
  if (count === undefined) return [`${name}: there is no ${file}. Fix: say where its text went.`];
  if (count !== 2)
    return [`${name}: ${file} says "${find}" ${count - 1} times. Allowed: once. Fix: change "find" with the code.`];
  if (find === put) return [`${name}: changes nothing.`];
  return tests
    .filter((test) => read(join(root, test)) === undefined)
    .map((test) => `${name}: there is no test ${test}.`);
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Puts the edit into `root`, and gives what takes it out again. */
export function apply({ file, find, put }, root) {
  const path = join(root, file);
  const text = readFileSync(path, 'utf8');
  writeFileSync(
    path,
    text.replace(find, () => put),
  );
  return () => writeFileSync(path, text);
}
