// The clock of a review: what counts as looking.
import { describe, expect, it } from 'vitest';
import { Clock, IDLE_MS } from '../src/review/clock';

describe('seconds a record', () => {
  it('count while somebody is there', () => {
    const clock = new Clock(0);
    clock.alive(4_000);
    expect(clock.seconds(7_000)).toBe(7);
  });

  it('stand still while the page is out of sight', () => {
    const clock = new Clock(0);
    clock.hide(5_000);
    expect(clock.seconds(500_000)).toBe(5);
    clock.alive(500_000);
    expect(clock.seconds(503_000)).toBe(8);
  });

  it('stop a minute after the last sign of life', () => {
    const clock = new Clock(0);
    clock.alive(10 * IDLE_MS);
    expect(clock.seconds(20 * IDLE_MS)).toBe(120);
  });

  it('begin anew with the next record, and are at least one', () => {
    const clock = new Clock(0);
    clock.alive(9_000);
    clock.restart(9_000);
    expect(clock.seconds(9_000)).toBe(0);
    expect(clock.seconds(9_100)).toBe(1);
  });
});
