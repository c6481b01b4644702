/**
 * Whether a `Host` header names the domain of the tracking links. Clients and proxies write it in any case, with a dot at the end, or
 * with the port that goes without saying.
 */
export function isTrackingHost(trackingHost: string): (header: string | undefined) => boolean {
  const hasPort = /:\d+$/.test(trackingHost);
  return (header) => {
    if (header === undefined || header === trackingHost) return header !== undefined;
    if (header.length < trackingHost.length || header.length > trackingHost.length + 8) return false;
    const host = header.toLowerCase();
    return (hasPort ? host : host.replace(/:(80|443)$/, '')).replace(/\.(?=$|:)/, '') === trackingHost;
  };
}
