import { startCodeOf } from '../../domain/start-code.ts';
import { uuidv7 } from '../../domain/uuid.ts';
import type { ClickRecord } from '../../ingest/records.ts';
import type { ManageUnderTest } from './use-manage.ts';

export const oauthToken = 'y0_AgAAAABsecretsecret9876';
export const yandexSettings = { counter_id: '12345678', oauth_token: oauthToken };

export interface SampleProject {
  readonly id: string;
  /** A whole key of the project. */
  readonly key: string;
  /** A link of Yandex. */
  readonly linkId: string;
  readonly destinationId: string;
  /** Calls a method of the compatible API. */
  send(
    method: string,
    body: unknown,
    options?: { key?: string; idempotencyKey?: string },
  ): Promise<{ requestId: string; ok: boolean }>;
  /** A click of the link; answers the start code that it leads to. */
  click(facts?: Partial<ClickRecord>): Promise<string>;
  /** A start, by default with a click of its own. */
  start(userId: string, profile?: object, startValue?: string): Promise<void>;
  readonly path: string;
}

let clicks = 0;

/** A project with a key, a link of Yandex and a destination that is told of starts. */
export async function sampleProject(manage: ManageUnderTest): Promise<SampleProject> {
  const { id } = await manage.done('POST', '/projects', {
    platform: 'telegram',
    kind: 'bot',
    title: 'Sample',
    username: 'sample_bot',
  });
  const path = `/projects/${id}`;
  const { key } = await manage.done('POST', `${path}/keys`, { limits: { per_second: 0, per_hour: 0, per_day: 0 } });
  const link = await manage.done('POST', `${path}/links`, {
    name: 'Яндекс, лето',
    ad_system: 'yandex',
    utm: { source: 'yandex', campaign: 'summer' },
  });
  const destination = await manage.done('POST', `${path}/destinations`, {
    type: 'yandex_metrica',
    name: 'Metrica',
    settings: yandexSettings,
    goals: { start: 'bot_start', events: { sale: 'purchase' } },
  });

  const send: SampleProject['send'] = async (method, body, options = {}) => {
    const found = await manage.directory.findKey(options.key ?? key);
    const apiMethod = manage.methods.find(({ names }) => names.includes(method));
    if (found === null || apiMethod === undefined) throw new Error('no such key or method');
    const { requestId, answer } = await manage.processor.process({
      project: found.project,
      keyId: found.keyId,
      method: apiMethod,
      methodName: method,
      receivedMs: manage.nowMs,
      contentType: 'application/json',
      body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
      idempotencyKey: options.idempotencyKey ?? null,
      replayOf: null,
    });
    return { requestId, ok: answer.ok };
  };
  const click: SampleProject['click'] = async (facts = {}) => {
    clicks += 1;
    const clickId = uuidv7(manage.nowMs);
    await manage.storeClick({
      kind: 'click',
      via: 'link',
      projectId: id,
      clickId,
      linkId: link.id,
      clickedMs: manage.nowMs,
      machine: null,
      adSystem: 'yandex',
      marks: { utm_source: 'yandex', utm_campaign: 'summer' },
      ids: { yclid: `17389465240598745${clicks}` },
      country: null,
      address: `/l/${link.code}?yclid=17389465240598745${clicks}`,
      referrer: 'https://ya.ru/',
      userAgent: 'Mozilla/5.0 (sample)',
      ip: '203.0.113.0',
      ...facts,
    });
    return startCodeOf(clickId);
  };
  const start: SampleProject['start'] = async (userId, profile = {}, startValue) => {
    await send('user_did_start_bot', { user_id: userId, start_value: startValue ?? (await click()), ...profile });
  };
  return { id, key, linkId: link.id, destinationId: destination.id, send, click, start, path };
}
