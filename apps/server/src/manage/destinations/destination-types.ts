import { Type } from 'typebox';
import { answers } from '../answers.ts';
import type { Manage, ManageApp } from '../dependencies.ts';
import { AdSystemName, nullable } from '../fields.ts';

const DestinationType = Type.Object(
  {
    type: Type.String(),
    ad_system: nullable(AdSystemName),
    settings: Type.Unsafe<Record<string, unknown>>({
      type: 'object',
      additionalProperties: true,
      description: 'JSON Schema of its settings; `x-label` and `x-hint` are texts for a form',
    }),
    secrets: Type.Array(Type.String(), { description: 'settings that are never shown' }),
  },
  { title: 'DestinationType' },
);

/** Which ad systems can be connected, and with which settings: forms are drawn from it. */
export function destinationTypeRoutes(app: ManageApp, { destinations }: Manage): void {
  const items = [...destinations.values()].map(({ type, adSystem, settings, secrets }) => ({
    type,
    ad_system: adSystem,
    settings: { ...settings },
    secrets: [...secrets],
  }));
  app.get(
    '/destination-types',
    {
      schema: {
        tags: ['Destinations'],
        operationId: 'listDestinationTypes',
        summary: 'Ad systems that can be connected, and their settings',
        response: answers({ 200: Type.Object({ items: Type.Array(DestinationType) }) }),
      },
    },
    async () => ({ items }),
  );
}
