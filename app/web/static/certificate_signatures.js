/* SHA-256 and Ed25519 in the visitor's browser: its own where it has them, else noble-ed25519. */

/** Whether this page may compute at all: browsers keep their cryptography for https (and for this machine). */
export const able = () => Boolean(globalThis.crypto?.subtle);

export const utf8 = (text) => new TextEncoder().encode(text);

export async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The bytes of base64url without padding. Throws for anything else. */
export function unpacked(text) {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) throw new SyntaxError("not base64url");
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
}

/** Whether the holder of a public key (JWK, Ed25519) signed these bytes. False for anything that is not a signature. */
export async function signed(jwk, value, bytes) {
  try {
    const point = unpacked(jwk.x);
    const signature = unpacked(value);
    const key = await own(point);
    if (key) return await crypto.subtle.verify({ name: "Ed25519" }, key, signature, bytes);
    const noble = await import("./noble-ed25519-3.2.0.js");
    return await noble.verifyAsync(signature, bytes, point, { zip215: false });
  } catch {
    return false;
  }
}

/** The browser's own key, or null where it does not know Ed25519. */
async function own(point) {
  try {
    return await crypto.subtle.importKey("raw", point, { name: "Ed25519" }, false, ["verify"]);
  } catch {
    return null;
  }
}
