import { describe, expect, test } from '@jest/globals';
import { clientFor } from '../support/client.js';
import { startServer } from '../support/server.js';
import { registerApp } from './apps.js';

describe('whoever guesses', () => {
  test('is held up by where it comes from, and the app elsewhere is not', async () => {
    const environment = {
      SIGN_IN_TRIES_PER_ADDRESS: '5',
      TRUSTED_PROXIES: '127.0.0.1',
      PUBLIC_URL: 'https://api.example',
    };
    const server = await startServer({ environment });
    try {
      // Where the world finds it is said by the settings.
      const metadata = await fetch(`${server.origin}/.well-known/oauth-authorization-server/oauth`);
      expect(await metadata.json()).toMatchObject({
        issuer: 'https://api.example/oauth',
        token_endpoint: 'https://api.example/oauth/token',
      });
      const app = await registerApp(await clientFor(server.url, 'owner@acme.test'));
      const from = (address: string, secret: string): Promise<Response> =>
        fetch(`${server.origin}/oauth/token`, {
          method: 'POST',
          headers: { 'x-forwarded-for': address },
          body: new URLSearchParams({ grant_type: 'client_credentials', client_id: app.id, client_secret: secret }),
        });
      for (let guess = 0; guess < 5; guess += 1) expect((await from('192.0.2.1', `guess ${guess}`)).status).toBe(401);
      const held = await from('192.0.2.1', app.secret);
      expect(held.status).toBe(429);
      expect(Number(held.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await held.json()).toMatchObject({ error: 'temporarily_unavailable' });
      // Known by its secret, and in no tenant yet.
      expect(await (await from('192.0.2.2', app.secret)).json()).toMatchObject({ error: 'invalid_grant' });
    } finally {
      await server.stop();
    }
  });
});
