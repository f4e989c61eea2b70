// The network of actors: always the same picture, and arrows that lead where they point.
import { expect, test } from 'vitest';
import { build, foremost, layOut, steps, towards, type Network } from '../src/actors/network';
import { inOrder } from '../src/order';

const actor = (name: string, events: number, sector: string | null = null) => ({ name, events, sector, country: null, acts: 0, suffers: 0, aliases: [] });
const tie = (from: string, to: string, events = 1) => ({ actor: from, target: to, events, types: {} });

const ACTORS = [actor('police', 9, 'COP'), actor('crowd', 20, 'CVL'), actor('union', 3), actor('hermit', 1)];
const TIES = [tie('police', 'crowd', 5), tie('crowd', 'police'), tie('union', 'police'), tie('crowd', 'crowd', 7), tie('crowd', 'nobody')];
const made = () => build(ACTORS, TIES, (sector) => `sector ${sector}`);
const places = (graph: Network) => graph.mapNodes((name, { x, y }) => [name, x, y]);

test('those without ties to others stay out', () => {
  const graph = made();
  expect(graph.nodes()).toEqual(['police', 'crowd', 'union']);
  expect(graph.edges()).toHaveLength(3);
  expect(graph.getNodeAttribute('police', 'whole')).toBe('police · sector COP');
});

test('hidden characters show in labels', () => {
  const graph = build([actor('a\u202eb', 1), actor('c', 1)], [tie('a\u202eb', 'c')], String);
  expect(graph.getNodeAttribute('a\u202eb', 'label')).toBe('a⟨U+202E⟩b');
});

test('the same actors and ties give the same picture', async () => {
  const rest = () => Promise.resolve();
  const [one, other] = [made(), made()];
  expect(await layOut(one, () => false, rest)).toBe(true);
  expect(await layOut(other, () => false, rest)).toBe(true);
  expect(places(one)).toEqual(places(other));
  expect(places(one)).not.toEqual(places(made()));
});

test('the layout stops when told, and its steps are bounded', async () => {
  expect(await layOut(made(), () => true, () => Promise.resolve())).toBe(false);
  expect(steps(10)).toBe(600);
  expect(steps(1000)).toBe(120);
});

test('arrows lead to the neighbour on that side', () => {
  const graph = made();
  graph.mergeNodeAttributes('police', { x: 0, y: 0 });
  graph.mergeNodeAttributes('crowd', { x: 5, y: 1 });
  graph.mergeNodeAttributes('union', { x: 0, y: -3 });
  expect(foremost(graph)).toBe('crowd');
  expect(towards(graph, 'police', 'ArrowRight')).toBe('crowd');
  expect(towards(graph, 'police', 'ArrowDown')).toBe('union');
  expect(towards(graph, 'police', 'ArrowLeft')).toBeNull();
  expect(towards(graph, 'crowd', 'ArrowDown')).toBeNull();
});

test('what is not told comes last either way', () => {
  const names = (down: boolean) => inOrder(ACTORS, { by: 'sector', down }).map((a) => a.name);
  expect(names(false)).toEqual(['police', 'crowd', 'union', 'hermit']);
  expect(names(true)).toEqual(['crowd', 'police', 'union', 'hermit']);
});
