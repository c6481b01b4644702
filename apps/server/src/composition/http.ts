import type { FastifyInstance } from 'fastify';
import type { Addresses } from './addresses.ts';
import type { Ends } from './ends.ts';

/** How long a call that is under way may take once the server stops; what hangs longer is cut. */
const lastCallMs = 5_000;

/** Takes calls from now on; with the socket that holds the port, where one does. */
export async function listen(app: FastifyInstance, { host, port, held }: Addresses, ends: Ends): Promise<void> {
  ends.add('calls', () => close(app));
  // `net.Server.listen` takes anything with a `_handle`; Fastify passes on what it is given.
  const socket = held === null ? {} : { _handle: Reflect.get(held, '_handle') as unknown };
  await app.listen({ host, port, ...socket });
}

/** Lets the calls that are under way end. A connection that turns idle after its last answer is closed at once. */
async function close(app: FastifyInstance): Promise<void> {
  const sweep = setInterval(() => app.server.closeIdleConnections(), 20);
  const cut = setTimeout(() => app.server.closeAllConnections(), lastCallMs);
  try {
    await app.close();
  } finally {
    clearInterval(sweep);
    clearTimeout(cut);
  }
}
