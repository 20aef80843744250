// @ts-check
// Whether other devices reach an address.

/** Of a file, or of a server that answers its own device only, they do not. @param {string} address */
export function isOnlyHere(address) {
  const { protocol, hostname } = new URL(address);
  return protocol === "file:" || /^(localhost|.+\.localhost|127(\.\d+){3}|0\.0\.0\.0|\[::1\])$/.test(hostname);
}
