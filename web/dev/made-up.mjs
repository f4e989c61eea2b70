// A made-up case: as many events as wanted, always the same ones, with the oddities that real cases have: days told
// vaguely or not at all, places known only as a province or a country, one city with hundreds of events, figures that
// differ, and words that mean harm. Nothing here is about real people.

/** Numbers that look random and are the same every time (mulberry32). */
export function chance(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export const TYPES = ['ACCUSE', 'AGREE', 'AID', 'ASSAULT', 'COERCE', 'CONCEDE', 'CONSULT', 'COOPERATE', 'MOBILIZE', 'PROTEST', 'REJECT', 'REQUEST', 'RETREAT', 'SANCTION', 'SUPPORT', 'THREATEN'];
const WEIGHTS = [8, 3, 2, 16, 18, 2, 5, 1, 4, 22, 3, 6, 2, 2, 2, 4];
export const MODES = ['', 'demonstration', 'riot', 'strike', 'armed-attack', 'killing', 'bombing', 'arrest', 'raid', 'expel', 'allege', 'condemn', 'deal', 'mediate', 'other'];
export const STATUSES = ['happened', 'planned', 'hypothetical', 'denied'];
export const COUNTRIES = ['', 'KZ', 'SD', 'FR', 'MM', 'CL', 'FJ', 'RU', 'KG'];
export const PRECISIONS = ['', 'site', 'town', 'district', 'region', 'country', 'area'];

const PLACES = [
  ['Almaty, KZ', 'KZ', 43.25, 76.95, 'town', 30], ['Republic Square, Almaty, KZ', 'KZ', 43.238, 76.945, 'site', 12], ['Zhanaozen, KZ', 'KZ', 43.34, 52.86, 'town', 14],
  ['Aktau, KZ', 'KZ', 43.65, 51.17, 'town', 8], ['Astana, KZ', 'KZ', 51.17, 71.43, 'town', 8], ['Shymkent, KZ', 'KZ', 42.31, 69.59, 'town', 6], ['Taraz, KZ', 'KZ', 42.9, 71.37, 'town', 5],
  ['Mangystau, KZ', 'KZ', 44, 53.5, 'region', 9], ['Almaty Region, KZ', 'KZ', 44.5, 78, 'region', 5], ['Kazakhstan', 'KZ', 48, 68, 'country', 16], ['Bishkek, KG', 'KG', 42.87, 74.59, 'town', 4],
  ['Khartoum, SD', 'SD', 15.55, 32.53, 'town', 18], ['Omdurman, SD', 'SD', 15.64, 32.48, 'town', 6], ['Darfur, SD', 'SD', 13.5, 24.5, 'region', 7], ['Sudan', 'SD', 15, 30, 'country', 8],
  ['Paris, FR', 'FR', 48.857, 2.352, 'town', 9], ['Lyon, FR', 'FR', 45.76, 4.84, 'town', 3], ['Yangon, MM', 'MM', 16.8, 96.15, 'town', 9], ['Sagaing, MM', 'MM', 23.5, 95.5, 'region', 4],
  ['Santiago, CL', 'CL', -33.45, -70.66, 'town', 7], ['Suva, FJ', 'FJ', -18.14, 178.44, 'town', 2], ['Taveuni, FJ', 'FJ', -16.85, -179.97, 'town', 1], ['Anadyr, RU', 'RU', 64.73, 177.5, 'town', 1],
  ['Caspian Sea', '', 42, 50.5, 'area', 2], [null, '', NaN, NaN, '', 12],
];
const WHO = ['protesters', 'police', 'the army', 'oil workers', 'security forces', 'students', 'the Ministry of Internal Affairs', 'Rapid Support Forces', 'residents of Жаңаөзен', 'the opposition', 'miners’ union', 'قوات الدعم السريع', '緬甸軍方', 'the president', 'journalists'];
export const HOSTILE = [
  '<img src=x onerror="document.title=\'owned\'">', '</script><script>alert(1)</script>', 'police\u202egnp.exe', 'x'.repeat(900), '=HYPERLINK("http://x","y")', "'; DROP TABLE event; --",
  'zero\u200bwidth\u0000and\u0007bell', 'javascript:alert(1)', '{{constructor.constructor("alert(1)")()}}', '../../etc/passwd', 'שוטרים ירו בהפגנה', 'تظاهر المئات في الخرطوم', '🟥🟥 ten killed 👮🏽‍♀️', '\u0301\u0301\u0301Zalgo͓̽ t̷e̴x̵t̶',
];
const SENTENCES = [
  'Hundreds gathered on the square in the morning and called for the government to resign, witnesses said.', 'Police used stun grenades and tear gas to disperse the crowd, killing at least 12, the ministry said.',
  'The union said that its leader had been arrested at his home on Tuesday night.', 'Военные открыли огонь по протестующим, сообщают очевидцы.', 'The two sides agreed to hold talks next week, according to a mediator.',
  'The opposition accused security forces of shooting at people who had already left the sit-in.', 'A strike at the plant entered its third day with no sign of a deal.',
];

function pick(random, items, weights) {
  const total = weights.reduce((a, b) => a + b, 0);
  let left = random() * total;
  return items[Math.max(0, weights.findIndex((w) => (left -= w) < 0))];
}

const FIRST = Date.UTC(2021, 10, 1) / 86_400_000;
const iso = (day) => (day === null ? null : new Date(day * 86_400_000).toISOString().slice(0, 10));

function days(random, i) {
  if (i % 23 === 5) return [null, null];
  if (i === 40) return [-5845, -5845]; // one far away in time: 1953-12-31
  const burst = random() < 0.55;
  const begins = FIRST + Math.floor(burst ? 62 + 12 * random() * random() : 420 * random());
  const vague = random();
  if (vague < 0.06) return [begins - (begins % 30), begins - (begins % 30) + 29];
  if (vague < 0.12) return [begins, begins + 1 + Math.floor(6 * random())];
  return [begins, begins];
}

/** Events in ascending order of their number. */
export function madeUp(count, seed = 6) {
  const random = chance(seed);
  const events = [];
  for (let i = 0; i < count; i++) {
    const place = pick(random, PLACES, PLACES.map((p) => p[5]));
    const type = pick(random, TYPES, WEIGHTS);
    const [begins, ends] = days(random, i);
    const jitter = place[4] === 'town' && random() < 0.3 ? 0.4 : 0;
    const killed = (type === 'ASSAULT' || type === 'PROTEST') && random() < 0.3 ? Math.floor(1 + 60 * random() ** 3) : null;
    const hostile = i % 17 === 3;
    events.push({
      number: i * 2 + 1, begins, ends, type, mode: MODES[Math.floor(random() * MODES.length)], status: pick(random, STATUSES, [80, 10, 6, 4]),
      country: place[1], place: hostile && random() < 0.4 ? HOSTILE[i % HOSTILE.length] : place[0], lat: place[2] + jitter * (random() - 0.5), lon: place[3] + jitter * (random() - 0.5), precision: place[4],
      confidence: Math.floor(30 + 70 * Math.sqrt(random())), reviewed: random() < 0.12 ? 1 : 0, reports: 1 + Math.floor(9 * random() ** 4), part: random() < 0.05 ? 1 : 0, killed,
      actors: random() < 0.85 ? [WHO[Math.floor(random() * WHO.length)], ...(random() < 0.15 ? [HOSTILE[i % HOSTILE.length]] : [])] : [],
      targets: random() < 0.6 ? [WHO[Math.floor(random() * WHO.length)]] : [],
      sentence: hostile ? HOSTILE[(i * 7) % HOSTILE.length] : SENTENCES[Math.floor(random() * SENTENCES.length)],
    });
  }
  return events;
}

/** An event as the server's `Row`. */
export function rowOf(e) {
  const when = e.begins === null ? null : e.ends - e.begins === 29 ? iso(e.begins).slice(0, 7) : e.ends > e.begins ? `${iso(e.begins)} to ${iso(e.ends)}` : iso(e.begins);
  return {
    event: `e${e.number}`, number: e.number, when, from: iso(e.begins), to: iso(e.ends), type: e.type, mode: e.mode || null, status: e.status, actors: e.actors, targets: e.targets,
    place: e.place, country: e.country || null, figures: e.killed ? [e.number % 3 ? `${e.killed} killed` : `${e.killed}–${e.killed + 4} killed`, `${e.killed * 3} or more injured`] : [],
    reports: e.reports, origins: Math.max(1, e.reports - 1), confidence: e.confidence / 100, reviewed: !!e.reviewed, part_of: e.part ? 'e1' : null, sentence: e.sentence,
  };
}

const LAYOUT = [
  ['number', 'u32', (e) => e.number], ['begins', 'i32', (e) => e.begins ?? -2147483648], ['ends', 'i32', (e) => e.ends ?? -2147483648], ['lat', 'f32', (e) => e.lat], ['lon', 'f32', (e) => e.lon],
  ['precision', 'u8', (e) => PRECISIONS.indexOf(e.precision)], ['type', 'u8', (e) => TYPES.indexOf(e.type)], ['mode', 'u16', (e) => MODES.indexOf(e.mode)], ['status', 'u8', (e) => STATUSES.indexOf(e.status)],
  ['country', 'u16', (e) => COUNTRIES.indexOf(e.country)], ['confidence', 'u8', (e) => e.confidence], ['reviewed', 'u8', (e) => e.reviewed], ['reports', 'u16', (e) => e.reports], ['part', 'u8', (e) => e.part],
  ['killed', 'u32', (e) => e.killed ?? 0xffffffff],
];
const ARRAYS = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, i32: Int32Array, f32: Float32Array };

/** The events packed as `/api/columns` packs them. */
export function packed(events, head = 1) {
  let at = 0;
  const columns = [];
  const parts = LAYOUT.map(([name, type, of]) => {
    const array = ARRAYS[type].from(events, of);
    columns.push({ name, type, at });
    at += Math.ceil(array.byteLength / 4) * 4;
    return [columns.at(-1).at, new Uint8Array(array.buffer)];
  });
  let header = JSON.stringify({ count: events.length, head, columns, types: TYPES, modes: MODES, statuses: STATUSES, countries: COUNTRIES, precisions: PRECISIONS });
  header = header.padEnd(Math.ceil(header.length / 4) * 4);
  const bytes = new Uint8Array(4 + header.length + at);
  new DataView(bytes.buffer).setUint32(0, header.length, true);
  bytes.set(new TextEncoder().encode(header), 4);
  for (const [start, part] of parts) bytes.set(part, 4 + header.length + start);
  return bytes;
}
