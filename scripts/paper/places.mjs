/** @file Where the paper's runs, evidence and pages lie, and which Python its peers run in. */
import { existsSync, readFileSync } from 'node:fs';

/** Run folders of all steps; ignored by git. */
export const RUNS = process.env.PAPER_RUNS ?? 'runs/paper-full';

/** Tables that docs/paper.md is made of. */
export const EVIDENCE = process.env.PAPER_EVIDENCE ?? 'data/paper/evidence';

export const PAGE = 'docs/paper.md';

/** The data of each task, as they were fitted and frozen: `data` beyond those of the `experiment`, `cell`: the width of a cell in cm. */
export const STAND_IN = JSON.parse(readFileSync('data/paper/stand-in.json', 'utf8'));

/** Pictures of the page, in two themes. */
export const PICTURES = 'docs/pictures';

/** Debian's, which has XGBoost and Optuna as packages, or whichever is first. */
export const PYTHON = process.env.PYTHON ?? (existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3');
