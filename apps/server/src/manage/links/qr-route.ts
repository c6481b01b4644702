import { Type } from 'typebox';
import { answers } from '../answers.ts';
import type { Manage, ManageApp } from '../dependencies.ts';
import { linkParams, linksPath, requireLink } from './find-link.ts';
import { linkAddress } from './link-answer.ts';
import { qrPng, qrSvg } from './qr-code.ts';

const query = Type.Object(
  {
    format: Type.Optional(Type.Enum(['svg', 'png'], { default: 'svg' })),
    size: Type.Optional(
      Type.Integer({
        minimum: 64,
        maximum: 4096,
        default: 512,
        'x-expected': 'a size of 64 to 4096 pixels',
        description: 'Side of the picture in pixels; a PNG may come out a little larger',
      }),
    ),
  },
  { additionalProperties: false },
);

/** Sent as it is: Fastify serialises neither text nor bytes. */
const Picture = Type.Unsafe<string | Buffer>({ type: 'string', format: 'binary' });

/** Posters, shop windows, slides: the link as something to point a phone at. */
export function linkQrRoutes(app: ManageApp, manage: Manage): void {
  app.get(
    `${linksPath}/:link_id/qr`,
    {
      schema: {
        tags: ['Links'],
        operationId: 'getLinkQr',
        summary: 'The address of a link as a QR code',
        params: linkParams,
        querystring: query,
        response: answers({ 200: Picture }),
      },
    },
    async ({ params, query: { format = 'svg', size = 512 } }, reply) => {
      const { code } = await requireLink(manage, params);
      const address = linkAddress(manage, code);
      const name = `inline; filename="${code}.${format}"`;
      const picture = format === 'png' ? qrPng(address, size) : qrSvg(address, size);
      return reply
        .header('content-disposition', name)
        .type(format === 'png' ? 'image/png' : 'image/svg+xml')
        .send(picture);
    },
  );
}
