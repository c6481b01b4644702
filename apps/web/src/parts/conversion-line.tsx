import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useProject } from '../api/projects.ts';
import type { Conversion } from '../api/schema.gen.ts';
import { useAnswer } from '../api/use-answer.ts';
import styles from './conversion-line.module.css';
import { ConversionState } from './conversion-state.tsx';
import { useReason } from './use-reason.ts';

/** A conversion beside the event it is about: the goal, whom it is told, its fate; pressed, its attempts. */
export function ConversionLine({ conversion }: { readonly conversion: Conversion }): ReactNode {
  const project = useProject();
  const sayReason = useReason();
  const destinations = useAnswer('GET /projects/{project_id}/destinations', {
    path: { project_id: project.id },
    query: { limit: 200 },
  });
  const destination = destinations.data?.items.find(({ id }) => id === conversion.destination_id);
  return (
    <div className={styles.line}>
      <Link to="/p/$project/conversions/$conversion" params={{ project: project.id, conversion: conversion.id }}>
        {destination?.name ?? ''} · {conversion.target}
      </Link>
      <ConversionState state={conversion.state} />
      {conversion.reason !== null && <span className={styles.reason}>{sayReason(conversion.reason)}</span>}
    </div>
  );
}
