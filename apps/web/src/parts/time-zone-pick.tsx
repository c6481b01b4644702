import { Select } from '@mantine/core';
import type { ReactNode } from 'react';

interface TimeZonePickProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (zone: string) => void;
  readonly disabled?: boolean;
}

export function TimeZonePick({ label, value, onChange, disabled = false }: TimeZonePickProps): ReactNode {
  const zones = Intl.supportedValuesOf('timeZone');
  return (
    <Select
      label={label}
      searchable
      allowDeselect={false}
      limit={60}
      disabled={disabled}
      data={zones.includes(value) ? zones : [value, ...zones]}
      value={value}
      onChange={(zone) => zone !== null && onChange(zone)}
    />
  );
}
