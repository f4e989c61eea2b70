// Days, outlets, types and agreement as they are counted for the screen; files as they are sent.
import { expect, test } from 'vitest';
import { shapeOf } from '../src/actor/shape';
import { advice, pieces } from '../src/add/gather';
import { meaning } from '../src/coders/agreement';
import { dayOf, NO_DAY, type Columns } from '../src/columns';
import { depth, said, strip } from '../src/sources/strip';

const day = (day: string, publisher: string | null, reports: number) => ({ day, publisher, reports });

test('a short span is shown by days, and gaps have columns too', () => {
  const drawn = strip({ days: [day('2022-01-03', 'A', 2), day('2022-01-05', 'B', 1), day('2022-01-05', 'A', 4)], thin: [{ day: '2022-01-04', reports: 0, usual: 3 }] })!;
  expect(drawn.grain).toBe('day');
  expect(drawn.lines.map((l) => [l.publisher, [...l.cells]])).toEqual([['A', [2, 0, 4]], ['B', [0, 0, 1]]]);
  expect([...drawn.sums]).toEqual([2, 0, 5]);
  expect(drawn.thin).toEqual([false, true, false]);
  expect(drawn.most).toBe(4);
});

test('long spans are shown by weeks or months, and nothing is lost', () => {
  const weeks = strip({ days: [day('2021-01-01', 'A', 1), day('2021-01-03', 'A', 1), day('2021-01-04', 'A', 1), day('2022-06-01', 'A', 1)], thin: [] })!;
  expect(weeks.grain).toBe('week');
  // 2021-01-01 was a Friday; its week began on 2020-12-28.
  expect(said(weeks.starts[0]!, 'week')).toBe('2020-12-28 – 2021-01-03');
  expect([...weeks.lines[0]!.cells].slice(0, 2)).toEqual([2, 1]);
  const months = strip({ days: [day('1999-12-31', 'A', 1), day('2022-06-01', 'A', 1)], thin: [] })!;
  expect(months.grain).toBe('month');
  expect(said(months.starts[0]!, 'month')).toBe('1999-12');
  expect(said(months.starts.at(-1)!, 'month')).toBe('2022-06');
  expect(months.sums.reduce((a, b) => a + b)).toBe(2);
});

test('many outlets share the last line', () => {
  const drawn = strip({ days: Array.from({ length: 30 }, (_, i) => day('2022-01-01', `paper ${i}`, 30 - i)), thin: [] })!;
  expect(drawn.lines).toHaveLength(20);
  expect(drawn.lines[19]).toMatchObject({ others: true, reports: 66 });
  const untold = strip({ days: [day('2022-01-01', null, 3), day('2022-01-01', 'A', 1)], thin: [] })!;
  expect(untold.lines.map((l) => [l.publisher, l.others, l.reports])).toEqual([[null, false, 3], ['A', false, 1]]);
});

test('days that are none are passed over', () => {
  expect(strip({ days: [day('', 'A', 1)], thin: [] })).toBeNull();
  expect(depth(0, 10)).toBe(0);
  expect(depth(10, 10)).toBe(1);
});

test("an actor's events by type and month", () => {
  const columns = { count: 3, number: Uint32Array.of(2, 5, 9), begins: Int32Array.of(dayOf('2021-11-30')!, dayOf('2022-01-05')!, NO_DAY), type: Uint8Array.of(1, 1, 0), types: ['AID', 'PROTEST'] } as unknown as Columns;
  expect(shapeOf(columns, [2, 5, 9, 77])).toEqual({
    types: [{ type: 'PROTEST', events: 2 }, { type: 'AID', events: 1 }],
    spans: [{ span: '2021-11', events: 1 }, { span: '2021-12', events: 0 }, { span: '2022-01', events: 1 }],
    undated: 1,
  });
});

test('agreement in a plain word', () => {
  expect([[0.9, 40], [0.7, 40], [0.3, 40], [-0.1, 40], [0.9, 9], [null, 40]].map(([alpha, n]) => meaning(alpha as number | null, n as number))).toEqual([
    'coders-reliable', 'coders-tentative', 'coders-weak', 'coders-chance', 'coders-too-few', 'coders-unknown',
  ]);
});

test('files are sent in pieces', () => {
  const given = (size: number) => ({ path: 'p', file: { size } as File });
  expect(pieces(Array.from({ length: 900 }, () => given(10))).map((p) => p.length)).toEqual([400, 400, 100]);
  expect(pieces([given(1), given(40 << 20), given(1)]).map((p) => p.length)).toEqual([1, 1, 1]);
  expect(pieces([])).toEqual([]);
  expect(['a/b.PDF', 'x.zip', 'y.jpeg', 'z.csv', 'r.txt', 'no ending'].map(advice)).toEqual(['add-do-convert', 'add-do-unpack', 'add-do-words', 'add-do-table', 'add-do-mend', 'add-do-mend']);
});
