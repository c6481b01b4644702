import { createServer } from 'node:net';
import type { Config } from '../config.ts';

/** Where the server is to be found, from inside and from outside. */
export interface Addresses {
  readonly host: string;
  readonly port: number;
  /** Base of the links that are handed out. */
  readonly publicUrl: string;
  /** Base of tracking links. */
  readonly trackingUrl: string;
}

/** PUBLIC_URL is part of what the routes are built of, so a free port has to be known before the server listens. */
export async function findAddresses({
  host,
  port: wanted,
  publicUrl: setUrl,
  trackingUrl,
}: Pick<Config, 'host' | 'port' | 'publicUrl' | 'trackingUrl'>): Promise<Addresses> {
  const port = wanted === 0 ? await freePort(host) : wanted;
  const publicUrl = setUrl ?? `http://${hostInUrl(host)}:${port}`;
  return { host, port, publicUrl, trackingUrl: trackingUrl ?? publicUrl };
}

async function freePort(host: string): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(0, host, resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

function hostInUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
