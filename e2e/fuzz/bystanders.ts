import { randomUUID } from 'node:crypto';
import type { FuzzSite } from './fuzz.ts';

/** People whom no fuzzed body can name. What is known and counted of them must not change, whatever comes in beside them. */
export interface Bystanders {
  /** Everything that is known of them, as text. */
  look(): Promise<string>;
}

export async function standBy(site: FuzzSite): Promise<Bystanders> {
  const people = Array.from({ length: 3 }, () => `bystander-${randomUUID()}`);
  for (const person of people) {
    await post(site, 'user_did_start_bot', { user_id: person, first_name: 'Anna', username: 'anna' });
    await post(site, 'add_event', { user_id: person, event_type: 'sale', amount: 100 });
    await post(site, 'send_reach_goal', { user_id: person, target: 'lead' });
  }
  return {
    async look() {
      const dossiers = people.map(async (person) => {
        const info = await post(site, 'get_user_info', { user_id: person });
        const response = await fetch(`${site.url}/api/v1/projects/${site.projectId}/subscribers/${person}`, {
          headers: { authorization: `Bearer ${site.adminToken}` },
        });
        if (!response.ok) throw new Error(`a bystander is gone: ${response.status}`);
        return [info, await response.text()];
      });
      return JSON.stringify(await Promise.all(dossiers));
    },
  };
}

async function post(site: FuzzSite, method: string, body: object): Promise<string> {
  const response = await fetch(`${site.url}/v1/${site.key}/${method}`, { method: 'POST', body: JSON.stringify(body) });
  const answer = await response.text();
  if (!response.ok) throw new Error(`${method} of a bystander was refused: ${answer}`);
  return answer;
}
