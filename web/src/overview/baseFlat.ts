// The map where there is no WebGL: the same countries as one SVG, moved by its transform.
import type { Position } from 'geojson';
import { countryName } from '../places.svelte';
import { t } from '../text.svelte';
import { NEAREST, type Base, type BaseEvents, type Shades } from './base';
import { latOf, lonOf, project, scaleOf, worldX, worldY, type View } from './mercator';
import { loadWorld, type Country } from './world';

const SVG = 'http://www.w3.org/2000/svg';
/** The unit square is drawn this wide, so that its path needs few decimals. */
const UNIT = 4096;

/** The least size of a country that is named, by zoom. */
const LEAST = [1000, 350, 90, 14, 2, 0];

function path(polygons: Position[][][]): string {
  const point = ([lon, lat]: Position) => `${(worldX(lon!) * UNIT).toFixed(1)},${(worldY(lat!) * UNIT).toFixed(1)}`;
  return polygons.flatMap((rings) => rings.map((ring) => `M${ring.map(point).join('L')}Z`)).join('');
}

function element<K extends keyof SVGElementTagNameMap>(name: K, attributes: Record<string, string> = {}): SVGElementTagNameMap[K] {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

/** Makes the map in `container`. Drag, wheel, `+`, `-` and the arrow keys move it. */
export async function makeFlat(container: HTMLElement, start: Pick<View, 'lon' | 'lat' | 'zoom'>, events: BaseEvents): Promise<Base> {
  const world = await loadWorld();
  const at = { lon: start.lon, lat: start.lat, zoom: start.zoom };
  const svg = element('svg', { class: 'flat', tabindex: '0', role: 'application' });
  // It takes the focus for its keys, so it has a name; what it draws is told by the table.
  const land = element('g', { 'aria-hidden': 'true' });
  const shapes = new Map<string, SVGPathElement>();
  for (const { geometry, properties } of world.countries) {
    const shape = element('path', { d: path(geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates), 'vector-effect': 'non-scaling-stroke' });
    if (properties.code) shapes.set(properties.code, shape);
    land.append(shape);
  }
  const names = element('g', { 'aria-hidden': 'true' });
  const labels = world.countries.map(({ properties }) => ({ properties, text: names.appendChild(element('text', { 'text-anchor': 'middle' })) }));
  const name = (p: Country) => (p.code ? countryName(p.code) : p.name);
  function write() {
    svg.setAttribute('aria-label', t('map'));
    for (const { properties, text } of labels) text.textContent = name(properties);
  }
  write();
  svg.append(land, names);
  container.append(svg);

  const view = (): View => ({ ...at, width: container.clientWidth, height: container.clientHeight });

  function place() {
    const v = view();
    const scale = scaleOf(v) / UNIT;
    land.setAttribute('transform', `translate(${v.width / 2 - worldX(v.lon) * UNIT * scale} ${v.height / 2 - worldY(v.lat) * UNIT * scale}) scale(${scale})`);
    const least = LEAST[Math.max(0, Math.min(LEAST.length - 1, Math.floor(v.zoom)))]!;
    for (const { properties, text } of labels) {
      const [x, y] = project(v, worldX(properties.at[0]), worldY(properties.at[1]));
      text.style.display = properties.size >= least ? '' : 'none';
      text.setAttribute('transform', `translate(${x} ${y})`);
    }
    events.moving();
  }

  function go(lon: number, lat: number, zoom: number) {
    at.lon = Math.max(-180, Math.min(180, lon));
    at.lat = Math.max(-84, Math.min(84, lat));
    at.zoom = Math.max(0, Math.min(NEAREST, zoom));
    place();
    events.rested();
  }

  const shift = (dx: number, dy: number) => {
    const scale = scaleOf(view());
    go(lonOf(worldX(at.lon) + dx / scale), latOf(worldY(at.lat) + dy / scale), at.zoom);
  };

  svg.addEventListener('pointerdown', (e) => svg.setPointerCapture(e.pointerId));
  svg.addEventListener('pointermove', (e) => {
    if (svg.hasPointerCapture(e.pointerId)) shift(-e.movementX, -e.movementY);
  });
  svg.addEventListener('wheel', (e) => {
    e.preventDefault();
    go(at.lon, at.lat, at.zoom - Math.sign(e.deltaY) * 0.5);
  }, { passive: false });
  const KEYS: Record<string, () => void> = {
    ArrowLeft: () => shift(-80, 0), ArrowRight: () => shift(80, 0), ArrowUp: () => shift(0, -80), ArrowDown: () => shift(0, 80),
    '+': () => go(at.lon, at.lat, at.zoom + 1), '=': () => go(at.lon, at.lat, at.zoom + 1), '-': () => go(at.lon, at.lat, at.zoom - 1),
  };
  svg.addEventListener('keydown', (e) => {
    const act = KEYS[e.key];
    if (!act) return;
    e.preventDefault();
    act();
  });
  const watch = new ResizeObserver(place);
  watch.observe(container);
  place();

  return {
    flat: true,
    view,
    show: ({ lon, lat, zoom }) => go(lon, lat, zoom),
    zoom: (by) => go(at.lon, at.lat, at.zoom + by),
    shade(shades: Shades) {
      for (const [code, shape] of shapes) shape.style.setProperty('--shade', `${Math.round((shades.get(code) ?? 0) * 100)}%`);
    },
    restyle: write,
    remove() {
      watch.disconnect();
      svg.remove();
    },
  };
}
