/** A browser as far as a flow of OAuth needs one: it keeps cookies, follows what it is told within the server, and fills in forms. */
export interface Seen {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  readonly url: string;
}

export class Browser {
  readonly cookies = new Map<string, string>();

  constructor(readonly origin: string) {}

  /** Until a page, or until it is sent somewhere else: then that is where it is. */
  async open(address: string, init: RequestInit = {}): Promise<Seen> {
    let url = new URL(address, this.origin);
    let next: RequestInit = init;
    for (let hop = 0; hop < 10; hop += 1) {
      const seen = await this.ask(url.href, next);
      const location = seen.headers.get('location');
      if (location === null) return seen;
      url = new URL(location, url);
      if (url.origin !== this.origin) return { ...seen, url: url.href };
      next = {};
    }
    throw new Error('The server sends in circles.');
  }

  /** One request, and nothing followed. */
  async ask(url: string, init: RequestInit = {}): Promise<Seen> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = new Headers(init.headers);
    if (cookie !== '') headers.set('cookie', cookie);
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split('; ');
      this.cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    return { status: response.status, headers: response.headers, body: await response.text(), url };
  }

  submit(page: Seen, fields: Fields, headers: Record<string, string> = { origin: this.origin }): Promise<Seen> {
    const { action, filled } = formOf(page.body);
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...filled, ...fields }))
      for (const one of [value].flat()) body.append(name, one);
    return this.open(new URL(action, page.url).href, { method: 'POST', body, headers });
  }
}

export type Fields = Readonly<Record<string, string | readonly string[]>>;

/** What a form holds before anybody touches it. */
export function formOf(html: string): { readonly action: string; readonly filled: Record<string, string | string[]> } {
  const action = unescaped(/<form method="post" action="([^"]*)"/.exec(html)?.[1] ?? '');
  const filled: Record<string, string | string[]> = {};
  for (const [input] of html.matchAll(/<input[^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(input)?.[1];
    const value = /value="([^"]*)"/.exec(input)?.[1] ?? '';
    if (name === undefined) continue;
    if (!input.includes('type="checkbox"')) filled[name] = unescaped(value);
    else if (input.includes(' checked')) filled[name] = [...[filled[name] ?? []].flat(), value];
  }
  const option = /<select name="([^"]*)"><option value="([^"]*)"/.exec(html);
  if (option?.[1] !== undefined) filled[option[1]] = option[2] ?? '';
  return { action, filled };
}

function unescaped(text: string): string {
  return text.replace(/&#(\d+);/g, (_sign, code: string) => String.fromCharCode(Number(code)));
}
