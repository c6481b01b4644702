import type { ManageApp } from './dependencies.ts';

/** Reads JSON; an empty body counts as none, since many clients send the header of JSON with every call. */
export function readJsonOrNothing(app: ManageApp): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body.length === 0) done(null, undefined);
    else void parse(request, String(body), done);
  });
}
