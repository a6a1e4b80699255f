/**
 * @file Reproducible random numbers. The 128 bits of state for a named use are the first bytes of SHA-256 over its
 * names, so no two uses overlap by arithmetic accident; the generator is xoroshiro128+ (Blackman and Vigna 2021,
 * doi 10.1145/3460772) as pure-rand implements it.
 */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import { sha256Bytes } from './sha256.js';

/** A stateful source of random numbers; two made from the same names give the same sequence. */
export interface Random {
  /** Uniform in [0, 1), 53 random bits. */
  uniform(): number;
  /** Standard normal, mean 0 and variance 1 (Box-Muller 1958, doi 10.1214/aoms/1177706645). */
  normal(): number;
  /** Uniform integer in [0, bound), bound in 1 ... 2^31; unbiased. */
  below(bound: number): number;
}

/** A generator whose whole state is derived from `names`; their order and boundaries matter. */
export function randomFrom(...names: readonly (string | number)[]): Random {
  const digest = digestOf(names);
  const generator = xoroshiro128plusFromState([0, 4, 8, 12].map((offset) => digest.getInt32(offset, true)));
  let spareNormal: number | undefined;
  return {
    uniform: () => uniformFloat64(generator),
    normal: () => {
      if (spareNormal !== undefined) {
        const spare = spareNormal;
        spareNormal = undefined;
        return spare;
      }
      const radius = Math.sqrt(-2 * Math.log(1 - uniformFloat64(generator)));
      const angle = 2 * Math.PI * uniformFloat64(generator);
      spareNormal = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    },
    below: (bound) => uniformInt(generator, 0, bound - 1),
  };
}

/** A non-negative 31-bit seed for programs that take one integer, derived from `names`. */
export function seedFrom(...names: readonly (string | number)[]): number {
  return digestOf(names).getUint32(16, true) >>> 1;
}

/** The integers 0 ... count-1 in random order (Fisher-Yates). */
export function permutation(count: number, random: Random): Int32Array {
  const order = Int32Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const chosen = random.below(last + 1);
    const kept = order[last] as number;
    order[last] = order[chosen] as number;
    order[chosen] = kept;
  }
  return order;
}

function digestOf(names: readonly (string | number)[]): DataView {
  const { buffer, byteOffset } = sha256Bytes(JSON.stringify(['surefoot/random/1', ...names]));
  return new DataView(buffer, byteOffset);
}
