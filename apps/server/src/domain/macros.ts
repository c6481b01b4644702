/**
 * Addresses of ads carry macros that the ad system fills in. One that comes in as it was written was not filled in and says nothing:
 * the ad was opened from its preview, or the macro is another system's.
 */
const macros: readonly RegExp[] = [
  /\{[^{}]*[A-Za-z_][^{}]*\}/, // {campaign_id} of Yandex and Google, {{banner_id}} of VK and Meta, ${SUBID}
  /\[[A-Z][A-Z0-9_]*\]/, // [CLICK_ID]; in square brackets people write words as well, so capitals only
  /__[A-Z][A-Z0-9_]*__/, // __CLICKID__ of TikTok
  /%%[A-Z][A-Z0-9_]*%%/, // %%SITE%%
];

/** Most values have none of these, and are looked at no further. */
const mayHoldMacro = /[{[%]|__/;

export function holdsMacro(value: string): boolean {
  if (!mayHoldMacro.test(value)) return false;
  const plain = decodedOnceMore(value);
  return macros.some((macro) => macro.test(value) || macro.test(plain));
}

/** Redirects of ad systems encode an address again. */
function decodedOnceMore(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
