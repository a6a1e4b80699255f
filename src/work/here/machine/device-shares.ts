/** @file Shares out devices to the places of a machine: each place has its own, or a share of one, and sees no other. */

/** `perTrial`: a whole number of devices, or a share of one, above 0. */
export interface DeviceShares {
  /** Places that have what a trial needs. */
  readonly places: number;
  /** What the processes of a place find in their environment. Places from `places` on begin again with the first device. */
  environmentOf(place: number): Readonly<Record<string, string>>;
}

/** Where trials have no devices: as many places as anybody likes, and nothing in the environment. */
export const NO_DEVICES: DeviceShares = { places: Number.POSITIVE_INFINITY, environmentOf: () => ({}) };

/** 1 / 3 is not quite a third. */
const ROUNDING = 1e-9;

export function shareDevices(devices: readonly string[], perTrial: number): DeviceShares {
  const groups =
    perTrial >= 1
      ? Array.from({ length: Math.floor(devices.length / perTrial) }, (_, index) =>
          devices.slice(index * perTrial, (index + 1) * perTrial),
        )
      : devices.map((device) => [device]);
  const sharers = perTrial >= 1 ? 1 : Math.floor(1 / perTrial + ROUNDING);
  return {
    places: groups.length * sharers,
    // Neighbours have different devices, so that a few trials spread over all of them.
    environmentOf: (place) => ({ CUDA_VISIBLE_DEVICES: (groups[place % groups.length] ?? []).join(',') }),
  };
}
