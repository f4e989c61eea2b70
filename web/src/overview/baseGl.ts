// MapLibre over the bundled countries: no tiles, no glyphs, no sprite, so nothing is asked of any other computer.
import { Map as GlMap, setWorkerUrl, type StyleSpecification } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import 'maplibre-gl/dist/maplibre-gl.css';
import type { FeatureCollection, Point } from 'geojson';
import { countryName } from '../places.svelte';
import { t } from '../text.svelte';
import { colour } from '../theme.svelte';
import { NEAREST, type Base, type BaseEvents, type Shades } from './base';
import type { View } from './mercator';
import { loadWorld, type World } from './world';

setWorkerUrl(workerUrl);

function labels(world: World): FeatureCollection<Point> {
  return {
    type: 'FeatureCollection',
    features: world.countries.map(({ properties: p }) => ({ type: 'Feature', properties: { name: p.code ? countryName(p.code) : p.name, size: p.size }, geometry: { type: 'Point', coordinates: p.at } })),
  };
}

function style(world: World): StyleSpecification {
  return {
    version: 8,
    sources: {
      land: { type: 'geojson', data: { type: 'FeatureCollection', features: world.countries }, promoteId: 'code', tolerance: 0.2 },
      borders: { type: 'geojson', data: { type: 'Feature', properties: {}, geometry: world.borders }, tolerance: 0.2 },
      labels: { type: 'geojson', data: labels(world) },
    },
    layers: [
      { id: 'water', type: 'background', paint: { 'background-color': colour('water') } },
      { id: 'land', type: 'fill', source: 'land', paint: { 'fill-color': colour('land') } },
      { id: 'shade', type: 'fill', source: 'land', paint: { 'fill-color': colour('accent'), 'fill-opacity': ['coalesce', ['feature-state', 'shade'], 0] } },
      { id: 'coast', type: 'line', source: 'land', paint: { 'line-color': colour('border'), 'line-width': 0.5 } },
      { id: 'borders', type: 'line', source: 'borders', layout: { 'line-join': 'round' }, paint: { 'line-color': colour('border'), 'line-width': ['interpolate', ['linear'], ['zoom'], 0, 0.5, 6, 1.4] } },
      {
        id: 'names', type: 'symbol', source: 'labels',
        filter: ['>=', ['get', 'size'], ['step', ['zoom'], 200, 2, 40, 3, 8, 4, 1, 5, 0]],
        layout: { 'text-field': ['get', 'name'], 'text-size': ['interpolate', ['linear'], ['zoom'], 1, 10, 6, 14], 'text-max-width': 7, 'text-letter-spacing': 0.04, 'symbol-sort-key': ['-', 0, ['get', 'size']] },
        paint: { 'text-color': colour('ink-faint'), 'text-halo-color': colour('land'), 'text-halo-width': 1.2 },
      },
    ],
  };
}

/** Goes along with the moves that the page asks for: their end is an end like the user's own. */
const ASKED = { asked: true };

/** Makes the map in `container`. Throws where WebGL fails after all. */
export async function makeGl(container: HTMLElement, at: Pick<View, 'lon' | 'lat' | 'zoom'>, events: BaseEvents): Promise<Base> {
  const world = await loadWorld();
  const map = new GlMap({
    container, style: style(world), center: [at.lon, at.lat], zoom: at.zoom, maxZoom: NEAREST, attributionControl: false, dragRotate: false, pitchWithRotate: false, touchPitch: false,
    fadeDuration: 0, locale: { 'Map.Title': t('map') }, validateStyle: false,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  let shaded: Shades = new Map();
  const paint = () => {
    map.removeFeatureState({ source: 'land' });
    for (const [id, shade] of shaded) map.setFeatureState({ source: 'land', id }, { shade });
  };
  await new Promise<void>((resolve, reject) => {
    map.once('load', () => resolve());
    map.once('error', (e) => reject(e.error));
  });
  // Heard only from now on: what moved while it was being made was not the user's doing.
  map.on('move', events.moving);
  map.on('moveend', (e: { originalEvent?: unknown; asked?: boolean }) => (e.originalEvent || e.asked ? events.rested() : events.moving()));
  map.on('resize', events.moving);
  return {
    flat: false,
    view() {
      const { lng, lat } = map.getCenter();
      return { lon: lng, lat, zoom: map.getZoom(), width: container.clientWidth, height: container.clientHeight };
    },
    show: ({ lon, lat, zoom }, still = false) => void (still ? map.jumpTo({ center: [lon, lat], zoom }) : map.easeTo({ center: [lon, lat], zoom, duration: 350 }, ASKED)),
    zoom: (by) => void map.zoomTo(map.getZoom() + by, { duration: 200 }, ASKED),
    shade(shades) {
      shaded = shades;
      paint();
    },
    restyle() {
      map.setStyle(style(world), { diff: true });
      map.once('styledata', paint);
    },
    remove: () => map.remove(),
  };
}
