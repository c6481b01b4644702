import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { addressOf } from '../../api/call.ts';
import type { Link, Project } from '../../api/schema.gen.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { CopyField } from '../../parts/copy-field.tsx';
import { Icon } from '../../parts/icon.tsx';
import { useSay } from '../../text/language.tsx';
import { linksTexts } from '../../texts/links.ts';
import styles from './links.module.css';

interface LinkTakeawayProps {
  readonly project: Project;
  readonly link: Link;
}

/** The address with the macros of its ad system, and the QR code. */
export function LinkTakeaway({ project, link }: LinkTakeawayProps): ReactNode {
  const say = useSay();
  const path = { project_id: project.id, link_id: link.id };
  const templates = useAnswer('GET /projects/{project_id}/links/{link_id}/templates', { path });
  const template = templates.data?.items.find(({ ad_system }) => ad_system === link.ad_system);
  const qr = addressOf('GET /projects/{project_id}/links/{link_id}/qr', { path, query: { format: 'svg' } });
  return (
    <>
      {template !== undefined && (
        <div className={styles.takeaway}>
          <h3>{say(linksTexts.template)}</h3>
          <p>{say(template.help)}</p>
          <CopyField label={say(linksTexts.template)} value={template.url} />
        </div>
      )}
      <div className={styles.code}>
        <img className={styles.qr} src={qr} alt={`${say(linksTexts.qr)}: ${link.url}`} />
        <Button
          variant="default"
          component="a"
          href={qr}
          download={`${link.code}.svg`}
          leftSection={<Icon name="download" size={16} />}
        >
          {say(linksTexts.qrDownload)}
        </Button>
      </div>
    </>
  );
}
