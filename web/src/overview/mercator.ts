// The web's map projection and the numbers that both maps share: the world is 512 pixels wide at zoom 0.

const WORLD = 512;
/** Where the projection's square ends. */
const MOST_NORTH = 85.0511287798066;

export function worldX(lon: number): number {
  return (lon + 180) / 360;
}

export function worldY(lat: number): number {
  const held = Math.max(-MOST_NORTH, Math.min(MOST_NORTH, lat));
  return (1 - Math.log(Math.tan(Math.PI / 4 + (held * Math.PI) / 360)) / Math.PI) / 2;
}

export function lonOf(x: number): number {
  return x * 360 - 180;
}

export function latOf(y: number): number {
  return (360 / Math.PI) * Math.atan(Math.exp(Math.PI * (1 - 2 * y))) - 90;
}

/** What of the world a map shows. */
export interface View {
  lon: number;
  lat: number;
  zoom: number;
  width: number;
  height: number;
}

export function scaleOf(view: View): number {
  return WORLD * 2 ** view.zoom;
}

/** Where a point of the unit square falls on the map, in pixels; the copy of the world nearest to the centre. */
export function project(view: View, x: number, y: number): [number, number] {
  const scale = scaleOf(view);
  let dx = x - worldX(view.lon);
  dx -= Math.round(dx);
  return [view.width / 2 + dx * scale, view.height / 2 + (y - worldY(view.lat)) * scale];
}

/** The degrees under a pixel. */
export function unproject(view: View, px: number, py: number): [number, number] {
  const scale = scaleOf(view);
  const lon = lonOf(worldX(view.lon) + (px - view.width / 2) / scale);
  return [((((lon + 180) % 360) + 360) % 360) - 180, latOf(worldY(view.lat) + (py - view.height / 2) / scale)];
}

/** West, south, east, north of what is in view; the whole round where the world is narrower than the map. */
export function areaOf(view: View): [number, number, number, number] {
  const [west, north] = unproject(view, 0, 0);
  const [east, south] = unproject(view, view.width, view.height);
  return view.width >= scaleOf(view) ? [-180, south, 180, north] : [west, south, east, north];
}

/** Metres in a pixel, at a latitude. */
export function metresPerPixel(view: View, lat: number): number {
  return (40_075_016.686 * Math.cos((lat * Math.PI) / 180)) / scaleOf(view);
}

/** The view that holds all points, with room at the edges; `null` for none. */
export function fit(points: { west: number; south: number; east: number; north: number } | null, width: number, height: number, most = 9): View | null {
  if (!points) return null;
  const { west, south, east, north } = points;
  const dx = Math.max(1e-6, worldX(east) - worldX(west));
  const dy = Math.max(1e-6, worldY(south) - worldY(north));
  const zoom = Math.min(Math.log2((width * 0.82) / (dx * WORLD)), Math.log2((height * 0.8) / (dy * WORLD)), most);
  return { lon: (west + east) / 2, lat: latOf((worldY(south) + worldY(north)) / 2), zoom: Math.max(0, zoom), width, height };
}
