/** A world and the nodes that serve it; several runs may follow each other on one. */
import { Node } from './nodes.mjs';
import { connect, dropWorld, makeWorld, SECRET_KEY } from './world.mjs';

const SKEWS_MS = [0, 300_000, -300_000];
/** Longer than any answer of an earlier run can still take. */
const SETTLE_MS = 1_000;

export async function openStage(server, dist, { nodeCount = 3, skew = false, environment = {} } = {}) {
  const world = await makeWorld(dist, server);
  const nodes = [];
  for (let at = 0; at < nodeCount; at += 1)
    nodes.push(
      new Node(`n${at}`, {
        dist,
        databaseUrl: await server.urlOfNode(world.urls.api),
        secretKey: SECRET_KEY,
        skewMs: skew ? SKEWS_MS[at % SKEWS_MS.length] : 0,
        environment,
      }),
    );
  const close = async () => {
    await Promise.all(nodes.map((node) => node.stop()));
    await dropWorld(server, world);
  };
  try {
    await Promise.all(nodes.map((node) => node.restart()));
  } catch (error) {
    await close();
    throw error;
  }
  return { server, dist, world, nodes, close };
}

/** As if no consent had ever been given, no program let in, and nobody had looked. */
export async function clearStage({ world }) {
  const client = await connect(world.urls.superuser);
  for (const table of ['webhook', 'auth.support_grant', 'auth.api_token', 'auth.integration'])
    await client.query(`delete from ${table}`);
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  for (const table of ['access_entry', 'auth.disclosure', 'auth.disclosure_note'])
    await client.query(`delete from ${table}`);
  await client.end();
}
