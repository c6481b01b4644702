import { ownerSetting } from './owner.ts';

/** For a small server that loses nothing it has acknowledged. */
const DEFAULTS: Readonly<Record<string, string>> = {
  shared_buffers: '128MB',
  max_connections: '50',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  wal_compression: 'on',
  max_wal_size: '1GB',
  // Compiling pays for queries of seconds; the estimates it goes by are often wrong, and then it costs ours dearly.
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'warning',
  // Why it refused to start is read from its log.
  lc_messages: 'C',
  log_line_prefix: '%m [%p] %e ',
};

/**
 * The arguments of `postgres`. It listens on the machine's own address only; a socket file would be a second way in,
 * with a path that may be too long.
 */
export function serverArguments(
  cluster: string,
  port: number,
  owner: string,
  settings: Readonly<Record<string, string>>,
): readonly string[] {
  const place = { listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: '' };
  const all = [...Object.entries({ ...DEFAULTS, ...settings, ...place }), ownerSetting(owner)];
  return ['-D', cluster, ...all.flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}
