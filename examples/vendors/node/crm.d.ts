import type { ChangesLatest, FieldError, FollowedChange, Operations } from './operations';

export * from './operations';

/** What a call that failed says; `message` is a sentence in the session's language. */
export class CrmError extends Error {
  /** Its stable code, `invalid`. */
  code: string;
  /** The same as a number. */
  number: number;
  /** Of `invalid`: every wrong field. */
  fields?: FieldError[];
  entity?: string;
  id?: string;
  reason?: string;
  from?: string;
  operation?: string;
  problem?: string;
}

/** How a database is opened: `crm_open` in docs/c.md says more of each. */
export interface Options {
  path?: string;
  read_only?: boolean;
  must_exist?: boolean;
  time_zone?: string;
  currency?: string;
  locale?: string;
  synchronous?: 'full' | 'normal';
  memory_map?: boolean;
  readers?: number;
  now?: string;
}

/** Arguments may be left out where none is required. */
type Given<K extends keyof Operations> = {} extends Operations[K]['arguments']
  ? [args?: Operations[K]['arguments']]
  : [args: Operations[K]['arguments']];

/** An opened database. */
export class Engine {
  static open(options?: Options): Engine;
  bootstrap(login: string, displayName: string, roles: string[]): string;
  session(login: string): Session;
  signIn(login: string, password: string, more?: { code?: string; client?: { address?: string; device?: string } }): Session;
  interrupt(): void;
  close(): void;
}

/** The engine as one user sees it. */
export class Session {
  in(language: string): Session;
  callSync<K extends keyof Operations>(operation: K, ...args: Given<K>): Operations[K]['result'];
  /** Of a pack, whose operations are data. */
  callSync(operation: `${string}.${string}.${string}`, args?: object): unknown;
  call<K extends keyof Operations>(operation: K, args?: Operations[K]['arguments'], options?: { signal?: AbortSignal }): Promise<Operations[K]['result']>;
  call(operation: `${string}.${string}.${string}`, args?: object, options?: { signal?: AbortSignal }): Promise<unknown>;
  waitChanges(after: number, timeoutMs: number): Promise<number>;
  changes(options?: { from?: ChangesLatest; signal?: AbortSignal }): AsyncGenerator<FollowedChange>;
  close(): void;
}

/** Loads the library from a path; before anything else, and once. */
export function load(path?: string): { version: string };
