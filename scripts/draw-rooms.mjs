/**
 * @file Draws the rooms of src as they really import one another, into ARCHITECTURE.md: what is above imports what is below, directly or by way of
 * others. With `--check` it writes nothing, and exits 1 where the picture is another.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { importsOf, listFiles, roomOf } from './rooms.mjs';

const PAGE = 'ARCHITECTURE.md';
/** The compiler's projects, by the rooms in them; the last has all others. */
const PROJECTS = { core: /^core$/, race: /^(stats|plans|race)$/, engine: /^engine(\/|$)/, surefoot: /./ };

const page = readFileSync(PAGE, 'utf8');
const drawn = page.replace(/(<!-- rooms -->\n)[\s\S]*?(?=<!-- end of rooms -->)/, (_, mark) => mark + picture());
if (!process.argv.includes('--check')) writeFileSync(PAGE, drawn);
else if (drawn !== page) {
  console.error(`${PAGE} draws other rooms than there are: run node scripts/draw-rooms.mjs`);
  process.exitCode = 1;
}

function picture() {
  const imports = importsOfRooms();
  const rooms = [...imports.keys()].sort();
  const lines = Object.keys(PROJECTS).flatMap((project) => [
    `  subgraph ${project}_project["${project}"]`,
    ...rooms.filter((room) => projectOf(room) === project).map((room) => `    ${nodeOf(room)}`),
    '  end',
  ]);
  const arrows = rooms
    .map((room) => [idOf(room), nearest(room, imports).map(idOf).join(' & ')])
    .flatMap(([from, to]) => (to === '' ? [] : [`  ${from} --> ${to}`]));
  return ['```mermaid', 'flowchart TD', ...lines, ...arrows, '```', ''].join('\n');
}

/** Room -> rooms it imports. All plans are one here, and so are all questions. */
function importsOfRooms() {
  const found = new Map();
  for (const path of listFiles('src').filter((one) => !one.endsWith('.test.ts'))) {
    const room = shownRoom(relative('src', path));
    const others = found.get(room) ?? new Set();
    found.set(room, others);
    for (const target of importsOf(readFileSync(path, 'utf8')).filter((one) => /^\..*\.js$/.test(one))) {
      const other = shownRoom(relative('src', resolve(dirname(path), target)));
      if (other !== room) others.add(other);
    }
  }
  return found;
}

function shownRoom(name) {
  const room = roomOf(name);
  if (!room.startsWith('questions')) return room;
  return room.endsWith('/plan') ? 'plans' : 'questions';
}

/** Without those that another one imports, too. */
function nearest(room, imports) {
  const others = [...imports.get(room)].sort();
  return others.filter((other) => !others.some((between) => between !== other && reaches(between, other, imports)));
}

function reaches(from, to, imports) {
  return [...imports.get(from)].some((next) => next === to || reaches(next, to, imports));
}

function projectOf(room) {
  return Object.keys(PROJECTS).find((project) => PROJECTS[project].test(room));
}

function nodeOf(room) {
  return room.includes('/') ? `${idOf(room)}["${room}"]` : room;
}

function idOf(room) {
  return room.replace('/', '_');
}
