// The countries as bundled: cut at the antimeridian, with codes and label points. See `build/world.mjs`.
import type { Feature, FeatureCollection, MultiLineString, MultiPolygon, Polygon } from 'geojson';
import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import url from './world.json?url';

export interface Country {
  /** ISO 3166-1 alpha-2; empty for what has none. */
  code: string;
  /** Natural Earth's English name. */
  name: string;
  /** Where a label may stand: degrees east and north. */
  at: [number, number];
  /** Relative size, for the order of labels. */
  size: number;
}

export interface World {
  countries: Feature<Polygon | MultiPolygon, Country>[];
  borders: MultiLineString;
}

let loading: Promise<World> | null = null;

/** Fetches the world once. */
export function loadWorld(): Promise<World> {
  return (loading ??= fetchWorld());
}

async function fetchWorld(): Promise<World> {
  const topology = (await (await fetch(url)).json()) as Topology<{ countries: GeometryCollection<Country> }>;
  const all = feature(topology, topology.objects.countries) as FeatureCollection<Polygon | MultiPolygon, Country>;
  return { countries: all.features, borders: mesh(topology, topology.objects.countries, (a, b) => a !== b) };
}
