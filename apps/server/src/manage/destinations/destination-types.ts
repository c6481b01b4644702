import { Type } from 'typebox';
import { answers } from '../answers.ts';
import type { Manage, ManageApp } from '../dependencies.ts';
import { AdSystemName, nullable, Text } from '../fields.ts';

const DestinationType = Type.Object(
  {
    type: Type.String(),
    title: Text,
    help: Type.Object(Text.properties, { description: 'what it is for and what is needed to connect it' }),
    ad_system: nullable(AdSystemName),
    settings: Type.Unsafe<Record<string, unknown>>({
      type: 'object',
      additionalProperties: true,
      description:
        'JSON Schema of its settings; `x-label`, `x-hint` and `x-choices` are texts for a form, which leaves out what is `x-made`',
    }),
    secrets: Type.Array(Type.String(), { description: 'settings that are never shown' }),
    suggested_goals: Type.Record(Type.String(), Type.String(), { description: 'by what happened' }),
    takes_refunds: Type.Boolean(),
    signs_in: Type.Boolean({ description: 'its owner can sign in at the ad system: `POST …/oauth`' }),
    makes_goals: Type.Boolean({ description: 'goals it lacks can be made by a call: `POST …/goals`' }),
    presets: Type.Array(
      Type.Object({
        name: Type.String(),
        title: Type.String(),
        settings: Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true }),
        goals: Type.Record(Type.String(), Type.String()),
      }),
      { description: 'settings and goals to begin with' },
    ),
  },
  { title: 'DestinationType' },
);

/** Which ad systems can be connected, and with which settings: forms are drawn from it. */
export function destinationTypeRoutes(app: ManageApp, { destinations }: Manage): void {
  const items = [...destinations.values()].map((destination) => ({
    type: destination.type,
    title: destination.title,
    help: destination.help,
    ad_system: destination.adSystem,
    settings: { ...destination.settings },
    secrets: [...destination.secrets],
    suggested_goals: { ...destination.suggestedGoals },
    takes_refunds: destination.takesRefunds,
    signs_in: destination.signIn !== undefined,
    makes_goals: destination.goals !== undefined,
    presets: (destination.presets ?? []).map((preset) => ({
      ...preset,
      settings: { ...preset.settings },
      goals: { ...preset.goals },
    })),
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
