import { stdout } from 'node:process';
import pino from 'pino';
import { ConfigError, readConfig } from './config.ts';
import { startServer } from './server.ts';

const configurationWrong = 2;

async function main(): Promise<void> {
  const config = readConfig();
  const log = pino(
    {
      level: config.logLevel,
      serializers: { error: pino.stdSerializers.err },
      // Keys stand in addresses, secrets in settings: neither belongs into a log.
      redact: ['*.authorization', '*.oauth_token', '*.access_token', '*.secret', '*.key'],
    },
    pino.destination(2),
  );
  let stopping: Promise<void> | null = null;
  const givingUp = new AbortController();
  const starting = startServer(config, log, {}, givingUp.signal);
  const stop = (exitCode: number): void => {
    givingUp.abort();
    // A start that was given up has stopped by itself what it had started.
    stopping ??= starting
      .then(
        (server) => server.stop(),
        () => {},
      )
      .then(
        () => process.exit(exitCode),
        (error: unknown) => {
          log.error({ error }, 'the stop failed');
          process.exit(1);
        },
      );
  };
  process.on('SIGTERM', () => stop(0));
  process.on('SIGINT', () => stop(0));
  const server = await starting.catch((error: unknown) => {
    if (givingUp.signal.aborted) return null;
    throw error;
  });
  // Nobody waits for it to be ready any more.
  if (server === null || givingUp.signal.aborted) return;
  if (server.setupUrl !== null) stdout.write(`Nobody owns this server yet. Make the owner: ${server.setupUrl}\n`);
  stdout.write(`Otkuda is ready at ${server.url}\n`);
  const reason = await server.failed;
  if (stopping !== null) return;
  log.fatal(reason);
  stop(1);
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${message}\n`);
  process.exit(error instanceof ConfigError ? configurationWrong : 1);
});
