import { createSocket, type Socket } from 'node:dgram';
import { createServer } from 'node:net';

// The system gives away what is above, to whoever asks for any port and to each outgoing connection.
const [lowest, highest] = [20_000, 32_000] as const;
const triesMax = 200;

/** The UDP ports of the same numbers say which are taken. The system lets go of them when this process ends, however it ends. */
const marks: Socket[] = [];

/**
 * A port for a server that is killed and has to come back at it: nobody else gets it while this process lives, also while nobody
 * listens there. Test files that run at once have their own.
 */
export async function ownPort(): Promise<number> {
  for (let tries = 0; tries < triesMax; tries += 1) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest));
    const mark = await markTaken(port);
    if (mark === null) continue;
    if (await isFree(port)) {
      marks.push(mark);
      return port;
    }
    mark.close();
  }
  throw new Error(`no port of ${lowest} to ${highest} is free`);
}

function markTaken(port: number): Promise<Socket | null> {
  const mark = createSocket('udp4').unref();
  return new Promise((resolve) => {
    mark.once('error', () => resolve(null));
    mark.bind({ port, address: '127.0.0.1', exclusive: true }, () => resolve(mark));
  });
}

function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  return new Promise((resolve) => {
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
