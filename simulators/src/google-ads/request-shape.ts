import type { Shape } from './json-shape.ts';

const consent: Shape = {
  fields: {
    adUserData: { oneOf: ['CONSENT_GRANTED', 'CONSENT_DENIED', 'CONSENT_STATUS_UNSPECIFIED'] },
    adPersonalization: { oneOf: ['CONSENT_GRANTED', 'CONSENT_DENIED', 'CONSENT_STATUS_UNSPECIFIED'] },
  },
};

const account: Shape = { fields: { accountType: { oneOf: ['GOOGLE_ADS'] }, accountId: 'text' } };

const deviceInfo: Shape = { fields: { userAgent: 'text', ipAddress: 'text' } };

const userIdentifier: Shape = {
  fields: {
    emailAddress: 'text',
    phoneNumber: 'text',
    address: { fields: { givenName: 'text', familyName: 'text', regionCode: 'text', postalCode: 'text' } },
  },
};

const event: Shape = {
  fields: {
    destinationReferences: { list: 'text' },
    transactionId: 'text',
    eventTimestamp: 'text',
    lastUpdatedTimestamp: 'text',
    userData: { fields: { userIdentifiers: { list: userIdentifier } } },
    consent,
    adIdentifiers: {
      fields: {
        sessionAttributes: 'text',
        gclid: 'text',
        gbraid: 'text',
        wbraid: 'text',
        landingPageDeviceInfo: deviceInfo,
        mobileDeviceId: 'text',
      },
    },
    currency: 'text',
    conversionValue: 'number',
    eventSource: { oneOf: ['WEB', 'APP', 'IN_STORE', 'PHONE', 'MESSAGE', 'OTHER'] },
    eventDeviceInfo: deviceInfo,
  },
};

/**
 * `IngestEventsRequest` of the published protos (`@google-ads/datamanager` 0.3.0), as far as events of offline conversions go: the
 * parts for shops, stores, Analytics and partners are not played and so are refused like names nobody knows.
 */
export const ingestRequest: Shape = {
  fields: {
    destinations: {
      list: {
        fields: { reference: 'text', loginAccount: account, operatingAccount: account, productDestinationId: 'text' },
      },
    },
    events: { list: event },
    consent,
    validateOnly: 'boolean',
    encoding: { oneOf: ['HEX', 'BASE64'] },
  },
};

export interface ConsentJson {
  readonly adUserData?: string;
  readonly adPersonalization?: string;
}

/** What fits `ingestRequest`, as far as it is looked at. */
export interface IngestRequestJson {
  readonly destinations?: readonly DestinationJson[];
  readonly events?: readonly EventJson[];
  readonly consent?: ConsentJson;
  readonly validateOnly?: boolean;
  readonly encoding?: string;
}

export interface DestinationJson {
  readonly reference?: string;
  readonly loginAccount?: AccountJson;
  readonly operatingAccount?: AccountJson;
  readonly productDestinationId?: string;
}

interface AccountJson {
  readonly accountType?: string;
  readonly accountId?: string;
}

export interface EventJson {
  readonly destinationReferences?: readonly string[];
  readonly transactionId?: string;
  readonly eventTimestamp?: string;
  readonly userData?: { readonly userIdentifiers?: ReadonlyArray<Readonly<Record<string, unknown>>> };
  readonly consent?: ConsentJson;
  readonly adIdentifiers?: Readonly<Record<string, unknown>>;
  readonly currency?: string;
  readonly conversionValue?: number;
  readonly eventSource?: string;
}
