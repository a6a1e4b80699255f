/** @file What is wrong with a file of NumPy's, in words of ours, and how NumPy writes one that can be read. */
import { type ParserFault, type ParserWords, parserFault } from '../../core/index.js';
import { entrySize } from './table-file.js';

/** Of an array, by what its reader said. */
export function npyFault(cause: unknown): ParserFault {
  return parserFault(cause, NPY_WORDS, CUT);
}

/** Of an archive, by what its reader said. */
export function npzFault(cause: unknown): ParserFault {
  return parserFault(cause, NPZ_WORDS, NO_NPZ);
}

/** `held`: its values; `shape` asks for another number of them. */
export function otherCount(held: number, shape: readonly number[]): ParserFault {
  return {
    why: `it holds ${held} values where its shape ${shape.join(' x ')} asks for ${entrySize(shape)}`,
    fix: WRITE_AGAIN,
  };
}

const WRITE_AGAIN = 'Copy the file again, or write it again: numpy.save(path, array).';
const CUT: ParserFault = { why: 'it was cut, or holds more than its array', fix: WRITE_AGAIN };
export const COMPLEX_NUMBERS: ParserFault = {
  why: 'it holds complex numbers',
  fix: 'Write real and imaginary parts as numbers of their own: numpy.stack([array.real, array.imag], axis=-1).',
};
export const SINGLE_VALUE: ParserFault = {
  why: 'it holds a single value, not one entry an example',
  fix: 'Write an array whose first axis counts the examples.',
};
const NPY_WORDS: readonly ParserWords[] = [
  { said: /Not an \.npy file/, why: 'it does not begin as an NPY file does', fix: WRITE_AGAIN },
  {
    said: /Unsupported dtype: \|?O/,
    why: 'it holds objects of Python, of which only Python knows the form',
    fix: 'Write numbers, or texts of one length: numpy.save(path, array.astype("float64")), or array.astype("U").',
  },
  {
    said: /Unsupported dtype: >(\S+)/,
    why: 'its numbers stand with the highest byte first (>$1)',
    fix: 'Write them with the lowest byte first: numpy.save(path, array.astype("<$1")).',
  },
  {
    said: /Unsupported dtype: \|?(\S+)/,
    why: 'its entries are of the kind $1, which is not read',
    fix: 'Write numbers or texts: numpy.save(path, array.astype("float64")), or array.astype("U").',
  },
  {
    said: /Malformed/,
    why: 'it holds records of several fields, or its header is damaged',
    fix: 'Write one array of numbers or texts for each field, together as NPZ: numpy.savez(path, a=..., b=...).',
  },
];
const NO_NPZ: ParserFault = {
  why: 'it is no NPZ archive, or its end is missing',
  fix: 'Copy the file again, or write it again: numpy.savez(path, x=..., y=...).',
};
const NPZ_WORDS: readonly ParserWords[] = [
  { said: /invalid (?:block|length|distance)|EOF/, why: 'it is damaged: an array cannot be unpacked', fix: NO_NPZ.fix },
  {
    said: /unknown compression type (\d+)/,
    why: 'an array is packed in a way that is not read (ZIP method $1)',
    fix: 'Write it with numpy.savez or numpy.savez_compressed.',
  },
];
