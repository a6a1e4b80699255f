/** @file Types of published.mjs. */
export interface Box {
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
}

export type PublishedCurve = readonly (Box & { readonly size: number })[];

interface Published {
  readonly boxes: { readonly from: number; readonly to: number } & Readonly<Record<string, unknown>>;
}

type Comparison = 'agree' | 'lower' | 'higher';

export function publishedCurve(published: Published, place: string, bias: 'with' | 'without'): PublishedCurve;

export function publishedBox(curve: PublishedCurve, size: number): Box;

export function boxOf(losses: readonly number[]): Box;

export function compareBoxes(published: Box, own: Box): Comparison;

export function isWithin(published: number, own: { readonly low: number; readonly high: number }): boolean;
