import type pg from 'pg';
import type { Config } from '../config.ts';
import type { Directory } from '../directory/directory.ts';
import type { Writer } from '../ingest/writer.ts';
import { countries } from '../links/countries.ts';
import type { LandingDependencies } from '../links/landing/index.ts';
import { unknownLinks } from '../links/landing/unknown-links.ts';
import { counters } from '../links/page/counter.ts';
import { RecentVisits } from '../links/recent-visits.ts';
import type { LinkDependencies } from '../links/tracking-links.ts';
import { isBehindUnknownProxy, visitorAddress } from '../links/visitor-address.ts';
import type { Messengers } from '../messengers/messengers.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { Sealer } from '../secrets/seal.ts';
import type { Addresses } from './addresses.ts';
import { invitesOf } from './messengers.ts';
import type { SealedSettings } from './sealed-settings.ts';
import type { Warn } from './warn.ts';

interface LinksNeeds {
  readonly config: Pick<Config, 'trustProxy'>;
  readonly callersPool: pg.Pool;
  readonly settings: SealedSettings;
  readonly sealer: Pick<Sealer, 'seal'>;
  readonly directory: Directory;
  readonly writer: Writer;
  readonly messengers: Messengers;
  readonly metrics: Metrics;
  readonly addresses: Addresses;
  readonly now: () => number;
  readonly warn: Warn;
}

/** What tracking links and pages with the snippet work with. */
export function linksOver(needs: LinksNeeds): LinkDependencies & LandingDependencies {
  const { config, callersPool, settings, sealer, directory, writer, messengers, metrics, addresses, now, warn } = needs;
  return {
    directory,
    storeClick: (click, tell) => writer.storeClickThen(click, tell),
    storeClickIds: (ids) => writer.storeClickIds(ids),
    storePress: (press) => writer.storePress(press),
    inviteFor: invitesOf(messengers),
    now,
    addressOf: visitorAddress(config.trustProxy),
    isBehindUnknownProxy: isBehindUnknownProxy(config.trustProxy),
    recentVisits: new RecentVisits(now),
    countryOf: countries((error) => warn('the countries of addresses are not known', { error })),
    sealAddress: (address) => sealer.seal(address),
    counterOf: counters(callersPool, settings.open),
    onRedirect: (outcome) => metrics.redirected(outcome),
    onVisit: (outcome) => metrics.visited(outcome),
    onPress: () => metrics.pressed(),
    onFault: (error) => warn('a redirect failed', { error }),
    onUnknownLink: unknownLinks((code, page) =>
      warn('a page has the snippet with a link that is not there', { code, page }),
    ),
    publicUrl: addresses.publicUrl,
    trackingUrl: addresses.trackingUrl,
  };
}
