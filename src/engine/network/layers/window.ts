/** @file A window that moves over a map or a sequence: where it lies, and what operators of an exported model are told of it. */
import { expectPositions, shapeText } from './fit.js';
import { type Extent, type Padding, parseExtent, placeWindows, type Windows } from './geometry.js';
import { LayerMisfit } from './layer.js';

interface WindowSettings {
  readonly size: number | string;
  readonly stride: number | string;
  readonly padding: Padding;
}

/** A window on an input of some shape; of a sequence, which is one cell wide, sizes are [positions, 1]. */
interface MovingWindow {
  readonly windows: Windows;
  readonly size: Extent;
  readonly strides: Extent;
  /** Of the input. */
  readonly channels: number;
  /** The shape that comes out with so many channels. */
  outputShape(channels: number): readonly number[];
  /** Along the axes of positions in an exported model. */
  readonly exported: {
    readonly kernel_shape: readonly number[];
    readonly strides: readonly number[];
    readonly pads: readonly number[];
  };
}

/** `name` is what people call the window: `kernel`. Throws a {@link LayerMisfit} where it does not fit the input. */
export function moveWindow(inputShape: readonly number[], name: string, settings: WindowSettings): MovingWindow {
  const { extent, channels } = expectPositions(inputShape);
  const isSequence = inputShape.length === 2;
  const [size, strides] = [settings.size, settings.stride].map((value) =>
    isSequence ? parseLength(value, inputShape) : parseExtent(value),
  ) as [Extent, Extent];
  const windows = placeWindows(extent, size, strides, settings.padding);
  const along = <Value>([rows, columns]: readonly [Value, Value]): Value[] => (isSequence ? [rows] : [rows, columns]);
  if (windows.extent.some((count) => count < 1)) {
    throw new LayerMisfit(
      isSequence
        ? `a ${name} of ${size[0]} positions is longer than its input, a sequence of ${extent[0]}`
        : `a ${name} of ${size.join('x')} does not fit its input of shape ${shapeText(inputShape)}`,
    );
  }
  const [top, left, bottom, right] = windows.pads;
  return {
    windows,
    size,
    strides,
    channels,
    outputShape: (count) => [...along(windows.extent), count],
    exported: {
      kernel_shape: along(size),
      strides: along(strides),
      pads: [...along([top, left]), ...along([bottom, right])],
    },
  };
}

function parseLength(value: number | string, inputShape: readonly number[]): Extent {
  if (typeof value === 'number') return [value, 1];
  throw new LayerMisfit(
    `${value} is a size of rows x columns, but its input of ${shapeText(inputShape)} is a sequence: a single number, of positions`,
  );
}
