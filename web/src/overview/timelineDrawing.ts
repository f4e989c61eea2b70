// Draws the bars of the timeline and the lanes of single events under them, on a canvas.
import { utcDay, utcMonth, utcTicks, utcYear } from 'd3-time';
import type { Columns } from '../columns';
import type { Bins, Span } from './bins';
import type { Laid } from './lanes';

const MS_A_DAY = 86_400_000;

export interface Colours {
  families: string[];
  vague: string;
  line: string;
  ink: string;
  soft: string;
  paper: string;
}

export interface Picture {
  span: Span;
  bins: Bins;
  /** The chosen days; outside them bars are pale. */
  from: number;
  to: number;
  laid: Laid[];
  columns: Columns;
  families: Uint8Array;
  colours: Colours;
  language: string;
  width: number;
}

export const BARS = 84;
export const AXIS = 20;
export const LANE = 9;
const TOP = 12;

/** Where a day begins, in pixels. The day after the last ends at the right edge. */
export function dayX(span: Span, width: number, day: number): number {
  return ((day - span.first) / (span.last + 1 - span.first)) * width;
}

export function dayAt(span: Span, width: number, x: number): number {
  return Math.floor(span.first + (x / width) * (span.last + 1 - span.first));
}

export function draw(g: CanvasRenderingContext2D, p: Picture) {
  grid(g, p);
  bars(g, p);
  axis(g, p);
  for (const bar of p.laid) lane(g, p, bar);
}

/** One line at a round number of events, with the number. */
function grid(g: CanvasRenderingContext2D, p: Picture) {
  if (!p.bins.most) return;
  const round = roundBelow(p.bins.most);
  const y = TOP + (BARS - TOP) * (1 - round / p.bins.most);
  g.fillStyle = p.colours.line;
  g.fillRect(0, Math.round(y), p.width, 1);
  g.fillStyle = p.colours.soft;
  g.textAlign = 'left';
  g.textBaseline = 'bottom';
  g.fillText(new Intl.NumberFormat(p.language).format(round), 2, y - 1);
}

/** The greatest of 1, 2, 5, 10, 20 … that is not above. */
export function roundBelow(n: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, n)));
  return [5, 2, 1].map((step) => step * power).find((round) => round <= n) ?? 1;
}

function bars(g: CanvasRenderingContext2D, p: Picture) {
  const { bins, span, width } = p;
  const unit = bins.most ? (BARS - TOP) / bins.most : 0;
  for (let i = 0; i + 1 < bins.edges.length; i++) {
    const x = dayX(span, width, bins.edges[i]!);
    const next = dayX(span, width, bins.edges[i + 1]!);
    const w = Math.max(1, next - x - (next - x > 3 ? 1 : 0));
    g.globalAlpha = bins.edges[i + 1]! - 1 < p.from || bins.edges[i]! > p.to ? 0.25 : 1;
    let y = BARS;
    bins.sure.forEach((family, f) => {
      const h = family[i]! * unit;
      if (!h) return;
      g.fillStyle = p.colours.families[f]!;
      g.fillRect(x, y - h, w, h);
      y -= h;
    });
    const h = bins.vague[i]! * unit;
    if (h > 0.2) {
      g.globalAlpha *= 0.45;
      g.fillStyle = p.colours.vague;
      g.fillRect(x, y - h, w, h);
    }
  }
  g.globalAlpha = 1;
}

function axis(g: CanvasRenderingContext2D, p: Picture) {
  const { span, width, colours } = p;
  g.fillStyle = colours.line;
  g.fillRect(0, BARS, width, 1);
  const ticks = utcTicks(new Date(span.first * MS_A_DAY), new Date((span.last + 1) * MS_A_DAY), Math.max(2, Math.floor(width / 85)));
  const words = tickWords(p.language);
  g.textAlign = 'left';
  g.textBaseline = 'middle';
  let free = -Infinity;
  for (const tick of ticks.filter((d) => +utcDay(d) === +d)) {
    const x = dayX(span, width, +tick / MS_A_DAY);
    const text = words(tick);
    const room = g.measureText(text).width;
    g.fillStyle = colours.line;
    g.fillRect(Math.round(x), BARS, 1, 5);
    if (x + 3 < free || x + 3 + room > width) continue;
    g.fillStyle = +utcYear(tick) === +tick ? colours.ink : colours.soft;
    g.fillText(text, x + 3, BARS + AXIS / 2 + 2);
    free = x + 3 + room + 8;
  }
}

function tickWords(language: string): (day: Date) => string {
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' });
  const year = format({ year: 'numeric' });
  const month = format({ month: 'short' });
  const day = format({ day: 'numeric', month: 'short' });
  return (d) => (+utcYear(d) === +d ? year : +utcMonth(d) === +d ? month : day).format(d);
}

/** One event: a solid tick for a day, a bar with ends that fade for days told vaguely. */
function lane(g: CanvasRenderingContext2D, p: Picture, bar: Laid) {
  const y = laneY(bar.lane);
  const x = Math.max(0, dayX(p.span, p.width, bar.begins));
  const end = Math.min(p.width, dayX(p.span, p.width, bar.ends + 1));
  const colour = p.colours.families[p.families[p.columns.type[bar.row]!]!]!;
  const height = LANE - 3;
  if (bar.begins === bar.ends) {
    g.fillStyle = colour;
    g.fillRect(x, y, Math.max(4, end - x - 1), height);
    return;
  }
  const w = Math.max(8, end - x);
  const fade = g.createLinearGradient(x, 0, x + w, 0);
  fade.addColorStop(0, 'transparent');
  fade.addColorStop(0.35, colour);
  fade.addColorStop(0.65, colour);
  fade.addColorStop(1, 'transparent');
  g.globalAlpha = 0.75;
  g.fillStyle = fade;
  g.fillRect(x, y + 1, w, height - 2);
  g.globalAlpha = 1;
}

export function laneY(lane: number): number {
  return BARS + AXIS + 4 + lane * LANE;
}
