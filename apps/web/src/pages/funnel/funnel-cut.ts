import { type Dimension, dimensions } from '../../address/view.ts';

export interface LabelCondition {
  readonly name: string;
  readonly value: string;
}

/** How the funnel is cut, as far as the address says. */
export interface FunnelCut {
  /** What it is told apart by: a part of the source, or the values of a label. */
  readonly split:
    | { readonly by: 'source'; readonly dimension: Dimension }
    | { readonly by: 'label'; readonly name: string }
    | null;
  /** Only events that carry all of these. */
  readonly labels: readonly LabelCondition[];
}

const labelPrefix = 'label:';

export function readCut(address: Readonly<Record<string, string | undefined>>): FunnelCut {
  return { split: readSplit(address.split ?? ''), labels: (address.labels ?? '').split('\n').flatMap(readCondition) };
}

export function readSplit(text: string): FunnelCut['split'] {
  if (text.startsWith(labelPrefix) && text !== labelPrefix)
    return { by: 'label', name: text.slice(labelPrefix.length) };
  const dimension = dimensions.find((one) => one === text);
  return dimension === undefined ? null : { by: 'source', dimension };
}

export function writeSplit(split: FunnelCut['split']): string | undefined {
  if (split === null) return undefined;
  return split.by === 'source' ? split.dimension : `${labelPrefix}${split.name}`;
}

/** As the reports API takes them. */
export function writeLabels(labels: FunnelCut['labels']): string | undefined {
  return labels.length === 0 ? undefined : labels.map(({ name, value }) => `${name}=${value}`).join('\n');
}

/** What the funnel is asked for besides the view. */
export function cutQuery({
  split,
  labels,
}: FunnelCut): Record<'group_by' | 'group_by_label' | 'labels', string | undefined> {
  return {
    group_by: split?.by === 'source' ? split.dimension : undefined,
    group_by_label: split?.by === 'label' ? split.name : undefined,
    labels: writeLabels(labels),
  };
}

export function withLabel(labels: FunnelCut['labels'], wanted: LabelCondition): LabelCondition[] {
  return [...labels.filter(({ name }) => name !== wanted.name), wanted];
}

function readCondition(line: string): LabelCondition[] {
  const at = line.indexOf('=');
  return at > 0 ? [{ name: line.slice(0, at), value: line.slice(at + 1) }] : [];
}
