import { describe, expect, it } from 'vitest';
import { inTemporaryFolder, makeBot, manage, type ServerProcess, startProcess } from './server-process.ts';

/** A stop finishes what was accepted: whatever was answered OK is there after the next start. */
describe.each([
  ['SIGTERM to npm', (server: ServerProcess) => server.child.kill('SIGTERM')],
  [
    'SIGINT to the whole group, as Ctrl-C does',
    (server: ServerProcess) => process.kill(-(server.child.pid ?? 0), 'SIGINT'),
  ],
  [
    'SIGTERM to the whole group, twice',
    (server: ServerProcess) => {
      process.kill(-(server.child.pid ?? 0), 'SIGTERM');
      process.kill(-(server.child.pid ?? 0), 'SIGTERM');
    },
  ],
])('%s', (_name, stop) => {
  it('under load ends with 0 and loses nothing that was answered', async () => {
    await inTemporaryFolder(async (folder, started) => {
      const server = started(await startProcess(['npm', 'start', '--silent'], { DATA_DIR: folder }));
      const { projectId, key } = await makeBot(server.url);
      const acknowledged: string[] = [];
      const senders = Array.from({ length: 8 }, (_, sender) => sendUntilRefused(server.url, key, sender, acknowledged));
      while (acknowledged.length < 200)
        await Promise.race([new Promise((resolve) => setImmediate(resolve)), server.ended]);
      stop(server);
      await Promise.all(senders);
      expect(await server.ended).toBe(0);
      expect(server.output.at(-1)).toBe(`Otkuda is ready at ${server.url}`);

      const again = started(await startProcess(['npm', 'start', '--silent'], { DATA_DIR: folder }));
      const stored = new Set<string>();
      let cursor: string | null = '';
      while (cursor !== null) {
        const page = await manage(
          again.url,
          'GET',
          `/projects/${projectId}/events?limit=1000${cursor === '' ? '' : `&cursor=${cursor}`}`,
        );
        for (const event of page.items as { user_id: string }[]) stored.add(event.user_id);
        cursor = page.next_cursor as string | null;
      }
      expect(acknowledged.filter((user) => !stored.has(user))).toEqual([]);
    });
  });
});

async function sendUntilRefused(url: string, key: string, sender: number, acknowledged: string[]): Promise<void> {
  for (let n = 0; ; n += 1) {
    const user = `${sender}-${n}`;
    try {
      const response = await fetch(`${url}/v1/${key}/add_event`, {
        method: 'POST',
        body: JSON.stringify({ user_id: user, event_type: 'step' }),
      });
      if (response.status !== 200) return;
      acknowledged.push(user);
    } catch {
      return;
    }
  }
}
