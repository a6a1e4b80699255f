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
  return {
    title: 'What moves Models 1 and 2: one setting at a time',
    paper: `Model 1 with NAdam, learning rate 0.0001, L2 0.01; Model 2 with AdamW, learning rate 0.001, weight decay 0.1. Whether the rate follows a schedule is not said.`,
    here: markdownTable(
      ['model', 'setting', 'instances', 'median', 'range', 'published range'],
      found.map(({ model, setting, losses, median }) => [
        title(model),
        setting,
        `${losses.length}`,
        showInterval(median),
        `${show(Math.min(...losses))} to ${show(Math.max(...losses))}`,
        `${paper[model].low} to ${paper[model].high}`,
      ]),
    ),
    verdict: ['model-1', 'model-2']
      .filter((model) => found.some((one) => one.model === model))
      .map((model) => `${title(model)} is lowest with ${best(model).setting} (${show(best(model).median.value)}).`)
      .join(' '),
    why: 'A few trainings each: enough to see differences of a tenth, not more. With a constant rate the last steps leave the scale of the outputs off by a percent or more, another way every time; that noise is what a schedule takes away. L2 joins the gradient and meets it in size; decoupled decay does not, so that the root in the loss changes nothing of it.',
  };
}

/** A factor's level changes one setting of the base. */
function isOneChange({ layers }, base) {
  return JSON.stringify(layers) === JSON.stringify(base.layers);
}
