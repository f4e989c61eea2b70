// Makes `src/overview/world.json` from Natural Earth's countries (world-atlas, public domain): `node build/world.mjs`.
// Polygons are cut at the antimeridian, which GL maps cannot draw across; each country gets its ISO code and one
// label point inside its largest part; the borders are shared lines, so that nothing is stored or drawn twice.
import { readFileSync, writeFileSync } from 'node:fs';
import { geoArea, geoEquirectangular } from 'd3-geo';
import { geoProject, geoStitch } from 'd3-geo-projection';
import countries from 'i18n-iso-countries';
import polylabel from 'polylabel';
import { feature } from 'topojson-client';
import { topology } from 'topojson-server';
import { presimplify, quantile, simplify } from 'topojson-simplify';

const SOURCE = new URL('../node_modules/world-atlas/countries-50m.json', import.meta.url);
const TARGET = new URL('../src/overview/world.json', import.meta.url);
/** Steps of the grid that points are put on: about 700 m. */
const STEPS = 5e4;
/** The share of points kept: the rest is detail finer than this map shows. */
const KEPT = 0.6;
/** What Natural Earth draws apart and ISO 3166 has no number for. */
const BY_NAME = { Kosovo: 'XK' };

/** Degrees in, degrees out; what crosses the antimeridian is cut there. */
const flat = geoEquirectangular().scale(180 / Math.PI).translate([0, 0]).precision(0.5).reflectY(true);

function parts(geometry) {
  return geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
}

/** The point furthest from the edges of the largest part. */
function labelPoint(geometry) {
  const size = (rings) => geoArea({ type: 'Polygon', coordinates: [rings[0]] });
  const area = (rings) => Math.min(size(rings), 4 * Math.PI - size(rings));
  const largest = parts(geometry).reduce((a, b) => (area(b) > area(a) ? b : a));
  return [...polylabel(largest, 0.1)].map((d) => Math.round(d * 100) / 100);
}

const world = JSON.parse(readFileSync(SOURCE, 'utf8'));
const features = feature(world, world.objects.countries).features.map((f) => {
  const geometry = geoProject(geoStitch(f), flat).geometry;
  const code = f.id ? (countries.numericToAlpha2(f.id) ?? '') : (BY_NAME[f.properties.name] ?? '');
  const size = Math.round(geoArea(f) * 1e5) / 10;
  return { type: 'Feature', properties: { code, name: f.properties.name, at: labelPoint(geometry), size }, geometry };
});
features.sort((a, b) => b.properties.size - a.properties.size);

const topo = presimplify(topology({ countries: { type: 'FeatureCollection', features } }));
const slim = simplify(topo, quantile(topo, KEPT));
const { quantize } = await import('topojson-client');
writeFileSync(TARGET, JSON.stringify(quantize(slim, STEPS)) + '\n');
console.log(`${features.length} countries`);
