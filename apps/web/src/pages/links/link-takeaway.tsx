import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { addressOf } from '../../api/call.ts';
import type { Link, Project } from '../../api/schema.gen.ts';
import { CopyField } from '../../parts/copy-field.tsx';
import { Icon } from '../../parts/icon.tsx';
import { useSay } from '../../text/language.tsx';
import { linksTexts } from '../../texts/links.ts';
import { templateFor } from './link-template.ts';
import styles from './links.module.css';

interface LinkTakeawayProps {
  readonly project: Project;
  readonly link: Link;
}

/** The address with the macros of its ad system, and the QR code. */
export function LinkTakeaway({ project, link }: LinkTakeawayProps): ReactNode {
  const say = useSay();
  const template = templateFor(link);
  const path = { project_id: project.id, link_id: link.id };
  const qr = addressOf('GET /projects/{project_id}/links/{link_id}/qr', { path, query: { format: 'svg' } });
  return (
    <>
      {template !== null && (
        <div className={styles.takeaway}>
          <h3>{say(linksTexts.template)}</h3>
          <p>{say(linksTexts.templateHint)}</p>
          <CopyField label={say(linksTexts.template)} value={template} />
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
