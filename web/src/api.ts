// The server's answers, typed. One function a question; errors are `ApiError`s with the server's own words.

export type EventId = `e${number}`;
export type AccountId = `a${number}`;

export interface Session {
  case: string;
  version: string;
  coder: string | null;
  csrf: string;
  /** A password is needed and nobody is signed in. */
  sign_in: boolean;
  passwords: boolean;
  blind: boolean;
  read_only: boolean;
  as_of: string | null;
}

export interface Summary {
  documents: number;
  accounts: number;
  events: number;
  claims: number;
  problems: number;
  reviewed: number;
  first_published: string | null;
  last_published: string | null;
  head: number;
  /** Events are being brought up to date in the background. */
  behind: boolean;
}

/** An event as the table shows it. */
export interface Row {
  event: EventId;
  number: number;
  when: string | null;
  from: string | null;
  to: string | null;
  type: string;
  mode: string | null;
  status: string;
  actors: string[];
  targets: string[];
  place: string | null;
  country: string | null;
  figures: string[];
  reports: number;
  origins: number;
  /** 0 to 1. */
  confidence: number;
  reviewed: boolean;
  part_of: EventId | null;
  sentence: string;
}

/** Words of a report with their offsets in Unicode code points. */
export interface Quote {
  text: string;
  start: number;
  end: number;
}

export interface StatementView {
  slot: string;
  value: string;
  words: Quote;
  /** Where the words stand in bytes, as in the record of the event. */
  span: { start: number; end: number };
  source: string | null;
  claim: string | null;
  by: string;
}

export interface AccountView {
  account: AccountId;
  number: number;
  document: string;
  title: string | null;
  publisher: string | null;
  published: string | null;
  type: string;
  mode: string | null;
  status: string;
  sentence: Quote;
  confidence: number;
  by: string;
  statements: StatementView[];
}

export interface Tie {
  a: AccountId;
  b: AccountId;
  together: boolean;
  probability: number;
  score: number;
  vetoed: string | null;
  reasons: { feature: string; value: number; points: number; why: string }[];
}

export type Saying = 'right' | 'wrong' | 'instead' | 'same' | 'not_same' | 'entity' | 'note' | 'missed';

export interface JudgementView {
  number: number;
  at: string;
  by: string;
  says: Saying;
  accounts: AccountId[];
  what: string;
  why: string | null;
  holds: boolean;
  undone_by: number | null;
  seconds: number | null;
}

export interface HistoryView {
  at: string;
  number: number;
  step: string;
  what: string;
  by: string | null;
}

export interface EventView {
  /** The whole record of the event, as `qantar-record` writes it. */
  event: { id: EventId } & Record<string, unknown>;
  row: Row;
  accounts: AccountView[];
  /** Accounts that were left out of it as wrong, with the judgements to undo. */
  left_out: (AccountView & { judgements: number[] })[];
  /** The event that this was left out of as wrong. */
  out_of: Row | null;
  ties: Tie[];
  parts: Row[];
  whole: Row | null;
  judgements: JudgementView[];
  history: HistoryView[];
  mine: 'right' | 'wrong' | null;
}

export interface ReportRow {
  number: number;
  document: string;
  title: string | null;
  publisher: string | null;
  published: string | null;
  author: string | null;
  url: string | null;
  language: string | null;
  words: number;
  accounts: number;
  claims: number;
  problems: number;
  from: string[];
}

/** A problem that reading a report met. */
export interface Problem {
  document?: string;
  title?: string | null;
  stage?: string;
  message: string;
}

export interface ReportView {
  /** A `qantar.reading/1`: the text as kept and the layers over it. */
  reading: Record<string, unknown>;
  accounts: { local: string; account: AccountId; event: EventId; retired: boolean; missed: boolean }[];
  added: (AccountView & { event: EventId })[];
  from: string[];
  problems: Problem[];
}

export interface QueueItem {
  row: Row;
  /** 0 to 1: uncertainty times weight. */
  value: number;
  why: string;
}

export interface MissedAccount {
  document: string;
  start: number;
  end: number;
  type: string;
  mode: string | null;
  status: string;
  actors: string[];
  targets: string[];
  place: string | null;
  time: string | null;
  counts: string[];
}

export interface NewJudgement {
  says: Saying;
  numbers: string[];
  slot?: string;
  words?: string;
  /** Where the words stand in the report, in characters. */
  start?: number;
  end?: number;
  value?: string;
  name?: string;
  known_as?: string;
  text?: string;
  why?: string;
  seconds?: number;
  missed?: MissedAccount;
}

export interface Judged {
  judgements: number[];
  /** Where the numbers lead now. */
  events: EventId[];
  conflicts: string[];
  behind: boolean;
}

export interface Coders {
  coders: { name: string; judgements: number; records: number; median_seconds: number | null }[];
  agreement: { coders: string[]; units: number; rows: { slot: string; alpha: number | null; units: number }[] };
}

export interface ActorRow {
  name: string;
  country: string | null;
  sector: string | null;
  events: number;
  acts: number;
  suffers: number;
  aliases: string[];
}

export interface ActorTie {
  actor: string;
  target: string;
  events: number;
  types: Record<string, number>;
}

export interface ActorView {
  actor: ActorRow;
  aliases: { name: string; judgement: number | null; by: string | null }[];
  alike: { name: string; events: number }[];
  acts_on: { name: string; events: number }[];
  acted_by: { name: string; events: number }[];
  /** Numbers of its events. */
  numbers: number[];
}

export interface Sources {
  /** `publisher` is null for reports that do not say where they were printed. */
  outlets: { publisher: string | null; reports: number; accounts: number; first: string | null; last: string | null; problems: number }[];
  days: { day: string; publisher: string | null; reports: number }[];
  thin: { day: string; reports: number; usual: number }[];
  problems: Required<Problem>[];
  unread: number;
  /** What is no report, or none that can be opened; at most 500 of them. */
  refused: { total: number; rows: { origin: string; message: string; first_seen: string }[] };
}

export interface Job {
  done: number;
  total: number;
  new: number;
  unchanged: number;
  changed: number;
  problems: { from: string; message: string }[];
  finished: boolean;
}

export interface Ontology {
  types: { type: string; label: string; definition: string; modes: { mode: string; label: string }[] }[];
  statuses: string[];
  slots: string[];
  counted: string[];
  precisions: string[];
}

export interface LogEntry {
  entry: number;
  at: string;
  kind: string;
  subject: string;
}

export interface Matching {
  text?: string;
  actor?: string;
  target?: string;
  party?: string;
  place?: string;
  source?: string;
  publisher?: string;
  document?: string;
}

/** What the server answered instead of what was asked for. `status` is 0 where no answer came at all. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly help: string | null = null,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

let token = '';

/** Called where the server says that nobody is signed in. The frame sets it. */
let onSignIn: () => void = () => {};
export function whenSignedOut(then: () => void) {
  onSignIn = then;
}

async function failure(response: Response): Promise<ApiError> {
  try {
    const { error } = (await response.json()) as { error: { code: string; message: string; help: string | null } };
    return new ApiError(response.status, error.code, error.message, error.help);
  } catch {
    return new ApiError(response.status, 'unknown', response.statusText || String(response.status));
  }
}

async function send(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, { credentials: 'same-origin', ...init });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError(0, 'no_answer', 'the server does not answer');
  }
  if (response.ok || response.status === 304) return response;
  const error = await failure(response);
  if (error.status === 401 && path !== '/api/session') onSignIn();
  throw error;
}

type Query = Record<string, string | number | undefined | null>;

/** A path with the values that are there. */
export function asked(path: string, query: Query = {}): string {
  const given = Object.entries(query).filter(([, v]) => v !== undefined && v !== null && v !== '');
  const search = new URLSearchParams(given.map(([k, v]) => [k, String(v)])).toString();
  return search ? `${path}?${search}` : path;
}

async function get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  const response = await send(asked(path, query), { ...(signal ? { signal } : {}), headers: { accept: 'application/json' } });
  return (await response.json()) as T;
}

async function write<T>(method: 'POST' | 'DELETE', path: string, body?: unknown): Promise<T> {
  const headers: Record<string, string> = { accept: 'application/json', 'x-qantar-token': token };
  const form = body instanceof FormData;
  if (body !== undefined && !form) headers['content-type'] = 'application/json';
  const response = await send(path, { method, headers, ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }) });
  const text = await response.text();
  return (text ? JSON.parse(text) : null) as T;
}

function holding(session: Session): Session {
  token = session.csrf;
  return session;
}

export const api = {
  session: async () => holding(await get<Session>('/api/session')),
  signIn: async (name: string, password?: string) => holding(await write<Session>('POST', '/api/session', { name, ...(password ? { password } : {}) })),
  signOut: () => write<unknown>('DELETE', '/api/session'),

  summary: () => get<Summary>('/api/summary'),
  columns: async (etag: string | null): Promise<{ bytes: ArrayBuffer; etag: string | null } | null> => {
    const response = await send('/api/columns', etag ? { headers: { 'if-none-match': etag }, cache: 'no-store' } : {});
    if (response.status === 304) return null;
    return { bytes: await response.arrayBuffer(), etag: response.headers.get('etag') };
  },
  match: (conditions: Matching, signal?: AbortSignal) => get<{ numbers: number[]; head: number }>('/api/match', { ...conditions }, signal),
  rows: (numbers: readonly number[], signal?: AbortSignal) => get<{ rows: Row[] }>('/api/rows', { numbers: numbers.join(',') }, signal),

  event: (number: number) => get<EventView>(`/api/events/${number}`),
  neighbours: (number: number) => get<{ rows: { row: Row; tie: Tie }[] }>(`/api/events/${number}/neighbours`),
  compare: (a: number, b: number) => get<Tie>('/api/compare', { a, b }),

  reports: (query: { offset?: number; limit?: number; publisher?: string; text?: string }) => get<{ total: number; rows: ReportRow[] }>('/api/reports', query),
  report: (document: string) => get<ReportView>(`/api/reports/${encodeURIComponent(document)}`),
  addReports: (form: FormData) => write<{ job: number }>('POST', '/api/reports', form),
  job: (job: number) => get<Job>(`/api/jobs/${job}`),
  stopJob: (job: number) => write<unknown>('DELETE', `/api/jobs/${job}`),

  queue: (query: { limit?: number; numbers?: string } = {}) => get<{ items: QueueItem[]; left: number }>('/api/queue', query),
  judge: (judgement: NewJudgement) => write<Judged>('POST', '/api/judgements', judgement),
  undo: (judgements: number[], why?: string) => write<Judged>('POST', '/api/undo', { judgements, ...(why ? { why } : {}) }),
  judgements: (query: { offset?: number; limit?: number; by?: string } = {}) => get<{ total: number; rows: JudgementView[] }>('/api/judgements', query),
  coders: () => get<Coders>('/api/coders'),

  actors: (query: { text?: string; numbers?: string; limit?: number } = {}) => get<{ total: number; actors: ActorRow[]; ties: ActorTie[]; total_ties: number }>('/api/actors', query),
  actor: (name: string) => get<ActorView>('/api/actor', { name }),
  sources: () => get<Sources>('/api/sources'),
  ontology: () => get<Ontology>('/api/ontology'),
  log: (query: { offset?: number; limit?: number } = {}) => get<{ total: number; rows: LogEntry[] }>('/api/log', query),
};
