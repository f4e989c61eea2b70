// The chosen rows as a table for a spreadsheet. A cell that a spreadsheet would run as a formula is disarmed.
import type { Row } from '../api';

const COLUMNS: [string, (row: Row) => string | number | null][] = [
  ['event', (r) => r.event], ['from', (r) => r.from], ['to', (r) => r.to], ['when', (r) => r.when], ['type', (r) => r.type], ['mode', (r) => r.mode],
  ['status', (r) => r.status], ['actors', (r) => r.actors.join('; ')], ['targets', (r) => r.targets.join('; ')], ['place', (r) => r.place],
  ['country', (r) => r.country], ['figures', (r) => r.figures.join('; ')], ['reports', (r) => r.reports], ['origins', (r) => r.origins],
  ['confidence', (r) => r.confidence], ['reviewed', (r) => (r.reviewed ? 'yes' : 'no')], ['part_of', (r) => r.part_of], ['sentence', (r) => r.sentence],
];

function field(value: string | number | null): string {
  const text = String(value ?? '');
  const disarmed = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(disarmed) ? `"${disarmed.replaceAll('"', '""')}"` : disarmed;
}

export function toCsv(rows: readonly Row[]): string {
  const lines = [COLUMNS.map(([name]) => name), ...rows.map((row) => COLUMNS.map(([, of]) => field(of(row))))];
  return lines.map((line) => line.join(',')).join('\r\n') + '\r\n';
}
