/**
 * @file A made-up trainer whose losses are sums, products and quotients alone: equal to the last bit on every machine. It is a module, so
 * that it trains in this process, in worker processes and on workers elsewhere.
 */

/** A number from 0 below 1, another for each seed and salt. */
const share = (seed, salt) => (((seed % 100_003) * (2 * salt + 1) * 7919 + salt * 104_729) % 65_536) / 65_536;

/**
 * `place` is a candidate's typical loss, `spread` how much its trainings vary, `sampled` and `divided` the parts that follow the sample and
 * the division, `reach` what a larger sample takes away. Shares of its trainings diverge and fail; one that `lacks` a setting never works.
 */
export default function field(configuration, { seeds, streams, fidelity }) {
  const {
    place,
    spread = 0.25,
    sampled = 0,
    divided = 0,
    reach = 0,
    diverging = 0,
    failing = 0,
    lacks,
  } = configuration;
  if (lacks) throw new TypeError("there is no setting 'depth'");
  if (share(seeds.init, 5) < failing) throw new Error('no memory left');
  if (share(seeds.init, 3) < diverging) return Number.NaN;
  const own = spread * share(seeds.init, 8 + Math.round(place * 100));
  const common = share(streams.init, 1) / 16 + sampled * share(seeds.sample, 4) + divided * share(seeds.split ?? 0, 6);
  const size = fidelity.sampleSize === 0 ? 0 : reach / fidelity.sampleSize;
  const loss = 1 + place + own + common + size;
  return { loss, metrics: { accuracy: 1 / loss, waste: loss * loss }, lossPerEpoch: [loss + 1, loss] };
}
