import type pg from 'pg';

/**
 * Of the server's notice that somebody ended the wait for a standby: what was committed may be lost with the primary, so it is as good as a
 * connection that broke before the answer came.
 */
const UNCONFIRMED = 'SyncRepWaitForLSN';

/** All that a connection was asked fails before another word of the server is heard, though it says that it succeeded. */
export function failUnconfirmed(client: pg.PoolClient): void {
  client.on('notice', ({ routine }) => {
    if (routine !== UNCONFIRMED) return;
    client.connection.emit('error', new Error('Connection terminated: a commit was not confirmed by its standby'));
    client.connection.stream.destroy();
  });
}
