/**
 * @file An optimizer: element-wise arithmetic on vectors of parameters. Whatever depends on the
 * step or on its settings is a coefficient, a number fed at run time, so that candidates which differ in these alone
 * share a compiled graph.
 */
import { z } from 'zod';
import type { Tensor } from '../graph/tensor.js';
import { type GraphSettings, graphSettings } from '../graph-settings.js';
import { type Kind, kindOf } from '../kinds.js';

interface Update {
  readonly parameters: Tensor;
  readonly states: readonly Tensor[];
}

/** Its part of a training graph. */
export interface OptimizerGraph {
  /** Initial value of each state, which has one element per parameter. */
  readonly initialStates: readonly number[];
  /** How many coefficients a step is fed. */
  readonly coefficientCount: number;
  /** One step; coefficients come as scalars in their order. */
  update(parameters: Tensor, gradient: Tensor, states: readonly Tensor[], coefficients: readonly Tensor[]): Update;
}

export interface Optimizer extends OptimizerGraph {
  /** What its graph is built from. */
  readonly graphSettings: object;
  /** Before the schedule. */
  readonly learningRate: number;
  /** The coefficients of step 1, 2, ... at this learning rate. */
  coefficientsAt(step: number, learningRate: number): readonly number[];
}

/** What every optimizer has. */
const ofAll = z.object({ learningRate: z.number() });

type OptimizerFields = Kind<Optimizer>['fields'] & { readonly learningRate: z.ZodType<number> };

/** Makes a kind from its parts; `graph` is given nothing but what graphs see of the settings. */
export function optimizerKind<Fields extends OptimizerFields>(kind: {
  readonly name: string;
  readonly meaning: string;
  readonly fields: Fields;
  graph(settings: GraphSettings<Fields>): OptimizerGraph;
  coefficients(settings: z.output<z.ZodObject<Fields>>): Optimizer['coefficientsAt'];
}): Kind<Optimizer> {
  const { name, meaning, fields, graph, coefficients } = kind;
  return kindOf({
    name,
    meaning,
    fields,
    build: (settings): Optimizer => {
      const seen = graphSettings(fields, settings);
      return {
        ...graph(seen),
        graphSettings: { name, ...seen },
        learningRate: ofAll.parse(settings).learningRate,
        coefficientsAt: coefficients(settings),
      };
    },
  });
}
