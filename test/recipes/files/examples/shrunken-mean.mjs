/** A trainer in one file: it estimates a mean from a sample and shrinks it; the loss is the squared error. */
export default function train({ shrink }, { seeds, fidelity, report }) {
  if (typeof shrink !== 'number') throw new TypeError(`shrink is ${shrink}, which is not a number`);
  const normal = normals(seeds.sample);
  const count = fidelity.sampleSize || 20;
  let total = 0;
  for (let example = 0; example < count; example++) total += 1 + normal();
  const loss = ((1 - shrink) * (total / count) - 1) ** 2;
  report(loss);
  return { loss, metrics: { bias: -shrink } };
}

/** Equal numbers for equal seeds. */
function normals(seed) {
  let state = seed || 1;
  const uniform = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}
