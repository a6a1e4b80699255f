/**
 * @file The rooms of src: who may import whom, by which doors and in which order of floors; and what a file imports. Read by check-structure.mjs,
 * which checks it, and draw-rooms.mjs, which draws what is really there.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const listed = readFileSync(new URL('../src/core/ground/study-kinds.ts', import.meta.url), 'utf8');
const STUDIES = [...listed.matchAll(/'(\w+)'/g)].map(([, study]) => study);

export const PLANS = ['common', 'race', 'replay', ...STUDIES].map((question) => `questions/${question}/plan`);

/** Room -> rooms it may import: a folder of src, or one inside of it where its parts are rooms. The single source of the import matrix. */
export const MATRIX = {
  core: [],
  stats: ['core'],
  experiment: ['core'],
  'engine/datasets': ['core'],
  engine: ['core', 'engine/datasets'],
  trainers: ['core', 'engine/datasets'],
  'questions/common/plan': ['core', 'stats'],
  'questions/race/plan': ['core', 'stats'],
  'questions/replay/plan': ['core', 'stats', 'questions/race/plan'],
  'questions/common': ['core', 'questions/common/plan'],
  'questions/replay': ['core', 'questions/common', 'questions/race/plan', 'questions/replay/plan'],
  ...Object.fromEntries(
    STUDIES.flatMap((study) => [
      [`questions/${study}/plan`, ['core', 'stats', 'questions/common/plan']],
      [`questions/${study}`, ['core', 'questions/common', 'questions/common/plan', `questions/${study}/plan`]],
    ]),
  ),
  questions: ['common', 'replay', ...STUDIES].map((question) => `questions/${question}`),
  race: ['core', 'stats', 'questions/race/plan'],
  search: ['core', 'stats', 'experiment', 'questions/race/plan'],
  bridge: [
    ...['core', 'stats', 'experiment', 'race', 'search', 'questions/race/plan', 'questions/keep/plan'],
    'report',
  ],
  'evidence/log': ['core'],
  'evidence/drive': ['core'],
  'work/here': ['core'],
  'work/transports': ['core', 'work/here'],
  'work/launchers': ['core'],
  report: ['core', 'stats', 'questions', ...PLANS],
  watch: ['core', 'report'],
  app: [
    ...['core', 'stats', 'experiment', 'engine', 'engine/datasets', 'trainers', 'questions', 'questions/common'],
    ...PLANS,
    ...[
      'evidence/log',
      'evidence/drive',
      'work/here',
      'work/transports',
      'work/launchers',
      'report',
      'search',
      'watch',
    ],
  ],
  cli: [
    ...['core', 'stats', 'experiment', 'engine/datasets', 'trainers', 'questions', 'questions/common'],
    ...['questions/race/plan', 'evidence/log', 'work/here', 'work/transports', 'report', 'app'],
  ],
  browser: ['report'],
  tryout: [
    ...['core', 'stats', 'questions/race/plan', 'questions/replay/plan', 'engine/datasets', 'report', 'browser'],
  ],
};

/** Folders and files inside a room, from below: a file imports from its own and from those before it. Files that are not named stand on the ground. */
export const FLOORS = {
  core: ['ground', 'metrics', 'ports', 'index.ts'],
  engine: ['network', 'baseline', 'inspection.ts', 'settings.ts', 'built-in.ts', 'index.ts'],
  app: [
    'folder',
    'ask',
    'questions',
    'conclude',
    'models',
    'workers',
    'run',
    'serve',
    'draft',
    'keep',
    'library',
    'index.ts',
  ],
};

/** Files by which other rooms enter a room, where that is not its index.ts alone. */
export const DOORS = {
  'questions/race/plan': ['index.ts', 'answer-schema.ts'],
  core: ['index.ts', 'ground/written-numbers.ts'],
  'engine/datasets': ['index.ts', 'recorded/assemble-losses.ts'],
  engine: ['index.ts', 'built-in.ts', 'inspection.ts', 'settings.ts'],
  race: ['index.ts', 'open-race.ts'],
  app: [
    ...['index.ts', 'environment.ts', 'node-floor.ts', 'onnx-runtime.ts'],
    ...inApp('ask', 'column-notes', 'experiment-source', 'found/from', 'found/read-found', 'found/shortlisted'),
    ...inApp('conclude', 'figures', 'kept-answer', 'report-question', 'why'),
    ...inApp('draft', 'draft-experiment', 'draft-kinds', 'draft-script'),
    ...inApp(
      'folder',
      'answer-folder',
      'code-history',
      'files',
      'keep-explanation',
      'logged-run',
      'mend-run',
      'run-files',
      'session',
    ),
    ...inApp('keep', 'keep', 'version-backend'),
    ...inApp('library', 'against', 'library-options'),
    ...inApp('models', 'explain', 'export-trial', 'predict', 'run-predictions'),
    ...inApp('questions', 'assemble-race', 'question-kind', 'questions'),
    ...inApp('questions', 'race-question', 'replay-question', 'study-question'),
    ...inApp('run', 'live-file', 'run-question', 'single-trial', 'told-events'),
    ...inApp('serve', 'open-watch'),
    ...inApp('workers', 'launched-executor', 'run-worker', 'slurm-plan', 'worker-machine'),
  ],
  trainers: ['index.ts', 'serving.ts', 'modules.ts'],
  browser: ['main.ts'],
  report: ['index.ts', 'pages.ts', 'frame.ts', 'in-page.ts', 'told.ts'],
};

/** Files of one of app's rooms, by which the command line enters it. */
function inApp(room, ...names) {
  return names.map((name) => `${room}/${name}.ts`);
}

/** The innermost room that a file lies in. */
export function roomOf(name) {
  const parts = name.split('/');
  for (let depth = parts.length - 1; depth > 0; depth--) {
    const room = parts.slice(0, depth).join('/');
    // A room with rooms inside of it has no more than its floors and the files beside them.
    const isHall = Object.keys(MATRIX).some((other) => other.startsWith(`${room}/`));
    if (room in MATRIX && (!isHall || depth === parts.length - 1 || FLOORS[room]?.includes(parts[depth]))) return room;
  }
  return undefined;
}

export function floorOf(name, room) {
  return (FLOORS[room] ?? []).indexOf(name.slice(room.length + 1).split('/')[0]);
}

/** Module names of all static and dynamic imports and re-exports that exist at run time or as types. */
export function importsOf(text) {
  const pattern =
    /^\s*(?:import|export)\b[^'"`;]*?from\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm;
  return [...text.matchAll(pattern)].map((match) => match[1] ?? match[2] ?? match[3]);
}

export function listFiles(folder, pattern = /\.ts$/) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && pattern.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}
