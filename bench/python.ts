/** @file Debian's Python for what we are measured beside, with as many threads as it is meant to have and no more. */

export const PYTHON = '/usr/bin/python3';

/** Each library has a variable of its own. Debian's OpenBLAS, which PyTorch calls, does not heed `torch.set_num_threads`. */
const THREAD_VARIABLES = [
  'OPENBLAS_NUM_THREADS',
  'OMP_NUM_THREADS',
  'MKL_NUM_THREADS',
  'BLIS_NUM_THREADS',
  'NUMEXPR_NUM_THREADS',
];

/** Variables for a Python process of so many threads. */
export function pythonEnvironment(threads: number): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = { ...process.env };
  // Both would slow OpenBLAS down by making it take this processor for another one.
  delete environment.OPENBLAS_CORETYPE;
  delete environment.OPENBLAS_L2_SIZE;
  for (const name of THREAD_VARIABLES) environment[name] = String(threads);
  return environment;
}
