// The pure parts of the overview, over the made-up case.
import { describe, expect, it } from 'vitest';
import { madeUp, packed, rowOf as wordsOf, COUNTRIES, STATUSES, TYPES } from '../dev/made-up.mjs';
import { dayOf, isoOf, NO_DAY, readColumns, rowOf } from '../src/columns';
import { binOf, countBins, edges, grainOf, spans } from '../src/overview/bins';
import { exactnessOf, placeAll, see } from '../src/overview/cluster';
import { Crossfilter, inArea, markNumbers } from '../src/overview/crossfilter';
import { toCsv } from '../src/overview/csv';
import { FAMILIES, familyNumbers } from '../src/overview/families';
import { layLanes } from '../src/overview/lanes';
import { areaOf, fit, project, unproject, worldX, worldY } from '../src/overview/mercator';
import { NEWEST, ordered } from '../src/overview/order';
import { roundBelow } from '../src/overview/timelineDrawing';
import { area, chips, days, NOTHING_WANTED, readWants, toggled } from '../src/overview/wants';

const events = madeUp(1200);
const columns = readColumns(packed(events).buffer as ArrayBuffer);
const families = familyNumbers(columns.types);
const wanted = (query: string) => readWants(new URLSearchParams(query));

describe('columns', () => {
  it('give back what was packed', () => {
    expect(columns.count).toBe(1200);
    for (const row of [0, 5, 700]) {
      expect(columns.number[row]).toBe(events[row]!.number);
      expect(columns.types[columns.type[row]!]).toBe(events[row]!.type);
      expect(columns.begins[row]).toBe(events[row]!.begins ?? NO_DAY);
    }
    expect(rowOf(columns, events[77]!.number)).toBe(77);
    expect(rowOf(columns, 2)).toBe(-1);
  });
  it('refuse what lacks a column', () => {
    const bytes = packed(events.slice(0, 2));
    const broken = new TextDecoder('latin1').decode(bytes).replace('"killed"', '"milled"');
    expect(() => readColumns(Uint8Array.from(broken, (c) => c.charCodeAt(0)).buffer)).toThrow(/killed/);
  });
  it('know days', () => {
    expect(dayOf('1970-01-02')).toBe(1);
    expect(isoOf(-1)).toBe('1969-12-31');
    for (const odd of ['', '2022-13-01', '2022', 'today']) expect(dayOf(odd)).toBe(null);
  });
});

describe('the crossfilter', () => {
  /** What an event must be, written the slow way. */
  const slow: Record<string, (e: (typeof events)[number]) => boolean> = {
    'type=PROTEST,ASSAULT': (e) => e.type === 'PROTEST' || e.type === 'ASSAULT',
    'status=planned&country=KZ': (e) => e.status === 'planned' && e.country === 'KZ',
    'from=2022-01-03&to=2022-01-05': (e) => e.begins !== null && e.begins <= dayOf('2022-01-05')! && e.ends >= dayOf('2022-01-03')!,
    'from=2022-06-01': (e) => e.begins !== null && e.ends >= dayOf('2022-06-01')!,
    'day=none': (e) => e.begins === null,
    'area=none': (e) => Number.isNaN(e.lat),
    'area=50,40,80,50': (e) => e.lon >= 50 && e.lon <= 80 && e.lat >= 40 && e.lat <= 50,
    'area=170,-30,-170,0': (e) => e.lat >= -30 && e.lat <= 0 && (e.lon >= 170 || e.lon <= -170),
    'reviewed=yes&confidence=60': (e) => !!e.reviewed && e.confidence >= 60,
  };
  const filter = new Crossfilter(columns);
  it.each(Object.keys(slow))('%s', (query) => {
    filter.want(wanted(query));
    const found = Array.from(filter.rows(), (row) => columns.number[row]);
    const right = events.filter(slow[query]!).map((e) => e.number);
    expect(right.length).toBeGreaterThan(0);
    expect(found).toEqual(right);
  });
  it('counts each choice with its own condition open', () => {
    filter.want(wanted('type=PROTEST&status=happened'));
    const facets = filter.facets();
    const n = (test: (e: (typeof events)[number]) => boolean) => events.filter(test).length;
    expect(facets.types[TYPES.indexOf('ASSAULT')]).toBe(n((e) => e.type === 'ASSAULT' && e.status === 'happened'));
    expect(facets.statuses[STATUSES.indexOf('denied')]).toBe(n((e) => e.type === 'PROTEST' && e.status === 'denied'));
    expect(facets.countries[COUNTRIES.indexOf('SD')]).toBe(n((e) => e.type === 'PROTEST' && e.status === 'happened' && e.country === 'SD'));
    expect(facets.undated).toBe(n((e) => e.type === 'PROTEST' && e.status === 'happened' && e.begins === null));
  });
  it('holds to the numbers that the server found, and forgets them', () => {
    filter.want(wanted(''), markNumbers(columns, [2, 3, 5, 99_999]));
    expect(Array.from(filter.rows(), (row) => columns.number[row])).toEqual([3, 5]);
    filter.want(wanted(''), markNumbers(columns, [7]));
    expect(filter.rows()).toHaveLength(1);
    filter.want(wanted(''), null);
    expect(filter.rows()).toHaveLength(1200);
  });
});

describe('the address', () => {
  it('is read without errors, whatever it says', () => {
    const odd = wanted('area=1,2,3&from=yesterday&confidence=-5&confidence=x&reviewed=perhaps&type=,,&text=%20%20');
    expect(chips(odd)).toEqual([]);
    expect(wanted('confidence=900').confidence).toBe(100);
    expect(wanted('area=0,10,5,-10').area).toBe(null);
  });
  it('has a chip for every condition, and each chip drops its own', () => {
    const all = 'type=PROTEST,ASSAULT&status=planned&country=KZ&from=2022-01-01&area=1,2,3,4&reviewed=no&confidence=40&text=gas&party=police&place=Almaty&source=ministry';
    const held = chips(wanted(all));
    expect(held).toHaveLength(12);
    for (const chip of held) {
      const query = new URLSearchParams(all);
      for (const [name, value] of Object.entries(chip.drop)) value === null ? query.delete(name) : query.set(name, value);
      expect(chips(readWants(query)).length).toBe(11);
    }
    const query = new URLSearchParams(all);
    for (const name of Object.keys(NOTHING_WANTED)) query.delete(name);
    expect(query.toString()).toBe('');
  });
  it('writes what it reads', () => {
    expect(readWants(new URLSearchParams(days(dayOf('2022-01-01'), null) as Record<string, string>)).from).toBe(dayOf('2022-01-01'));
    expect(area([1.23456, -2, 3, 4.5]).area).toBe('1.235,-2,3,4.5');
    expect(toggled(['A', 'B'], 'A')).toBe('B');
    expect(toggled(['A'], 'A')).toBe(null);
  });
});

describe('the timeline', () => {
  const all = Uint32Array.from({ length: columns.count }, (_, i) => i);
  it('counts every event with a day once, sure or spread', () => {
    const { all: span } = spans(columns)!;
    const bins = countBins(columns, all, families, FAMILIES.length, span);
    const sure = bins.sure.reduce((sum, f) => sum + f.reduce((a, b) => a + b, 0), 0);
    const vague = bins.vague.reduce((a, b) => a + b, 0);
    expect(Math.round(sure + vague) + bins.before + bins.after).toBe(events.filter((e) => e.begins !== null).length);
  });
  it('leaves what is far off out of the first view, and says so', () => {
    const { all: whole, core } = spans(columns)!;
    expect(whole.first).toBeLessThan(dayOf('1953-12-31')!);
    expect(core.first).toBeGreaterThan(dayOf('2021-01-01')!);
    expect(countBins(columns, all, families, FAMILIES.length, core).before).toBeGreaterThan(0);
  });
  it('has whole weeks and months', () => {
    expect(grainOf({ first: 0, last: 60 })).toBe('day');
    expect(grainOf({ first: 0, last: 20_000 })).toBe('year');
    const months = edges({ first: dayOf('2022-01-15')!, last: dayOf('2022-03-02')! }, 'month');
    expect(Array.from(months, isoOf)).toEqual(['2022-01-01', '2022-02-01', '2022-03-01', '2022-04-01']);
    expect(binOf(months, dayOf('2022-02-28')!)).toBe(1);
    expect(roundBelow(730)).toBe(500);
  });
  it('lays bars so that none covers another', () => {
    const span = { first: dayOf('2022-01-01')!, last: dayOf('2022-02-01')! };
    const { laid, lanes, left } = layLanes(columns, all.subarray(0, 300), span, 12, 1);
    expect(lanes).toBeLessThanOrEqual(12);
    expect(laid.length + left).toBeGreaterThan(100);
    for (const a of laid) for (const b of laid) if (a !== b && a.lane === b.lane) expect(a.ends < b.begins || b.ends < a.begins).toBe(true);
  });
});

describe('the map', () => {
  const all = Uint32Array.from({ length: columns.count }, (_, i) => i);
  const exactness = exactnessOf(columns.precisions);
  const placed = placeAll(columns);
  it('loses no event: each is in a mark, in a country, or has no place', () => {
    const view = { lon: 0, lat: 10, zoom: 0, width: 2000, height: 2000 };
    const seen = see(columns, all, families, FAMILIES.length, placed, view);
    const marked = seen.marks.reduce((sum, m) => sum + m.rows.length, 0);
    expect(marked).toBe(seen.inView);
    expect(seen.inView + seen.countries.reduce((a, b) => a + b, 0) + seen.noPlace).toBe(1200);
    for (const m of seen.marks) expect(m.families.reduce((a, b) => a + b, 0)).toBe(m.rows.length);
  });
  it('keeps provinces apart from towns', () => {
    const seen = see(columns, all, families, FAMILIES.length, placed, { lon: 66, lat: 45, zoom: 4, width: 900, height: 700 });
    expect(seen.marks.some((m) => m.reach > 0)).toBe(true);
    for (const m of seen.marks) for (const row of m.rows) expect(m.reach > 0).toBe(exactness[columns.precision[row]!] === 'wide');
  });
  it('goes there and back', () => {
    const view = { lon: 170, lat: 40, zoom: 3, width: 800, height: 600 };
    const [x, y] = project(view, worldX(-175), worldY(30));
    expect(x).toBeGreaterThan(400);
    const [lon, lat] = unproject(view, x, y);
    expect(lon).toBeCloseTo(-175, 6);
    expect(lat).toBeCloseTo(30, 6);
    const [west, , east] = areaOf(view);
    expect(west).toBeGreaterThan(east);
    expect(inArea(areaOf(view))(-175, 30)).toBe(true);
    const near = fit({ west: 60, south: 40, east: 80, north: 50 }, 800, 600)!;
    expect(inArea(areaOf(near))(60, 40) && inArea(areaOf(near))(80, 50)).toBe(true);
  });
});

describe('the table', () => {
  it('puts what is not told last, either way', () => {
    const all = Uint32Array.from({ length: columns.count }, (_, i) => i);
    for (const down of [true, false]) {
      const order = ordered(columns, all, { by: 'killed', down });
      expect(columns.killed[order[0]!]).not.toBe(0xffffffff);
      expect(columns.killed[order[order.length - 1]!]).toBe(0xffffffff);
    }
    const newest = ordered(columns, all, NEWEST);
    expect(columns.begins[newest[0]!]).toBe(Math.max(...columns.begins));
  });
  it('is written without formulas', () => {
    const [first] = events;
    const csv = toCsv([{ ...wordsOf(first!), place: '=HYPERLINK("http://x","y")', actors: ['a, b'] } as Parameters<typeof toCsv>[0][number]]);
    expect(csv).toContain(`"'=HYPERLINK(""http://x"",""y"")"`);
    expect(csv).toContain('"a, b"');
    expect(csv.split('\r\n')).toHaveLength(3);
  });
});
