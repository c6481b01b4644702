import type pg from 'pg';
import type { ApiDependencies } from '../api/routes.ts';
import { updateStore } from '../api/update-store.ts';
import type { Config } from '../config.ts';
import type { Directory } from '../directory/directory.ts';
import { isStorageAway } from '../ingest/storage-errors.ts';
import { type InviteFor, isPersons } from '../links/way-on.ts';
import { maxMessenger } from '../messengers/max/max-messenger.ts';
import { trustingFetch } from '../messengers/max/trusting-fetch.ts';
import { Messengers } from '../messengers/messengers.ts';
import type { Timing } from '../messengers/options.ts';
import { telegramMessenger } from '../messengers/telegram/telegram-messenger.ts';
import type { Sealer } from '../secrets/seal.ts';
import type { Addresses } from './addresses.ts';
import type { Ends } from './ends.ts';
import type { Warn } from './warn.ts';

interface MessengersNeeds {
  readonly config: Pick<Config, 'telegramApiUrl' | 'maxApiUrl' | 'maxCaFile'>;
  readonly pool: pg.Pool;
  readonly sealer: Sealer;
  readonly directory: Directory;
  /** Takes the updates of the server's own bots like those that others forward. */
  readonly api: Pick<ApiDependencies, 'processor' | 'methods'>;
  readonly addresses: Addresses;
  readonly timing: Partial<Timing>;
  readonly now: () => number;
  readonly warn: Warn;
  readonly ends: Ends;
}

/** The server's own bots; nothing is asked of a messenger before they are started. */
export function openMessengers(needs: MessengersNeeds): Messengers {
  const { config, pool, sealer, directory, api, addresses, timing, now, warn, ends } = needs;
  const fetchOfMax = trustingFetch(config.maxCaFile);
  const messengers = new Messengers({
    pool,
    seal: (text) => sealer.seal(text),
    open: (sealed) => sealer.open(sealed),
    openMessenger: (platform, token) =>
      platform === 'telegram'
        ? telegramMessenger(token, config.telegramApiUrl)
        : maxMessenger(token, config.maxApiUrl, fetchOfMax),
    project: (projectId) => directory.project(projectId),
    storeUpdate: updateStore(api.processor, api.methods, now),
    isStorageAway,
    publicUrl: addresses.publicUrl,
    now,
    log: warn,
    timing,
  });
  ends.add('calls', () => messengers.stop(), 5_000);
  return messengers;
}

/** The way into a channel for a visitor of a link. Whoever visits the link of a bot has their code and needs none. */
export function invitesOf(messengers: Pick<Messengers, 'wayIn'>): InviteFor {
  return ({ project, linkId }, click) => {
    if (project.kind === 'bot') return null;
    return messengers.wayIn({
      projectId: project.projectId,
      linkId,
      clickId: click.clickId,
      isPersons: isPersons(click),
    });
  };
}
