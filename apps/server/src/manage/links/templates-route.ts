import { Type } from 'typebox';
import { addressFor, adTemplates } from '../../links/ad-templates.ts';
import { answers } from '../answers.ts';
import type { Manage, ManageApp } from '../dependencies.ts';
import { AdSystemName } from '../fields.ts';
import { linkParams, linksPath, requireLink } from './find-link.ts';
import { linkAddress } from './link-answer.ts';

const Template = Type.Object(
  {
    ad_system: AdSystemName,
    title: Type.String(),
    url: Type.String({ description: 'to paste into the ad, with the macros of the system' }),
    adds: Type.Array(Type.String(), { description: 'what the system adds to it by itself' }),
    help: Type.Object({ ru: Type.String(), en: Type.String() }),
  },
  { title: 'LinkTemplate' },
);

/** The address of a link as each ad system wants it. */
export function linkTemplateRoutes(app: ManageApp, manage: Manage): void {
  app.get(
    `${linksPath}/:link_id/templates`,
    {
      schema: {
        tags: ['Links'],
        operationId: 'getLinkTemplates',
        summary: 'The address of a link with the macros of each ad system',
        params: linkParams,
        response: answers({ 200: Type.Object({ items: Type.Array(Template) }) }),
      },
    },
    async ({ params }) => {
      const { code, utm_source, utm_medium, utm_campaign, utm_content, utm_term } = await requireLink(manage, params);
      const own = Object.entries({ utm_source, utm_medium, utm_campaign, utm_content, utm_term });
      const marks = Object.fromEntries(own.filter((mark): mark is [string, string] => mark[1] !== null));
      return {
        items: adTemplates.map((template) => ({
          ad_system: template.adSystem,
          title: template.title,
          url: addressFor(template, linkAddress(manage, code), marks),
          adds: [...template.adds],
          help: template.help,
        })),
      };
    },
  );
}
