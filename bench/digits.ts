/** @file Puts the digits where the compiled sources of a bench look for them: whatever trains on them imports this. */
import { cpSync } from 'node:fs';

cpSync('examples/digits.npz', new URL('../examples/digits.npz', import.meta.url));
