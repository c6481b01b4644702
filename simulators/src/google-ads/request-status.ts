import type { TakenRequest } from './requests.ts';

/** `RetrieveRequestStatusResponse`: counts by reason, never by event (adplatforms.md §5.1). 64-bit numbers are texts in JSON. */
export function requestStatusJson({ ingestions }: TakenRequest, isProcessed: boolean): object {
  return {
    requestStatusPerDestination: ingestions.map(({ reference, accountId, conversionActionId, events, errors }) => {
      const destination = {
        reference,
        operatingAccount: { accountType: 'GOOGLE_ADS', accountId },
        productDestinationId: conversionActionId,
      };
      const eventsIngestionStatus = { recordCount: String(events.length) };
      if (!isProcessed) return { destination, requestStatus: 'PROCESSING', eventsIngestionStatus };
      const counts = new Map<string, number>();
      for (const error of errors) if (error !== null) counts.set(error, (counts.get(error) ?? 0) + 1);
      const failed = [...counts.values()].reduce((sum, count) => sum + count, 0);
      if (failed === 0) return { destination, requestStatus: 'SUCCESS', eventsIngestionStatus };
      return {
        destination,
        requestStatus: failed === events.length ? 'FAILED' : 'PARTIAL_SUCCESS',
        errorInfo: {
          errorCounts: [...counts].map(([reason, count]) => ({ recordCount: String(count), reason })),
        },
        eventsIngestionStatus,
      };
    }),
  };
}
