/**
 * A form with one file (RFC 7578), as text. The boundary is given, so that the same batch always makes the same bytes; it must not
 * occur in the content, which a UUID in it makes sure of.
 */
export function multipartFile(file: {
  readonly boundary: string;
  readonly name: string;
  readonly filename: string;
  readonly type: string;
  readonly content: string;
}): { readonly contentType: string; readonly body: string } {
  const { boundary, name, filename, type, content } = file;
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: [
      `--${boundary}`,
      `Content-Disposition: form-data; name="${name}"; filename="${filename}"`,
      `Content-Type: ${type}`,
      '',
      content,
      `--${boundary}--`,
      '',
    ].join('\r\n'),
  };
}
