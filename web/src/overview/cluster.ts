// What the map shows of the chosen events: towns and sites as points, gathered on a grid of the screen so that never
// more than some hundreds are drawn; provinces and the like as wide rings; countries as shades.
import type { Columns } from '../columns';
import { scaleOf, worldX, worldY, type View } from './mercator';

/** How exactly a place is known, as the map draws it. */
export type Exactness = 'point' | 'wide' | 'country' | 'none';

const EXACTNESS: Record<string, Exactness> = {
  site: 'point', town: 'point', place: 'point', exact: 'point', district: 'wide', admin2: 'wide', region: 'wide', admin1: 'wide', country: 'country', area: 'wide',
};

/** Radius in metres that a wide place may well lie within: a district, a province, a sea or several states. Guesses, 2026-11. */
const REACH: Record<string, number> = { district: 25_000, admin2: 25_000, region: 90_000, admin1: 90_000, area: 300_000 };

export function exactnessOf(precisions: readonly string[]): Exactness[] {
  return precisions.map((p) => EXACTNESS[p] ?? 'none');
}

export interface Mark {
  /** Centre in the unit square. */
  x: number;
  y: number;
  rows: number[];
  /** How many of each family. */
  families: Uint32Array;
  /** 0 for a point, else the reach of a wide place in metres. */
  reach: number;
  lat: number;
  /** Whether its events stand on more than one point, so that going nearer parts them. */
  parts: boolean;
}

/** What never changes about where the events are, worked out once for a case. */
export interface Placed {
  /** In the unit square; NaN for no place. */
  x: Float64Array;
  y: Float64Array;
  /** Drawn as a country's shade. */
  shade: Uint8Array;
  /** 0 for a point, else the reach in metres. */
  reach: Float32Array;
}

export function placeAll(c: Columns): Placed {
  const exactness = exactnessOf(c.precisions);
  const reaches = c.precisions.map((p, i) => (exactness[i] === 'point' ? 0 : (REACH[p] ?? 90_000)));
  return {
    x: Float64Array.from(c.lon, worldX),
    y: Float64Array.from(c.lat, worldY),
    shade: Uint8Array.from(c.precision, (p, row) => (exactness[p] === 'country' && c.country[row] ? 1 : 0)),
    reach: Float32Array.from(c.precision, (p) => reaches[p] ?? 0),
  };
}

export interface Seen {
  marks: Mark[];
  /** How many events are told only of each country, by its number in the columns. */
  countries: Uint32Array;
  /** Events in view as points or wide places. */
  inView: number;
  noPlace: number;
}

/** Side of a grid's square in pixels. */
const SQUARE = 46;
/** How far outside the view is still drawn, in pixels. */
const MARGIN = 40;

export function see(c: Columns, rows: Uint32Array, families: Uint8Array, familyCount: number, placed: Placed, view: View): Seen {
  const seen: Seen = { marks: [], countries: new Uint32Array(c.countries.length), inView: 0, noPlace: 0 };
  const squares = new Map<string | number, Mark>();
  const across = Math.ceil(view.width / SQUARE) + 4;
  const scale = scaleOf(view);
  const middleX = worldX(view.lon);
  const middleY = worldY(view.lat);
  for (const row of rows) {
    if (placed.shade[row]) {
      seen.countries[c.country[row]!]!++;
      continue;
    }
    const x = placed.x[row]!;
    const y = placed.y[row]!;
    if (x !== x || y !== y) {
      seen.noPlace++;
      continue;
    }
    const dx = x - middleX;
    const px = view.width / 2 + (dx - Math.round(dx)) * scale;
    const py = view.height / 2 + (y - middleY) * scale;
    if (px < -MARGIN || py < -MARGIN || px > view.width + MARGIN || py > view.height + MARGIN) continue;
    seen.inView++;
    const reach = placed.reach[row]!;
    // Wide places keep their own centre: gathering two provinces into one would be a lie.
    const key = reach ? `${reach},${x},${y}` : (Math.floor(py / SQUARE) + 2) * across + Math.floor(px / SQUARE) + 2;
    let mark = squares.get(key);
    if (!mark) squares.set(key, (mark = { x, y, rows: [], families: new Uint32Array(familyCount), reach, lat: c.lat[row]!, parts: false }));
    const n = mark.rows.length;
    if (n && (Math.abs(mark.x - x) > 1e-7 || Math.abs(mark.y - y) > 1e-7)) mark.parts = true;
    mark.x += (x - mark.x) / (n + 1);
    mark.y += (y - mark.y) / (n + 1);
    mark.rows.push(row);
    mark.families[families[c.type[row]!]!]!++;
  }
  const marks = [...squares.values()];
  const points = gather(marks.filter((m) => !m.reach), view);
  seen.marks = [...marks.filter((m) => m.reach).sort((a, b) => b.reach - a.reach), ...points];
  return seen;
}

/** Marks nearer than this to a greater one go into it, in pixels: a grid alone leaves neighbours on its lines overlapping. */
const TOO_NEAR = 30;

/** The greatest first. */
function gather(points: Mark[], view: View): Mark[] {
  points.sort((a, b) => b.rows.length - a.rows.length);
  const near = (TOO_NEAR / scaleOf(view)) ** 2;
  const kept: Mark[] = [];
  for (const mark of points) {
    const into = kept.find((k) => (k.x - mark.x) ** 2 + (k.y - mark.y) ** 2 < near);
    if (into) takeIn(into, mark);
    else kept.push(mark);
  }
  return kept;
}

function takeIn(into: Mark, mark: Mark) {
  const all = into.rows.length + mark.rows.length;
  into.parts ||= mark.parts || into.x !== mark.x || into.y !== mark.y;
  into.x += ((mark.x - into.x) * mark.rows.length) / all;
  into.y += ((mark.y - into.y) * mark.rows.length) / all;
  for (const row of mark.rows) into.rows.push(row);
  mark.families.forEach((n, f) => (into.families[f]! += n));
}

/** The box that holds the chosen events with a place; countries count by their own point. */
export function boxOf(c: Columns, rows: ArrayLike<number>): { west: number; south: number; east: number; north: number } | null {
  const box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity };
  for (let i = 0; i < rows.length; i++) {
    const lat = c.lat[rows[i]!]!;
    const lon = c.lon[rows[i]!]!;
    if (Number.isNaN(lat)) continue;
    box.west = Math.min(box.west, lon);
    box.east = Math.max(box.east, lon);
    box.south = Math.min(box.south, lat);
    box.north = Math.max(box.north, lat);
  }
  return box.west <= box.east ? box : null;
}

/** Radius of a mark in pixels: its area grows with its events, slowly. */
export function radiusOf(n: number): number {
  return n === 1 ? 6 : Math.min(26, 8 + 3.2 * Math.log2(n));
}
