// Draws what `cluster.ts` gathered over either map: discs with a ring of the families, single events by their family's
// shape, wide places as broken rings as wide as they may reach.
import { radiusOf, type Mark } from './cluster';
import { FAMILIES, type Family } from './families';
import { metresPerPixel, project, type View } from './mercator';

export interface Ink {
  families: string[];
  paper: string;
  ink: string;
  accent: string;
}

const FULL = 2 * Math.PI;

/** Where a mark stands and how wide it is drawn, in pixels. */
export function placed(mark: Mark, view: View): { x: number; y: number; r: number } {
  const [x, y] = project(view, mark.x, mark.y);
  const r = mark.reach ? Math.max(14, Math.min(400, mark.reach / metresPerPixel(view, mark.lat))) : radiusOf(mark.rows.length);
  return { x, y, r };
}

export function drawMarks(g: CanvasRenderingContext2D, marks: readonly Mark[], view: View, ink: Ink, pale: (mark: Mark) => boolean, held: Mark | null) {
  g.textAlign = 'center';
  g.textBaseline = 'middle';
  for (const mark of marks) {
    g.globalAlpha = pale(mark) ? 0.28 : 1;
    const { x, y, r } = placed(mark, view);
    if (mark.reach) wide(g, mark, x, y, r, ink);
    else if (mark.rows.length === 1) shape(g, FAMILIES[mark.families.findIndex((n) => n > 0)] ?? 'dispute', x, y, 6, ink);
    else disc(g, mark, x, y, r, ink);
    if (mark === held) ring(g, x, y, r + 3, ink);
  }
  g.globalAlpha = 1;
}

function disc(g: CanvasRenderingContext2D, mark: Mark, x: number, y: number, r: number, ink: Ink) {
  circle(g, x, y, r);
  g.fillStyle = ink.paper;
  g.fill();
  families(g, mark, x, y, r - 1.75, 3.5, ink);
  number(g, mark.rows.length, x, y, ink);
}

/** A ring whose parts are the families' shares. */
function families(g: CanvasRenderingContext2D, mark: Mark, x: number, y: number, r: number, width: number, ink: Ink) {
  let turn = -Math.PI / 2;
  g.lineWidth = width;
  mark.families.forEach((n, f) => {
    if (!n) return;
    const next = turn + (n / mark.rows.length) * FULL;
    g.beginPath();
    g.arc(x, y, r, turn, next);
    g.strokeStyle = ink.families[f]!;
    g.stroke();
    turn = next;
  });
}

function wide(g: CanvasRenderingContext2D, mark: Mark, x: number, y: number, r: number, ink: Ink) {
  const most = ink.families[mark.families.indexOf(Math.max(...mark.families))]!;
  circle(g, x, y, r);
  const alpha = g.globalAlpha;
  g.globalAlpha = alpha * 0.09;
  g.fillStyle = most;
  g.fill();
  g.globalAlpha = alpha;
  g.setLineDash([5, 4]);
  g.lineWidth = 1.5;
  g.strokeStyle = most;
  g.stroke();
  g.setLineDash([]);
  number(g, mark.rows.length, x, y, ink, true);
}

function number(g: CanvasRenderingContext2D, n: number, x: number, y: number, ink: Ink, halo = false) {
  const text = n < 10_000 ? String(n) : `${Math.round(n / 1000)}k`;
  if (halo) {
    g.lineWidth = 3;
    g.lineJoin = 'round';
    g.strokeStyle = ink.paper;
    g.strokeText(text, x, y);
  }
  g.fillStyle = ink.ink;
  g.fillText(text, x, y + 0.5);
}

const SHAPES: Record<Family, (g: CanvasRenderingContext2D, x: number, y: number, r: number) => void> = {
  force: (g, x, y, r) => polygon(g, [[x, y - r * 1.15], [x + r * 1.1, y + r * 0.85], [x - r * 1.1, y + r * 0.85]]),
  protest: (g, x, y, r) => circle(g, x, y, r),
  dispute: (g, x, y, r) => polygon(g, [[x, y - r * 1.2], [x + r * 1.2, y], [x, y + r * 1.2], [x - r * 1.2, y]]),
  accord: (g, x, y, r) => polygon(g, [[x - r, y - r], [x + r, y - r], [x + r, y + r], [x - r, y + r]]),
};

function shape(g: CanvasRenderingContext2D, family: Family, x: number, y: number, r: number, ink: Ink) {
  SHAPES[family](g, x, y, r);
  g.fillStyle = ink.families[FAMILIES.indexOf(family)]!;
  g.fill();
  g.lineWidth = 1.5;
  g.strokeStyle = ink.paper;
  g.stroke();
}

function ring(g: CanvasRenderingContext2D, x: number, y: number, r: number, ink: Ink) {
  circle(g, x, y, r);
  g.lineWidth = 2;
  g.strokeStyle = ink.accent;
  g.stroke();
}

function circle(g: CanvasRenderingContext2D, x: number, y: number, r: number) {
  g.beginPath();
  g.arc(x, y, r, 0, FULL);
}

function polygon(g: CanvasRenderingContext2D, points: [number, number][]) {
  g.beginPath();
  points.forEach(([x, y], i) => (i ? g.lineTo(x, y) : g.moveTo(x, y)));
  g.closePath();
}

/** The mark under a pixel: points before wide places, the last drawn first. */
export function hit(marks: readonly Mark[], view: View, px: number, py: number): Mark | null {
  for (let i = marks.length - 1; i >= 0; i--) {
    const { x, y, r } = placed(marks[i]!, view);
    if ((px - x) ** 2 + (py - y) ** 2 <= (r + 3) ** 2) return marks[i]!;
  }
  return null;
}
