/** @file The type of a candidate's configuration, as it follows from the space that candidates are built from. */
import type { JsonObject } from '../../core/index.js';

type Plain = null | boolean | number | string;

/** What a space (or one of a list of spaces) makes of its candidates' configurations; any object where it is not known. */
export type ConfigurationOf<Space> = unknown extends Space
  ? JsonObject
  : Space extends readonly (infer Each)[]
    ? ConfigurationOf<Each>
    : Space extends { readonly oneOf: readonly (infer Alternative)[] }
      ? ConfigurationOf<Alternative>
      : Settings<Space>;

/** A setting that may be left out (an alternative is null) may be missing in the configuration. */
type Settings<Space> = Simplify<
  { readonly [Key in keyof Space as undefined extends Setting<Space[Key]> ? never : Key]: Setting<Space[Key]> } & {
    readonly [Key in keyof Space as undefined extends Setting<Space[Key]> ? Key : never]?: Exclude<
      Setting<Space[Key]>,
      undefined
    >;
  }
>;

/** A list of plain values is a choice; a list of objects a sequence; `oneOf` any choice; `value` the thing itself; a range a number. */
type Setting<Value> = Value extends Plain
  ? Value
  : Value extends { readonly value: infer Literal }
    ? Literal
    : Value extends { readonly oneOf: readonly (infer Alternative)[] }
      ? Choice<Alternative>
      : Value extends { readonly range: readonly [number, number] }
        ? Exclude<keyof Value, 'range' | 'scale' | 'integer' | 'step' | 'default'> extends never
          ? number
          : Settings<Value>
        : Value extends readonly (infer Element)[]
          ? [Element] extends [Plain]
            ? Element
            : readonly Exclude<Setting<Element>, undefined>[]
          : Settings<Value>;

type Choice<Alternative> = Alternative extends null ? undefined : Setting<Alternative>;

type Simplify<Type> = { readonly [Key in keyof Type]: Type[Key] };
