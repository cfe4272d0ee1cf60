/** Which network addresses lie on the open internet; all others are somebody's inside. */
import ipaddr from 'ipaddr.js';

/** Open by its number, but answers cloud machines with their own settings. */
const insideClouds = new Set(['168.63.129.16']);

/**
 * Says whether an IP address may be fetched from: only public unicast ones.
 *
 * False for loopback, private, link-local (where clouds serve their credentials), carrier-grade, multicast, reserved
 * and documentation ranges, for tunnels that carry an IPv4 address inside IPv6 (6to4, Teredo, NAT64), and for what is
 * no IP address. An IPv4 address written as IPv6 is judged as IPv4.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return parsed.range() === 'unicast' && !insideClouds.has(parsed.toString());
}
