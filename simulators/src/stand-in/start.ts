import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { servePlatform } from './serve-platform.ts';
import { answerSideChannel } from './serve-side-channel.ts';
import type { StandIn } from './stand-in.ts';
import { receiveBody, sendAnswer, splitTarget } from './transport.ts';

const HOST = '127.0.0.1';

export interface RunningStandIn {
  /** `http://127.0.0.1:<port>`, for the server's variable of the platform's base address. */
  readonly url: string;
  /** Ends at once, hanging connections included. */
  close(): Promise<void>;
}

/**
 * Starts a stand-in on the loopback interface; port 0 takes a free one.
 *
 * @throws the listener's error, as `EADDRINUSE`.
 */
export async function startStandIn<Detail>(standIn: StandIn<Detail>, port = 0): Promise<RunningStandIn> {
  const server = createServer((request, response) => {
    // Not caught: every refusal is an answer, so what throws is a defect of the stand-in and must be loud.
    void serve(standIn, request, response);
  });
  return { url: `http://${HOST}:${await listen(server, port)}`, close: () => closeNow(server) };
}

/** Addresses under `/__sim/<name>/` belong to the test, not to the platform: no quota, no fault, no entry in the request log. */
async function serve<Detail>(
  standIn: StandIn<Detail>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, query } = splitTarget(request.url ?? '/');
  const sideChannel = `/__sim/${standIn.name}/`;
  if (!pathname.startsWith(sideChannel)) return servePlatform(standIn, request, response);
  const received = await receiveBody(request, standIn.bodyBytesMax);
  const body = received.kind === 'body' ? received.bytes.toString('utf8') : '';
  const resource = `${request.method ?? ''} ${pathname.slice(sideChannel.length)}`;
  sendAnswer(response, answerSideChannel(standIn, { resource, query, body }));
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function closeNow(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeAllConnections();
  });
}
