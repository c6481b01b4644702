import { ApiProblem } from '../api/problem.ts';
import type { Say } from '../text/language.tsx';
import { shared } from '../texts/shared.ts';

/** A refusal in words for whoever looks; the server's own words only where they name a field. */
export function sayProblem(say: Say, error: unknown): string {
  if (!(error instanceof ApiProblem)) return say(shared.unexpected, { detail: String(error) });
  switch (error.name) {
    case 'offline':
      return say(shared.offline);
    case 'unavailable':
      return say(shared.unavailable);
    case 'forbidden':
      return say(shared.forbidden);
    case 'not_found':
      return say(shared.notFoundThing);
    case 'bad_request':
      return say(shared.badRequest, { detail: error.detail });
    default:
      return say(shared.unexpected, { detail: error.detail });
  }
}
