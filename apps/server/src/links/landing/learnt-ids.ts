import type { IncomingMessage, ServerResponse } from 'node:http';
import { readStartValue } from '../../domain/start-code.ts';
import { uuidMs } from '../../domain/uuid.ts';
import { isLinkCode } from '../link-code.ts';
import { answerNothing, answerRefusal } from './answer.ts';
import type { LandingDependencies } from './dependencies.ts';
import { readPosted, textOf } from './read-body.ts';
import { readIds } from './read-ids.ts';

/** Pages stay open for long, but what is said of older clicks is not theirs. */
const ageMsMax = 7 * 86_400_000;

/**
 * `POST /s/ids`: what a page has learnt of its visitor after the click (a Yandex ClientID, cookies of other scripts), and whether they
 * went on to the messenger. Who knows the code of a click is its visitor; nobody else's clicks can be added to.
 */
export async function takeLearntIds(
  request: IncomingMessage,
  response: ServerResponse,
  dependencies: LandingDependencies,
): Promise<void> {
  const posted = await readPosted(request);
  if (posted.kind !== 'object') return answerRefusal(response, 400, 'body', 'a small JSON object was expected');
  const { fields } = posted;
  const value = readStartValue(textOf(fields.click) ?? '');
  if (value.kind !== 'code') return answerRefusal(response, 400, 'click', 'the code of a click was expected');
  const nowMs = dependencies.now();
  if (Math.abs(nowMs - uuidMs(value.clickId)) > ageMsMax) {
    return answerRefusal(response, 400, 'click', 'a click of the last 7 days was expected');
  }
  const code = textOf(fields.link) ?? '';
  const link = isLinkCode(code) ? await dependencies.directory.findLink(code) : null;
  if (link === null) return answerRefusal(response, 404, 'link', 'there is no such link');
  const ids = readIds(fields.ids);
  const { project } = link;
  const click = { clickId: value.clickId, projectId: project.projectId };
  const storing: Promise<void>[] = [];
  if (Object.keys(ids).length > 0) {
    storing.push(dependencies.storeClickIds({ kind: 'click_ids', ...click, ids, learntMs: nowMs }));
  }
  // After the ids, which its goals are told with.
  if (fields.press === true) {
    dependencies.onPress();
    storing.push(dependencies.storePress({ kind: 'press', project, clickId: value.clickId, pressedMs: nowMs }));
  }
  await Promise.all(storing);
  answerNothing(response);
}
