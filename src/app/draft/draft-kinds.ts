/** @file Which kinds of models `init` drafts for a table, and the script of boosted trees, which needs packages of Python. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inputError, nearestName } from '../../core/index.js';
import { MODEL_KINDS, type ModelKind } from '../../experiment/index.js';

/** What the drafted experiment runs, beside it. */
export const BOOST_FILE = 'boost.py';

/** In the package as in the repository. */
const BOOST_SOURCE = fileURLToPath(new URL(`../../../examples/python/${BOOST_FILE}`, import.meta.url));

/** @throws InputError (`unknown-kind`) for a name that is none. */
export function parseKinds(names: readonly string[]): readonly ModelKind[] {
  for (const name of names) {
    if (MODEL_KINDS.some((kind) => kind === name)) continue;
    const near = nearestName(name, MODEL_KINDS);
    throw inputError`unknown-kind: --kinds: "${name}" is no kind of model that init drafts.
      Allowed: net (networks), line (linear models), boost (boosted trees of Python), separated by commas
      Fix: ${near === undefined ? 'Write for instance `--kinds net,line`.' : `Did you mean \`${near}\`?`} Other trainers of yours go into the file by hand, below \`models\`.`;
  }
  return MODEL_KINDS.filter((kind) => names.includes(kind));
}

interface KindsDraft {
  readonly kinds: readonly ModelKind[];
  /** Whole sentences: what races, and what does not, with how it would. */
  readonly reasons: readonly string[];
}

/**
 * What races: what was asked for, or else all that can. `again`: the command that drafts anew, without the kinds.
 * @throws InputError (`boost-packages`) where boosted trees are asked for and Python cannot train them.
 */
export function draftKinds(asked: readonly ModelKind[] | undefined, again: string): KindsDraft {
  if (asked !== undefined && !asked.includes('boost')) return { kinds: asked, reasons: [] };
  const python = lookForBoosting();
  if ('found' in python) {
    const kinds = asked ?? MODEL_KINDS;
    return { kinds, reasons: [`${racedText(kinds)}, of ${python.found} by ${BOOST_FILE}. Fewer: --kinds.`] };
  }
  if (asked === undefined) {
    const kinds = MODEL_KINDS.filter((kind) => kind !== 'boost');
    return {
      kinds,
      reasons: [
        `${racedText(kinds)}. Boosted trees are not raced: ${python.missing}. To race them, too:\n  ${INSTALL}\n  ${again} --kinds ${MODEL_KINDS} --force`,
      ],
    };
  }
  throw inputError`boost-packages: --kinds: boosted trees (\`boost\`) need packages of Python: ${python.missing}.
    Allowed: a python3 on PATH with numpy and one of xgboost and scikit-learn
    Fix: ${INSTALL}, or leave \`boost\` out of --kinds.`;
}

const INSTALL = 'python3 -m pip install numpy xgboost';

const NAMES: Readonly<Record<ModelKind, string>> = {
  net: 'networks (`net`)',
  line: 'linear models (`line`)',
  boost: 'boosted trees (`boost`)',
};

function racedText(kinds: readonly ModelKind[]): string {
  const names = kinds.map((kind) => NAMES[kind]);
  return `In the race: ${names.slice(0, -1).join(', ')}${names.length > 1 ? ' and ' : ''}${names.at(-1)}`;
}

/** Longer than Python takes to find its packages. */
const PATIENCE_MS = 60_000;

/** Finds packages without loading them, which takes seconds. */
const PROGRAM = `
from importlib.util import find_spec
print(" ".join(name for name in ("numpy", "xgboost", "sklearn") if find_spec(name)))
`;

type Boosting = { readonly found: string } | { readonly missing: string };

function lookForBoosting(): Boosting {
  const { error, status, stdout } = spawnSync('python3', ['-c', PROGRAM], { encoding: 'utf8', timeout: PATIENCE_MS });
  if (error !== undefined || status !== 0) return { missing: 'there is no python3 that works' };
  const packages = stdout.trim().split(' ');
  if (!packages.includes('numpy')) return { missing: 'python3 has no numpy' };
  if (packages.includes('xgboost')) return { found: 'XGBoost' };
  if (packages.includes('sklearn')) return { found: 'scikit-learn' };
  return { missing: 'python3 has neither xgboost nor scikit-learn' };
}

/**
 * The script of boosted trees for `folder`; undefined where it is there already, as it is.
 * @throws InputError (`file-exists`) where another file has its name: what it holds may be the user's own.
 */
export function boostScript(folder: string, kinds: readonly ModelKind[]): string | undefined {
  if (!kinds.includes('boost')) return undefined;
  const text = readFileSync(BOOST_SOURCE, 'utf8');
  const path = join(folder, BOOST_FILE);
  if (!existsSync(path)) return text;
  if (readFileSync(path, 'utf8') === text) return undefined;
  throw inputError`file-exists: ${path} already exists, differs from the script that init writes for boosted trees, and was left unchanged.
    Allowed: a folder without it, or with the same
    Fix: Give it another name, draft into another folder, or leave boosted trees out: --kinds net,line`;
}
