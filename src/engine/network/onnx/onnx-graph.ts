/**
 * @file Writes ONNX graphs node by node. Values are their names; the operators' meaning is that of the ONNX operator
 * specification, opset 17.
 */
import { ModelProto } from './schema.js';

/** Types of the elements of values that flow through a graph. */
export type ElementType = 'float32' | 'float64' | 'int32' | 'bool' | 'string';

/** ONNX TensorProto.DataType. */
const DATA_TYPES: Readonly<Record<ElementType | 'int64', number>> = {
  float32: 1,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  float64: 11,
};

/** Operators on texts and tables: https://onnx.ai/onnx/operators/index_ml.html */
export const ML_DOMAIN = 'ai.onnx.ml';

/** ONNX AttributeProto.AttributeType. */
const ATTRIBUTE_TYPES = { float: 1, int: 2, string: 3, graph: 5, ints: 7, strings: 8 } as const;

/** Integers and integer lists as they are; floats must say so, because ONNX tells them apart. */
type Attribute =
  | number
  | string
  | readonly number[]
  | { readonly float: number }
  | { readonly strings: readonly string[] }
  | { readonly graph: OnnxGraph };

/** A number, or the name of a dimension known at run time only. */
type Dimension = number | string;

export class OnnxGraph {
  readonly #name: string;
  readonly #prefix: string;
  readonly #nodes: object[] = [];
  readonly #initializers: object[] = [];
  readonly #inputs: object[] = [];
  readonly #outputs: object[] = [];
  readonly #constants = new Map<string, string>();
  #count = 0;
  #usesMl = false;

  /** `prefix` keeps the names of nested graphs apart from those of the graphs around them. */
  constructor(name: string, prefix = '') {
    this.#name = name;
    this.#prefix = prefix;
  }

  /** Adds a node and returns the name of its only output, which is `output` where given. `domain`: of other operators than ONNX's own. */
  node(
    opType: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
    output = this.#fresh(),
    domain = '',
  ): string {
    this.nodes(opType, inputs, attributes, [output], domain);
    return output;
  }

  /** The same values as elements of another type. */
  cast(value: string, type: ElementType | 'int64'): string {
    return this.node('Cast', [value], { to: DATA_TYPES[type] });
  }

  /** Elements `start` to before `end` along an axis. */
  slice(value: string, axis: number, start: number, end: number, output?: string): string {
    return this.node('Slice', [value, ...[start, end, axis].map((one) => this.integers([one]))], {}, output);
  }

  /** Adds a node with the given output names. */
  nodes(
    opType: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>>,
    outputs: readonly string[],
    domain = '',
  ): void {
    const attribute = Object.entries(attributes).map(([name, value]) => encodeAttribute(name, value));
    const own = domain === '' ? {} : { domain };
    this.#usesMl ||= domain === ML_DOMAIN;
    this.#nodes.push({ name: `${opType}:${outputs[0]}`, opType, input: inputs, output: outputs, attribute, ...own });
  }

  input(name: string, type: ElementType, shape: readonly Dimension[]): string {
    this.#inputs.push(describeValue(name, type, shape));
    return name;
  }

  output(name: string, type: ElementType, shape: readonly Dimension[]): void {
    this.#outputs.push(describeValue(name, type, shape));
  }

  /** A float32 tensor stored in the graph. */
  floats(values: Float32Array, shape: readonly number[], name = this.#fresh()): string {
    return this.#initialize(name, 'float32', shape, values);
  }

  int32s(values: Int32Array, shape: readonly number[]): string {
    return this.#initialize(this.#fresh(), 'int32', shape, values);
  }

  int64s(values: Int32Array | readonly number[], shape: readonly number[]): string {
    return this.#initialize(this.#fresh(), 'int64', shape, BigInt64Array.from(values, BigInt));
  }

  /** A float64 scalar. */
  double(value: number): string {
    return this.#once(`double ${value}`, () => this.#initialize(this.#fresh(), 'float64', [], Float64Array.of(value)));
  }

  /** A one-dimensional tensor of texts. */
  strings(values: readonly string[]): string {
    const name = this.#fresh();
    const stringData = values.map((value) => new TextEncoder().encode(value));
    this.#initializers.push({ name, dims: [values.length], dataType: DATA_TYPES.string, stringData });
    return name;
  }

  /** A float32 scalar, stored once however often it is asked for. */
  scalar(value: number): string {
    return this.#once(`scalar ${value}`, () => this.floats(Float32Array.of(value), []));
  }

  /** A one-dimensional int64 tensor (a shape, axes, ...), stored once however often it is asked for. */
  integers(values: readonly number[]): string {
    return this.#once(`integers ${values}`, () => this.int64s(values, [values.length]));
  }

  /** Domains of operators that are not ONNX's own, with the version that is meant. */
  otherDomains(): readonly object[] {
    return this.#usesMl ? [{ domain: ML_DOMAIN, version: 2 }] : [];
  }

  /** The graph as a GraphProto. */
  toProto(): object {
    return {
      name: this.#name,
      node: this.#nodes,
      initializer: this.#initializers,
      input: this.#inputs,
      output: this.#outputs,
    };
  }

  #fresh(): string {
    return `${this.#prefix}${this.#count++}`;
  }

  #once(key: string, make: () => string): string {
    const known = this.#constants.get(key);
    if (known !== undefined) return known;
    const name = make();
    this.#constants.set(key, name);
    return name;
  }

  #initialize(name: string, type: ElementType | 'int64', dims: readonly number[], values: ArrayBufferView): string {
    // ONNX raw data is little-endian, as every machine ONNX Runtime has binaries for.
    const rawData = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.#initializers.push({ name, dims, dataType: DATA_TYPES[type], rawData });
    return name;
  }
}

/** The bytes of a `.onnx` file with this graph. `metadata` becomes the model's `metadata_props`. */
export function encodeModel(graph: OnnxGraph, metadata: Readonly<Record<string, string>> = {}): Uint8Array {
  const message = {
    irVersion: 8,
    producerName: 'surefoot',
    opsetImport: [{ domain: '', version: 17 }, ...graph.otherDomains()],
    graph: graph.toProto(),
    metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
  };
  return ModelProto.encode(ModelProto.create(message)).finish();
}

function encodeAttribute(name: string, value: Attribute): object {
  if (typeof value === 'number') return { name, type: ATTRIBUTE_TYPES.int, i: value };
  if (typeof value === 'string') return { name, type: ATTRIBUTE_TYPES.string, s: new TextEncoder().encode(value) };
  if ('float' in value) return { name, type: ATTRIBUTE_TYPES.float, f: value.float };
  if ('strings' in value) {
    return {
      name,
      type: ATTRIBUTE_TYPES.strings,
      strings: value.strings.map((text) => new TextEncoder().encode(text)),
    };
  }
  if ('graph' in value) return { name, type: ATTRIBUTE_TYPES.graph, g: value.graph.toProto() };
  return { name, type: ATTRIBUTE_TYPES.ints, ints: value };
}

function describeValue(name: string, type: ElementType, shape: readonly Dimension[]): object {
  const dim = shape.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType: DATA_TYPES[type], shape: { dim } } } };
}
