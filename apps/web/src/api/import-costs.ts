import { apiAddress } from './call.ts';
import { readProblem } from './problem.ts';
import type { StoredCosts } from './schema.gen.ts';

/** Sends a table of costs as it is: the one call whose body is not JSON. Throws an `ApiProblem` that names the rows. */
export async function importCosts(projectId: string, table: File): Promise<StoredCosts> {
  const response = await fetch(apiAddress(`/projects/${encodeURIComponent(projectId)}/costs/import`), {
    method: 'POST',
    headers: { 'content-type': 'text/csv', 'accept-language': document.documentElement.lang },
    body: await table.arrayBuffer(),
  });
  if (!response.ok) throw await readProblem(response);
  return (await response.json()) as StoredCosts;
}
