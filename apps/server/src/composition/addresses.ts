import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import type { Config } from '../config.ts';
import type { Ends } from './ends.ts';

/** Where the server is to be found, from inside and from outside. */
export interface Addresses {
  readonly host: string;
  readonly port: number;
  /** Where the system chose the port: what holds it until the server listens, with that very socket; null: the port was given. */
  readonly held: Server | null;
  /** Base of the links that are handed out. */
  readonly publicUrl: string;
  /** Base of tracking links. */
  readonly trackingUrl: string;
}

/** PUBLIC_URL is part of what the routes are built of, so a free port is taken before the server can listen, and held. */
export async function findAddresses(
  { host, port: wanted, publicUrl: setUrl, trackingUrl }: Pick<Config, 'host' | 'port' | 'publicUrl' | 'trackingUrl'>,
  ends: Ends,
): Promise<Addresses> {
  const held = wanted === 0 ? await holdFreePort(host) : null;
  // Where the server listens with it, it is closed by then.
  if (held !== null) ends.add('calls', async () => void held.close());
  const port = held === null ? wanted : portOf(held);
  const publicUrl = setUrl ?? `http://${hostInUrl(host)}:${port}`;
  return { host, port, held, publicUrl, trackingUrl: trackingUrl ?? publicUrl };
}

async function holdFreePort(host: string): Promise<Server> {
  // Who calls before there is anybody to answer is turned away, as if nobody listened.
  const server = createServer((early) => early.destroy());
  server.listen(0, host);
  await once(server, 'listening');
  return server;
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

function hostInUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
