import type { Row } from '../src/api';

export interface MadeUp {
  number: number; begins: number | null; ends: number; type: string; mode: string; status: string; country: string; place: string | null; lat: number; lon: number;
  precision: string; confidence: number; reviewed: number; reports: number; part: number; killed: number | null; actors: string[]; targets: string[]; sentence: string;
}
export const TYPES: string[];
export const MODES: string[];
export const STATUSES: string[];
export const COUNTRIES: string[];
export const PRECISIONS: string[];
export const HOSTILE: string[];
export function chance(seed: number): () => number;
export function madeUp(count: number, seed?: number): MadeUp[];
export function rowOf(event: MadeUp): Row;
export function packed(events: MadeUp[], head?: number): Uint8Array;
