/**
 * @file Several trainers as one: each candidate goes to the trainer of its model, which knows nothing of the others. Whatever asks for a
 * trainer asks this one, and needs to know of no models.
 */
import {
  type Candidate,
  candidateOfModel,
  defined,
  ENGINE_VERSION,
  InputError,
  inputError,
  isObject,
  type JsonObject,
  mapValues,
  nameOfModel,
  nearestName,
  type RaceInspector,
  type Trainer,
} from '../../core/index.js';
import type { Dataset } from '../../engine/datasets/index.js';
import { codeOfModels, trainerOfModel } from '../../trainers/index.js';
import { secretsOfModels } from './secrets.js';
import type { BaselineNeeds, TrainerBackend } from './trainer-backend.js';

/** What the identity of evidence says in place of a trainer: each outcome knows which of them trained it, and by which code. */
const IDENTITY = 'models';

/** Trainers by the names of their models, at least one. */
type Backends = Readonly<Record<string, TrainerBackend>>;

/** @throws InputError for models whose losses cannot be compared. */
export function combineBackends(backends: Backends, dataset: Dataset | undefined): TrainerBackend {
  const all = Object.values(backends);
  const own = (candidate: Candidate) => ({
    backend: backends[modelIn(candidate.configuration, backends)] as TrainerBackend,
    candidate: candidateOfModel(candidate),
  });
  const inspector = inspectorOf(backends);
  const code = codeOfModels(
    Object.entries(backends).map(([name, { identity, code: watched }]) => ({
      name,
      identity,
      ...defined({ watched }),
    })),
  );
  const poolCount = all.find((one) => one.poolCount !== undefined)?.poolCount;
  const hasModels = all.every(({ models }) => models !== undefined);
  const seen: SeenLosses = { models: new Set(), losses: new Map() };
  return {
    identity: IDENTITY,
    // Whichever of its models a run has now: another may come.
    ...(dataset === undefined ? {} : { engine: ENGINE_VERSION }),
    code,
    secrets: secretsOfModels(mapValues(backends, ({ secrets }) => secrets)),
    ...defined({ inspector, dataset, poolCount }),
    tell: (configuration) => {
      const model = modelIn(configuration, backends);
      const tell = backends[model]?.tell;
      if (tell === undefined) throw untold(model);
      return tell(configuration[model] as JsonObject);
    },
    checkCandidates: (candidates) => {
      for (const [model, backend] of Object.entries(backends)) {
        const of = candidates.filter(({ configuration }) => nameOfModel(configuration) === model);
        backend.checkCandidates?.(of.map(candidateOfModel));
      }
      requireOneLoss(candidates, own, seen);
    },
    takesThreads: all.some(({ takesThreads }) => takesThreads),
    checksSeeds: all.some(({ checksSeeds }) => checksSeeds),
    requireReady: async () => {
      for (const backend of all) await backend.requireReady?.();
    },
    training: {
      runs: 'by-model',
      models: Object.fromEntries(
        Object.entries(backends).flatMap(([name, { training }]) =>
          training.runs === 'by-model' ? [] : [[name, training]],
        ),
      ),
    },
    createTrainer: async (stretch) => dispatchingTrainer((candidate) => own(candidate).backend.createTrainer(stretch)),
    baselines: (candidate: Candidate, needs: BaselineNeeds) => {
      const { backend, candidate: stripped } = own(candidate);
      return backend.baselines?.(stripped, needs) ?? [];
    },
    ...(hasModels ? { models: modelsOf(own) } : {}),
    of: own,
  };
}

type OwnOf = NonNullable<TrainerBackend['of']>;

/** Where each of them makes models. */
function modelsOf(own: OwnOf): NonNullable<TrainerBackend['models']> {
  const of = (candidate: Candidate) => {
    const { backend, candidate: stripped } = own(candidate);
    return [backend.models as NonNullable<TrainerBackend['models']>, stripped] as const;
  };
  return {
    open: (candidate, ...rest) => {
      const [models, stripped] = of(candidate);
      return models.open(stripped, ...rest);
    },
    refit: async (candidate, ...rest) => {
      const [models, stripped] = of(candidate);
      return models.refit?.(stripped, ...rest);
    },
    run: (candidate, ...rest) => {
      const [models, stripped] = of(candidate);
      return models.run(stripped, ...rest);
    },
    evaluateKept: async (candidate, ...rest) => {
      const [models, stripped] = of(candidate);
      return models.evaluateKept?.(stripped, ...rest);
    },
  };
}

/** Makes the trainer of a model when its first trial comes. */
function dispatchingTrainer(create: (candidate: Candidate) => Promise<Trainer>): Trainer {
  const made = new Map<string, Promise<Trainer>>();
  return {
    train: async (candidate, trial, context) => {
      const model = nameOfModel(candidate.configuration);
      const trainer = made.get(model) ?? create(candidate);
      made.set(model, trainer);
      return trainerOfModel(await trainer).train(candidate, trial, context);
    },
    close: async () => {
      await Promise.all(Array.from(made.values(), async (trainer) => (await trainer).close?.()));
    },
  };
}

/** Undefined where none of them can look at configurations. */
function inspectorOf(backends: Backends): RaceInspector | undefined {
  const all = Object.values(backends);
  if (all.every(({ inspector }) => inspector === undefined)) return undefined;
  return {
    ownNames: all.flatMap(({ inspector }) => inspector?.ownNames ?? []),
    complete: (configuration) =>
      withModel(configuration, backends, ({ inspector }, own, model) => ({ [model]: inspector?.complete(own) ?? own })),
    describe: (configuration) => withModel(configuration, backends, ({ inspector }, own) => inspector?.describe(own)),
  };
}

/** What is wrong with settings is said with their model before them. */
function withModel<Made>(
  configuration: JsonObject,
  backends: Backends,
  make: (backend: TrainerBackend, own: JsonObject, model: string) => Made,
): Made {
  const model = modelIn(configuration, backends);
  try {
    return make(backends[model] as TrainerBackend, configuration[model] as JsonObject, model);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const { code, what, allowed, fix } = error;
    throw new InputError({ code, what: `${model}.${what}`, ...defined({ allowed }), fix, cause: error });
  }
}

/** @throws InputError for a configuration that is no model's, or several. */
function modelIn(configuration: JsonObject, backends: Backends): string {
  const keys = Object.keys(configuration);
  const [model = ''] = keys;
  if (keys.length === 1 && Object.hasOwn(backends, model) && isObject(configuration[model])) return model;
  const names = Object.keys(backends);
  const near = nearestName(model, names);
  throw inputError`unknown-model: ${JSON.stringify(configuration).slice(0, 200)} is no candidate of one of the models.
    Allowed: the settings of a candidate below the name of its model, one of ${names.join(', ')}
    Fix: ${near === undefined || near === model ? `Write \`{ ${near ?? names[0]}: { ... } }\`.` : `Did you mean \`${near}\`?`}`;
}

interface SeenLosses {
  readonly models: Set<string>;
  /** The model that had each first. */
  readonly losses: Map<string, string>;
}

/**
 * Losses of several models are ranked together, so that they are one loss: by the same formula, in the same settings.
 * @throws InputError where candidates of two models have different ones.
 * Those of candidates that join later are ranked with the first ones: `seen` is of all so far.
 */
function requireOneLoss(candidates: readonly Candidate[], own: OwnOf, { models, losses }: SeenLosses): void {
  for (const candidate of candidates) {
    const { backend, candidate: stripped } = own(candidate);
    const loss = backend.lossOf?.(stripped);
    if (loss === undefined) continue;
    const model = nameOfModel(candidate.configuration);
    models.add(model);
    if (!losses.has(loss)) losses.set(loss, model);
  }
  const [one, other] = [...losses];
  if (one === undefined || other === undefined || models.size < 2) return;
  const [name] = one[0].split(' ');
  throw inputError`models-losses: The losses of candidates differ, ${one[0]} (${one[1]}) and ${other[0]} (${other[1]}), so that a lower one is not better.
    Allowed: one loss for all candidates of all models
    Fix: Give all the same: among the settings of networks, \`space: { loss: ${name} }\`, and to commands \`trainer: { command: ..., loss: { predictions: ${name} } }\`.`;
}

function untold(model: string): InputError {
  return inputError`constraints-unsupported: require.parameters: the trainer of the model ${model} does not tell how many parameters a configuration has.
    Allowed: \`trainer: network\`; a module or function with \`inspect\`; a command with \`trainer.inspect\`
    Fix: Let the module export \`const inspect = (configuration) => ({ parameters: ... })\`, or name a command that prints it under \`trainer.inspect\`.`;
}
