// Who acts on whom, laid out. The same actors and ties always give the same picture: starting places come from
// a fixed sequence, and the number of steps does not depend on the computer's speed.
import Graph from 'graphology';
import forceAtlas2 from 'graphology-layout-forceatlas2';
import type { ActorRow, ActorTie } from '../api';
import { beginning, harmless } from '../harmless';
import { kindOf } from './sectors';

export interface Node {
  label: string;
  /** The label with the sector. */
  whole: string;
  x: number;
  y: number;
  size: number;
  /** `square` or `circle`; sigma draws by it. */
  type: string;
  /** Name of the theme's colour; `colour('…')` gives what is drawn. */
  shade: string;
  events: number;
}

export interface Edge {
  size: number;
  events: number;
  type: 'arrow';
}

export type Network = Graph<Node, Edge>;

/** Radius of a node, in pixels: its area grows with its events. */
const SIZE = { least: 3.5, most: 17 };
/** Width of an edge, in pixels. */
const WIDTH = { least: 0.8, most: 5 };
/** The longest name that is drawn; the whole of it stands in the table. */
const LABEL = 28;
/** Steps of the layout for a small network, and what a large one must share between its nodes. */
const STEPS = { most: 600, least: 120, shared: 120_000 };
/** Gravity holds those together that no tie does (tried on the examples and on a made-up case of 108 actors, 2026-11). */
const SETTINGS = { gravity: 4, scalingRatio: 12, strongGravityMode: false, linLogMode: false, outboundAttractionDistribution: false, edgeWeightInfluence: 0.5, slowDown: 3 };
/** Steps between two breaths: each slice takes some milliseconds. */
const SLICE = 20;

/** Numbers from 0 to 1 that are always the same (mulberry32). */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let n = Math.imul(state ^ (state >>> 15), 1 | state);
    n = (n + Math.imul(n ^ (n >>> 7), 61 | n)) ^ n;
    return ((n ^ (n >>> 14)) >>> 0) / 4294967296;
  };
}

/** The network of those that have ties. `named` says a sector in words. */
export function build(actors: readonly ActorRow[], ties: readonly ActorTie[], named: (sector: string) => string): Network {
  const graph: Network = new Graph({ type: 'directed', multi: false });
  const tied = new Set(ties.filter((tie) => tie.actor !== tie.target).flatMap((tie) => [tie.actor, tie.target]));
  const next = sequence(1);
  const greatest = Math.max(1, ...actors.map((a) => a.events));
  for (const actor of actors) {
    if (!tied.has(actor.name) || graph.hasNode(actor.name)) continue;
    const kind = kindOf(actor.sector);
    const name = harmless(beginning(actor.name, LABEL)) + (actor.name.length > LABEL ? '…' : '');
    graph.addNode(actor.name, {
      label: name,
      whole: actor.sector ? `${name} · ${named(actor.sector)}` : name,
      x: 200 * (next() - 0.5),
      y: 200 * (next() - 0.5),
      size: SIZE.least + (SIZE.most - SIZE.least) * Math.sqrt(actor.events / greatest),
      type: kind.shape,
      shade: kind.colour,
      events: actor.events,
    });
  }
  const thickest = Math.max(2, ...ties.map((t) => t.events));
  for (const tie of ties) {
    if (tie.actor === tie.target || !graph.hasNode(tie.actor) || !graph.hasNode(tie.target) || graph.hasEdge(tie.actor, tie.target)) continue;
    const size = WIDTH.least + (WIDTH.most - WIDTH.least) * (Math.log(tie.events + 1) / Math.log(thickest + 1));
    graph.addDirectedEdge(tie.actor, tie.target, { size, events: tie.events, type: 'arrow' });
  }
  return graph;
}

/** How many steps a network of so many nodes is given. */
export function steps(nodes: number): number {
  return Math.round(Math.max(STEPS.least, Math.min(STEPS.most, STEPS.shared / Math.max(1, nodes))));
}

/** In the last part of the steps nodes keep apart by their sizes, taken so many times larger that arrows have room. Earlier they could not pass each other. */
const APART = { part: 0.35, room: 4 };

function resize(graph: Network, by: number) {
  graph.updateEachNodeAttributes((_name, node) => ({ ...node, size: node.size * by }));
}

/** Lays the network out in slices, so that the page goes on answering. Gives `false` where it was told to stop. */
export async function layOut(graph: Network, stopped: () => boolean, rest: () => Promise<void>): Promise<boolean> {
  const settings = { ...forceAtlas2.inferSettings(graph), ...SETTINGS };
  const all = steps(graph.order);
  const apart = Math.round(all * APART.part);
  const walk = async (from: number, adjustSizes: boolean) => {
    for (let left = from; left > 0 && !stopped(); left -= SLICE) {
      forceAtlas2.assign(graph, { iterations: Math.min(SLICE, left), settings: { ...settings, adjustSizes }, getEdgeWeight: (_edge, { events }) => 1 + Math.log(events) });
      await rest();
    }
  };
  await walk(all - apart, false);
  resize(graph, APART.room);
  await walk(apart, true);
  resize(graph, 1 / APART.room);
  return !stopped();
}

export type Way = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

/** Where each arrow points; the picture's y grows upwards. */
const WAYS: Record<Way, readonly [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** The neighbour that lies most in an arrow's direction; `null` where none lies that way. */
export function towards(graph: Network, from: string, way: Way): string | null {
  const [dx, dy] = WAYS[way];
  const { x, y } = graph.getNodeAttributes(from);
  let best: string | null = null;
  let least = Infinity;
  for (const name of graph.neighbors(from)) {
    const there = graph.getNodeAttributes(name);
    const [ax, ay] = [there.x - x, there.y - y];
    const along = ax * dx + ay * dy;
    const aside = Math.abs(ax * dy - ay * dx);
    // Within 60° of the arrow's direction; of those, the near and straight ones first.
    if (along <= 0 || aside > along * 1.74) continue;
    const far = along + 2 * aside;
    if (far < least) [best, least] = [name, far];
  }
  return best;
}

/** The node with most events: where the keyboard begins. */
export function foremost(graph: Network): string | null {
  let best: string | null = null;
  graph.forEachNode((name, { events }) => {
    if (best === null || events > graph.getNodeAttribute(best, 'events')) best = name;
  });
  return best;
}
