// Every page of the program, with what shows that it has come to rest.
import type { Page } from '@playwright/test';
import type { ActorRow, Row } from '../src/api';
import type { Served } from './program';
import { expect } from './watched';

export interface Place {
  name: string;
  path: string;
  /** What can be seen once the page is there. */
  shows: string;
}

/** The pages of a case: the event with most reports, its first report, the actor with most events. */
export async function places(served: Served): Promise<Place[]> {
  const { numbers } = await served.ask<{ numbers: number[] }>('/api/match');
  const { rows } = await served.ask<{ rows: Row[] }>(`/api/rows?numbers=${numbers.slice(0, 500).join(',')}`);
  // Of those with most reports the one on whose figures they differ most.
  const differing = ({ figures }: Row) => figures.filter((told) => told.includes('–')).length;
  const most = rows.toSorted((a, b) => b.reports - a.reports || differing(b) - differing(a) || b.figures.length - a.figures.length)[0];
  const { rows: reports } = await served.ask<{ rows: { document: string; accounts: number }[] }>('/api/reports?limit=50');
  const longest = reports.toSorted((a, b) => b.accounts - a.accounts)[0];
  const { actors } = await served.ask<{ actors: ActorRow[] }>('/api/actors?limit=1');
  return [
    { name: 'overview', path: '/', shows: 'main h1:has-text(" of ")' },
    { name: 'event', path: `/event/${most?.number}`, shows: 'table.slots' },
    { name: 'brief', path: `/event/${most?.number}?print=brief`, shows: 'article.brief ol.notes li' },
    { name: 'reports', path: '/reports', shows: '[role=table] [role=row] a' },
    { name: 'report', path: `/report/${longest?.document}`, shows: 'main .split' },
    { name: 'review', path: '/review', shows: 'button[data-number][aria-current=true]' },
    { name: 'actors', path: '/actors', shows: '[role=table] [role=row] a' },
    { name: 'actor', path: `/actor?name=${encodeURIComponent(actors[0]?.name ?? '')}`, shows: 'main h2' },
    { name: 'sources', path: '/sources', shows: 'main h2' },
    { name: 'add', path: '/add', shows: 'main h1' },
    { name: 'log', path: '/log', shows: 'main h1' },
    { name: 'coders', path: '/coders', shows: 'main h1' },
    { name: 'sign-in', path: '/sign-in', shows: 'main form' },
  ];
}

/** Goes there as by a typed address, and waits until it is there. */
export async function visit(page: Page, place: Place) {
  const answer = await page.goto(place.path);
  expect(answer?.status(), `${place.path} answers`).toBe(200);
  await settled(page, place);
}

/** Waits until the page is there and nothing in it is still being fetched. */
export async function settled(page: Page, place: Place) {
  await expect(page.locator(place.shows).first(), place.name).toBeVisible();
  await expect(page.locator('main .loading'), place.name).toHaveCount(0);
  // A moment for what is drawn after the words are there.
  await page.waitForTimeout(500);
}
