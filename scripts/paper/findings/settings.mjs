/** @file What moves Models 1 and 2 within, below or beyond the published ranges: one training setting changed at a time. */
import { figureOf, isReplicate, lossOf, markdownTable, rowsOf, show, showInterval } from '../say.mjs';

const UNCHANGED = 'as published';

/** Where the models differ, for people: the optimizer tells Model 1 (NAdam) from Model 2 (AdamW). */
function describe(configuration, published) {
  const changes = [];
  const { optimizer, schedule, inputs, target } = configuration;
  if (optimizer.weightDecay !== published.optimizer.weightDecay) changes.push(`weight decay ${optimizer.weightDecay}`);
  if (optimizer.learningRate !== published.optimizer.learningRate)
    changes.push(`learning rate ${optimizer.learningRate}`);
  if (schedule.name !== 'constant') changes.push(`${schedule.name} schedule`);
  if (inputs !== published.inputs) changes.push(`inputs: ${inputs}`);
  if (target.scale !== published.target.scale) changes.push(`target: ${target.scale}`);
  return changes.length === 0 ? UNCHANGED : changes.join(', ');
}

export function settings({ tables, published }) {
  const models = tables['energy-b'];
  if (models === undefined) return undefined;
  const sections = ['model-1', 'model-2'].map((model) => {
    const base = models.candidates.find(({ name }) => name === model)?.configuration;
    if (base === undefined) return [];
    const own = rowsOf(models).filter(
      (row) =>
        row.size === 32000 &&
        isReplicate(row) &&
        row.configuration.optimizer?.name === base.optimizer.name &&
        isOneChange(row.configuration, base),
    );
    const names = [...new Set(own.map(({ candidate }) => candidate))];
    return names.map((candidate) => {
      const rows = own.filter((row) => row.candidate === candidate);
      const losses = rows.map(lossOf);
      return { model, setting: describe(rows[0].configuration, base), losses, median: figureOf(losses, 'median') };
    });
  });
  const found = sections.flat();
  if (found.filter(({ setting }) => setting !== UNCHANGED).length < 3) return undefined;
  const paper = published.models;
  const title = (model) => (model === 'model-1' ? 'Model 1' : 'Model 2');
  const best = (model) =>
    found
      .filter((one) => one.model === model)
      .reduce((left, right) => (right.median.value < left.median.value ? right : left));
  /** What a setting does to both models, where both have it. */
  const medianWith = (setting) => {
    const pairs = ['model-1', 'model-2'].map((model) =>
      [UNCHANGED, setting].map(
        (one) => found.find((other) => other.model === model && other.setting === one)?.median.value,
      ),
    );
    if (pairs.flat().includes(undefined)) return undefined;
    const told = pairs.map(
      ([before, after], index) => `Model ${index + 1}'s median from ${show(before)} to ${show(after)}`,
    );
    return `A ${setting} takes ${told.join(', ')}: ${pairs.every(([before, after]) => after < before) ? 'at a constant rate the last steps are too large.' : 'it does not help both.'} `;
  };
  return {
    title: 'What moves Models 1 and 2: one setting at a time',
    paper: `Model 1 with ${paper['model-1'].trained}; Model 2 with ${paper['model-2'].trained}. Whether the rate followed a schedule is not known here.`,
    here: markdownTable(
      ['model', 'setting', 'instances', 'median', 'range', 'published range'],
      found.map(({ model, setting, losses, median }) => [
        title(model),
        setting,
        `${losses.length}`,
        showInterval(median),
        losses.length < 2 ? '–' : `${show(Math.min(...losses))} to ${show(Math.max(...losses))}`,
        `${show(paper[model].low, 2)} to ${show(paper[model].high, 2)}`,
      ]),
    ),
    verdict: ['model-1', 'model-2']
      .filter((model) => found.some((one) => one.model === model))
      .map((model) => `${title(model)} is lowest with ${best(model).setting} (${show(best(model).median.value)}).`)
      .join(' '),
    why: `${medianWith('cosine schedule') ?? ''}L2 joins the gradient: it weighs the more the smaller the gradient of the loss is, and the root of the relative squared error has one that does not fade. Decoupled decay never meets the gradient, so that the root changes nothing of it.`,
  };
}

/** A factor's level changes one setting of the base. */
function isOneChange({ layers }, base) {
  return JSON.stringify(layers) === JSON.stringify(base.layers);
}
