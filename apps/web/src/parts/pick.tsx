import { Select } from '@mantine/core';
import type { ReactNode } from 'react';

interface PickProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
  readonly hideLabel?: boolean;
  readonly description?: string | undefined;
  readonly width?: number;
}

/** One of a few; always has a value. */
export function Pick<Value extends string>(props: PickProps<Value>): ReactNode {
  const { label, value, options, onChange, hideLabel = false, description, width } = props;
  return (
    <Select
      {...(hideLabel ? { 'aria-label': label } : { label })}
      {...(description === undefined ? {} : { description })}
      {...(width === undefined ? {} : { w: width })}
      data={options.map((option) => ({ value: option.value, label: option.label }))}
      value={value}
      allowDeselect={false}
      checkIconPosition="right"
      onChange={(chosen) => {
        const option = options.find((one) => one.value === chosen);
        if (option !== undefined) onChange(option.value);
      }}
    />
  );
}
