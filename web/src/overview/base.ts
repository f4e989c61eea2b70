// What lies under the marks: a map that can be moved. Two make it: `baseGl.ts` with MapLibre, `baseFlat.ts` with plain SVG
// where there is no WebGL.
import type { View } from './mercator';

/** Share of each country's events, 0 to 1, by ISO code. */
export type Shades = Map<string, number>;

export interface Base {
  /** Plain SVG, not GL. */
  flat: boolean;
  /** What is in view now. */
  view(): View;
  /** Moves there; at once where `still`. */
  show(view: Pick<View, 'lon' | 'lat' | 'zoom'>, still?: boolean): void;
  zoom(by: number): void;
  shade(shades: Shades): void;
  /** Colours or language have changed. */
  restyle(): void;
  remove(): void;
}

export interface BaseEvents {
  /** While it moves, each frame. */
  moving: () => void;
  /** When it has come to rest. */
  rested: () => void;
}

/** Greatest zoom: about a street. */
export const NEAREST = 14;

/** Whether this browser draws WebGL 2 at all. */
export function drawsGl(): boolean {
  try {
    return !!document.createElement('canvas').getContext('webgl2');
  } catch {
    return false;
  }
}
