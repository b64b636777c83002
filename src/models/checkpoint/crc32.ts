const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? 0xedb88320 : 0);
  return remainder;
});

/**
 * The checksum of zip archives. Node has its own only since 20.15.
 *
 * @returns An integer in [0, 2^32).
 * @see ISO 3309.
 */
export function crc32(bytes: Uint8Array): number {
  let remainder = -1;
  for (let i = 0; i < bytes.length; i++) remainder = TABLE[(remainder ^ bytes[i]) & 0xff] ^ (remainder >>> 8);
  return ~remainder >>> 0;
}
