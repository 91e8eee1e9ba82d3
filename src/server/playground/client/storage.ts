/**
 * Where GraphiQL remembers its state. By default it uses localStorage, for ever, and its history keeps the headers of each
 * request, bearer tokens among them. Queries on personal data name people ("where email is ..."), so here everything lives
 * in sessionStorage, which ends with the browser tab, and headers are never stored.
 *
 * The keys: `graphiql:query`, `graphiql:variables`, `graphiql:operationName` (the editors), `graphiql:tabState` (the same
 * per tab), `graphiql:queries` and `graphiql:favorites` (history), `graphiql:theme`, `graphiql:visiblePlugin` and
 * `graphiql:*Flex` (the layout), and our own `sluice:tenant` (the slug of the chosen tenant). Nothing is in localStorage;
 * password, session and CSRF token are in neither.
 */
const PREFIX = 'graphiql:';
const HISTORY_KEYS = ['graphiql:queries', 'graphiql:favorites'];
const TENANT_KEY = 'sluice:tenant';

export interface EditorStorage {
  readonly length: number;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
  clear(): void;
}

export const editorStorage: EditorStorage = {
  get length() {
    return ownKeys().length;
  },
  getItem: (key) => sessionStorage.getItem(key),
  setItem: (key, value) => {
    if (key === 'graphiql:headers') return;
    sessionStorage.setItem(key, HISTORY_KEYS.includes(key) ? withoutHeaders(value) : value);
  },
  removeItem: (key) => {
    sessionStorage.removeItem(key);
  },
  clear: () => {
    for (const key of ownKeys()) sessionStorage.removeItem(key);
  },
};

export function rememberedTenant(): string {
  return sessionStorage.getItem(TENANT_KEY) ?? '';
}

export function rememberTenant(slug: string): void {
  if (slug === '') sessionStorage.removeItem(TENANT_KEY);
  else sessionStorage.setItem(TENANT_KEY, slug);
}

function ownKeys(): string[] {
  return Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
}

function withoutHeaders(history: string): string {
  return JSON.stringify(JSON.parse(history), (key, value: unknown) => (key === 'headers' ? undefined : value));
}
